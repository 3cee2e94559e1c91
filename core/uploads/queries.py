"""Find uploads."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.policy import Viewer
from core.uploads.models import Upload
from core.uploads.owners import owner_kind


def uploads_of(session: Session, *, kind: str, key: str) -> list[Upload]:
    """What an owner has, newest first."""
    mine = (Upload.owner_kind == kind, Upload.owner_key == key)
    return list(session.scalars(select(Upload).where(*mine).order_by(Upload.created_at.desc(), Upload.key)))


def readable_upload(session: Session, key: str, viewer: Viewer) -> Upload | None:
    """The upload if its owner lets this viewer read it; else None, as if there were none."""
    upload = session.get(Upload, key)
    kind = owner_kind(upload.owner_kind) if upload else None
    if upload is None or kind is None or not kind.may_read(session, upload, viewer):
        return None
    return upload
