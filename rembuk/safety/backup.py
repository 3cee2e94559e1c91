"""Make a backup: one file with database, uploads and secret key, whole or not there."""

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.config import Settings
from core.db import writing
from core.uploads import files
from rembuk import __version__
from rembuk.safety import SafetyError, archive, snapshots

BEFORE = "before-"
KEEP = 5


@dataclass(frozen=True)
class Made:
    """A finished backup."""

    path: Path
    size: int
    manifest: archive.Manifest


def backups_folder(settings: Settings) -> Path:
    """Where automatic backups lie."""
    return settings.data / "backups"


def stamp() -> str:
    """The time as it stands in file names."""
    return utc_now().strftime("%Y%m%d-%H%M%S")


def make_backup(settings: Settings, path: Path, *, database_only: bool = False) -> Made:
    """Back the installation up while it runs. In a folder, the file gets a name with the time.

    The database comes first: a row that is in it has its file on disk by then.
    """
    target = (path / f"rembuk-{stamp()}.tar" if path.is_dir() else path).absolute()
    if target.exists():
        raise SafetyError(f"{target} exists already; give another name")
    if not target.parent.is_dir():
        raise SafetyError(f"there is no folder {target.parent}")
    work = Path(tempfile.mkdtemp(prefix=".rembuk-backup-", dir=target.parent))
    try:
        manifest = _write(settings, work, database_only=database_only)
        _put(work / "backup.tar", target)
    except OSError as error:
        raise SafetyError(f"{target}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Made(target, target.stat().st_size, manifest)


def _write(settings: Settings, work: Path, *, database_only: bool) -> archive.Manifest:
    database, held = snapshots.take(settings.database_url, work)
    key = settings.data / archive.SECRET_KEY
    with_key = key.is_file() and not database_only
    handle = os.open(work / "backup.tar", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        writer = archive.Writer(file)
        writer.add(database.name, database)
        if with_key:
            writer.add(archive.SECRET_KEY, key)
        if not database_only:
            _add_uploads(writer, settings.data / "uploads")
        manifest = archive.Manifest(
            version=__version__,
            revision=held.revision,
            engine=snapshots.engine_of(settings.database_url),
            made_at=utc_now().isoformat(timespec="seconds"),
            rows=held.rows,
            uploads=not database_only,
            secret_key=with_key,
            members=writer.members,
        )
        writer.finish(manifest)
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _add_uploads(writer: archive.Writer, folder: Path) -> None:
    for path in files.stored(folder):
        name = f"uploads/{path.parent.name}/{path.name}"
        if archive.MEMBER.fullmatch(name):
            with suppress(FileNotFoundError):  # erased with its owner since the list was made
                writer.add(name, path)


def _put(draft: Path, target: Path) -> None:
    """Give the file its name, never over another one."""
    try:
        os.link(draft, target)
    except FileExistsError as taken:
        raise SafetyError(f"{target} exists already; give another name") from taken
    except OSError:  # sticks and shares without hard links
        draft.rename(target)
    files.sync_folder(target.parent)


def record_backup(settings: Settings, made: Made) -> None:
    """Note in the audit log that there is a backup, so that its age can be asked."""
    engine = create_engine(settings.database_url)
    try:
        with writing(), Session(engine) as session:
            audit.record(
                session,
                actor_id=None,
                action="backup.make",
                kind="backup",
                key="backup",
                rows=sum(made.manifest.rows.values()),
                size=made.size,
            )
            session.commit()
    finally:
        engine.dispose()


def backup_before(settings: Settings, revision: str) -> Made:
    """The automatic backup of the database before a migration; the newest few of them are kept."""
    folder = backups_folder(settings)
    folder.mkdir(mode=0o700, exist_ok=True)
    made = make_backup(settings, folder / f"{BEFORE}{revision}-{stamp()}.tar", database_only=True)
    for old in automatic_backups(settings)[KEEP:]:
        old.unlink(missing_ok=True)
    return made


def automatic_backups(settings: Settings) -> list[Path]:
    """The automatic backups, newest first."""
    found = backups_folder(settings).glob(f"{BEFORE}*.tar")
    return sorted(found, key=lambda path: (path.stat().st_mtime, path.name), reverse=True)
