"""Photos of flipcharts and of the room."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Invalid, NotFound
from core.uploads.services import delete_uploads, store_upload
from forum.notes.models import NotePhoto
from forum.notes.owners import PHOTOS
from forum.notes.services import drop_prints, require_announced
from forum.workshops.models import Workshop


def photos_of(session: Session, workshop: Workshop, *, public_only: bool = False) -> list[NotePhoto]:
    """The photos by table."""
    query = select(NotePhoto).where(NotePhoto.workshop_id == workshop.id)
    if public_only:
        query = query.where(NotePhoto.public)
    return list(
        session.scalars(query.order_by(NotePhoto.group_label, NotePhoto.caption, NotePhoto.upload_key))
    )


def photo_of(session: Session, workshop: Workshop, key: str) -> NotePhoto:
    """One of this workshop's photos."""
    photo = session.get(NotePhoto, key)
    if photo is None or photo.workshop_id != workshop.id:
        raise NotFound(N_("Foto ini tidak ada."))
    return photo


def add_photo(
    session: Session,
    workshop: Workshop,
    *,
    content: bytes,
    filename: str,
    caption: str,
    group_label: str,
    public: bool,
    actor_id: int | None,
) -> NotePhoto:
    """Keep a picture, drawn anew without place and time of capture."""
    require_announced(workshop)
    upload = store_upload(
        session,
        content=content,
        filename=filename,
        owner_kind=PHOTOS,
        owner_key=workshop.key,
        actor_id=actor_id,
    )
    photo = NotePhoto(upload_key=upload.key, workshop_id=workshop.id, public=public)
    session.add(photo)
    describe_photo(
        session, workshop, photo, caption=caption, group_label=group_label, public=public, actor_id=actor_id
    )
    return photo


def describe_photo(
    session: Session,
    workshop: Workshop,
    photo: NotePhoto,
    *,
    caption: str,
    group_label: str,
    public: bool,
    actor_id: int | None,
) -> None:
    """Say what is to be seen, and who may see it."""
    written = " ".join(caption.split())
    if not written:
        raise Invalid(N_("Tulis keterangan foto: orang yang tidak melihatnya membacanya."))
    photo.caption, photo.group_label, photo.public = written, " ".join(group_label.split()), public
    session.flush()
    drop_prints(session, workshop)
    audit.record(
        session,
        actor_id=actor_id,
        action="photo.describe",
        kind="workshop",
        key=workshop.key,
        public=public,
    )


def delete_photo(session: Session, workshop: Workshop, photo: NotePhoto, *, actor_id: int | None) -> None:
    """Delete a picture and what was said of it."""
    key = photo.upload_key
    session.execute(delete(NotePhoto).where(NotePhoto.upload_key == key))
    session.expunge(photo)
    delete_uploads(session, owner_kind=PHOTOS, owner_key=workshop.key, actor_id=actor_id, key=key)
    drop_prints(session, workshop)
