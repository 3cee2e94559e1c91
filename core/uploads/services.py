"""Keep, delete and sweep uploads."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, event, func, select
from sqlalchemy.orm import Session, SessionTransaction

from core import audit
from core.base import utc_now
from core.errors import N_, Full, Invalid
from core.uploads import files
from core.uploads.content import clean, clean_filename
from core.uploads.models import Upload
from core.uploads.owners import OwnerKind, owner_kind

_DOOMED = "rembuk_doomed_uploads"
SWEEP_AFTER = timedelta(days=1)


def store_upload(
    session: Session,
    *,
    content: bytes,
    filename: str,
    owner_kind: str,
    owner_key: str,
    actor_id: int | None,
    replace: bool = False,
) -> Upload:
    """Check and keep a file; `replace` deletes the owner's other files. The caller commits.

    The bytes are on disk when this returns: a row that is committed never lacks its file.
    """
    owner = _known(owner_kind)
    kept = clean(content)
    if kept.media_type not in owner.media_types:
        raise Invalid(N_("Jenis berkas ini tidak diterima di sini."))
    if replace:
        delete_uploads(session, owner_kind=owner_kind, owner_key=owner_key, actor_id=actor_id)
    _check_room(session, owner, owner_key, len(kept.data))
    upload = Upload(
        owner_kind=owner_kind,
        owner_key=owner_key,
        account_id=actor_id,
        filename=clean_filename(filename, kept.suffix),
        media_type=kept.media_type,
        size=len(kept.data),
        sha256=kept.sha256,
    )
    session.add(upload)
    session.flush()
    files.write(files.path_of(files.folder_of(session), upload.key), kept.data)
    audit.record(
        session,
        actor_id=actor_id,
        action="upload.create",
        kind=owner_kind,
        key=owner_key,
        type=upload.media_type.rsplit("/")[-1],
        size=upload.size,
    )
    return upload


def _known(kind: str) -> OwnerKind:
    owner = owner_kind(kind)
    if owner is None:
        raise KeyError(kind)
    return owner


def _check_room(session: Session, owner: OwnerKind, owner_key: str, size: int) -> None:
    mine = (Upload.owner_kind == owner.kind, Upload.owner_key == owner_key)
    found = select(func.count(), func.coalesce(func.sum(Upload.size), 0)).where(*mine)
    count, total = session.execute(found).one()
    if count >= owner.max_files or total + size > owner.max_bytes:
        raise Full(N_("Tempat untuk berkas sudah penuh. Hapus berkas lama dahulu."))


def delete_uploads(
    session: Session, *, owner_kind: str, owner_key: str, actor_id: int | None, key: str | None = None
) -> int:
    """Delete what an owner has, or one of its files: the rows now, the files when the caller has committed."""
    mine = [Upload.owner_kind == owner_kind, Upload.owner_key == owner_key]
    if key is not None:
        mine.append(Upload.key == key)
    keys = list(session.scalars(delete(Upload).where(*mine).returning(Upload.key)))
    if keys:
        _doom(session, keys)
        audit.record(
            session,
            actor_id=actor_id,
            action="upload.delete",
            kind=owner_kind,
            key=owner_key,
            files=len(keys),
        )
    return len(keys)


def _doom(session: Session, keys: Iterable[str]) -> None:
    folder = files.folder_of(session)
    paths: list[Path] = session.info.setdefault(_DOOMED, [])
    paths += [files.path_of(folder, key) for key in keys]


@event.listens_for(Session, "after_commit")
def _remove_doomed(session: Session) -> None:
    if not session.in_nested_transaction():
        for path in session.info.pop(_DOOMED, ()):
            files.remove(path)


@event.listens_for(Session, "after_soft_rollback")
def _spare_doomed(session: Session, _previous: SessionTransaction) -> None:
    """Their rows are back. After a savepoint they may not be; then the sweep takes the files."""
    session.info.pop(_DOOMED, None)


def orphans(session: Session, *, before: datetime) -> list[Path]:
    """Files without a row that are older than a time: of transactions that never were committed."""
    rows = set(session.scalars(select(Upload.key)))
    folder = files.folder_of(session)
    return [
        path
        for path in files.stored(folder)
        if path.name not in rows and path.stat().st_mtime < before.timestamp()
    ]


def sweep(session: Session) -> int:
    """Remove the files that belong to nothing; how many there were."""
    found = orphans(session, before=utc_now() - SWEEP_AFTER)
    for path in found:
        files.remove(path)
    return len(found)
