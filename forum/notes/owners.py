"""Whose uploads are a workshop's: its photos, and the prints made of its papers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.policy import STAFF, Viewer
from core.uploads.models import Upload
from core.uploads.owners import DOCUMENTS, IMAGES, OwnerKind, register
from forum.notes.models import NotePhoto
from forum.workshops.enums import ANNOUNCED

PHOTOS = "workshop"
PRINTS = "workshop_papers"
MEGABYTE = 1024 * 1024


def _staff(_session: Session, _upload: Upload, viewer: Viewer) -> bool:
    return STAFF.allows(viewer.role)


def may_see_photo(session: Session, upload: Upload, viewer: Viewer) -> bool:
    """Staff, and everybody where the facilitator said so."""
    if STAFF.allows(viewer.role):
        return True
    photo = session.scalar(select(NotePhoto).where(NotePhoto.upload_key == upload.key))
    return photo is not None and photo.public and photo.workshop.state in ANNOUNCED


register(OwnerKind(PHOTOS, may_see_photo, media_types=IMAGES, max_files=24, max_bytes=60 * MEGABYTE))
register(OwnerKind(PRINTS, _staff, media_types=DOCUMENTS, max_files=1, max_bytes=8 * MEGABYTE))
