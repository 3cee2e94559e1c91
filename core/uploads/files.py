"""The bytes of uploads: one file each under DATA/uploads, on disk before its row is committed."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from sqlalchemy import URL, Connection
from sqlalchemy.orm import Session

# A database and the folder of its uploads belong together; services know only their session.
_FOLDERS: dict[URL, Path] = {}


def use_folder(database: URL, folder: Path) -> None:
    """Say where the uploads of a database lie."""
    _FOLDERS[database] = folder


def folder_of(session: Session) -> Path:
    """Where the uploads of this session's database lie."""
    bind = session.get_bind()
    return _FOLDERS[(bind.engine if isinstance(bind, Connection) else bind).url]


def path_of(folder: Path, key: str) -> Path:
    """The place of one upload."""
    return folder / key[:2] / key


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole, or not at all, whenever the power goes."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    sync_folder(path.parent.parent)


def remove(path: Path) -> None:
    """Delete a file that may be gone already."""
    with suppress(FileNotFoundError):
        path.unlink()


def stored(folder: Path) -> Iterator[Path]:
    """Every file there is, unfinished ones included."""
    yield from (path for path in sorted(folder.glob("??/*")) if path.is_file())
