"""Put a backup in the place of what is there; what was there is kept aside."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from core.config import Settings
from core.uploads import files
from rembuk import migrate
from rembuk.safety import SafetyError, archive, locks, postgres, snapshots
from rembuk.safety.backup import make_backup, stamp

ASIDE = "before-restore"


@dataclass(frozen=True)
class Restored:
    """What was done: where the earlier state lies now."""

    aside: tuple[Path, ...]


def examine(settings: Settings, path: Path) -> archive.Manifest:
    """Read the whole backup and say what it holds; refuse what cannot be restored here."""
    manifest = archive.read(path)
    engine = snapshots.engine_of(settings.database_url)
    if manifest.engine != engine:
        raise SafetyError(f"the backup is of {manifest.engine}, this installation runs on {engine}")
    if manifest.revision not in migrate.known():
        raise SafetyError(
            f"the backup was made by a newer Rembuk ({manifest.version}, structure {manifest.revision});"
            " install that version first"
        )
    return manifest


def restore(settings: Settings, path: Path) -> Restored:
    """Verify, move aside, put in place, migrate, check. Raises SafetyError; the earlier state is kept."""
    examine(settings, path)
    with locks.alone(settings.data):
        if snapshots.engine_of(settings.database_url) == "postgresql":
            others = postgres.other_connections(settings.database_url)
            if others:
                raise SafetyError(
                    f"{others} other connections to the database are open; stop the servers first"
                )
        when = stamp()
        with _unpacked(settings, path) as (work, manifest):
            marker = settings.data / locks.RESTORING
            marker.touch(mode=0o600)
            aside = _swap(settings, work, manifest, f"{ASIDE}-{when}")
            _compare(settings, manifest)
            migrate.bring_up(settings, backup=False)
            _check(settings)
            marker.unlink()
    return Restored(tuple(aside))


@contextmanager
def _unpacked(settings: Settings, path: Path) -> Iterator[tuple[Path, archive.Manifest]]:
    """The backup's members in a folder beside their place, verified while they were written."""
    work = settings.data / f".restoring-{os.getpid()}"
    work.mkdir(mode=0o700)

    def keep(name: str, source: IO[bytes]) -> None:
        place = work / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(source, file, archive.BLOCK)
            file.flush()
            os.fsync(file.fileno())

    try:
        yield work, archive.read(path, keep)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _swap(settings: Settings, work: Path, manifest: archive.Manifest, suffix: str) -> list[Path]:
    aside = []
    if manifest.engine == "sqlite":
        aside += _swap_sqlite(snapshots.sqlite_path(settings.database_url), work, suffix)
    else:
        aside += _swap_postgres(settings, work, suffix)
    if manifest.uploads:
        (work / "uploads").mkdir(mode=0o700, exist_ok=True)
        aside += _exchange(settings.data / "uploads", work / "uploads", suffix)
    if manifest.secret_key:
        aside += _exchange(settings.data / archive.SECRET_KEY, work / archive.SECRET_KEY, suffix)
    return aside


def _exchange(place: Path, new: Path, suffix: str) -> list[Path]:
    """Move what is there aside and the new thing into its place."""
    old = place.with_name(f"{place.name}.{suffix}")
    moved = place.exists()
    if moved:
        place.rename(old)
    shutil.move(new, place)
    files.sync_folder(place.parent)
    return [old] if moved else []


def _swap_sqlite(database: Path, work: Path, suffix: str) -> list[Path]:
    database.parent.mkdir(parents=True, exist_ok=True)
    old = database.with_name(f"{database.name}.{suffix}")
    for tail in ("-wal", "-shm"):  # they belong to the old file: beside the new one they would ruin it
        with suppress(FileNotFoundError):
            database.with_name(database.name + tail).rename(old.with_name(old.name + tail))
    return _exchange(database, work / snapshots.FILE_NAMES["sqlite"], suffix)


def _swap_postgres(settings: Settings, work: Path, suffix: str) -> list[Path]:
    """A dump of what is there first; then all of it is replaced in one transaction."""
    kept = settings.data / f"database.{suffix}.tar"
    try:
        made: list[Path] = [make_backup(settings, kept, database_only=True).path]
    except SafetyError as refusal:
        if "holds no Rembuk tables" not in str(refusal):
            raise
        made = []
    postgres.load(settings.database_url, work / snapshots.FILE_NAMES["postgresql"])
    return made


def _compare(settings: Settings, manifest: archive.Manifest) -> None:
    found = snapshots.holding(settings.database_url).rows
    wrong = sorted(table for table in manifest.rows if found.get(table) != manifest.rows[table])
    if wrong:
        raise SafetyError(f"after restoring, these tables have another number of rows: {', '.join(wrong)}")


def _check(settings: Settings) -> None:
    if snapshots.engine_of(settings.database_url) == "sqlite":
        with closing(sqlite3.connect(snapshots.sqlite_path(settings.database_url))) as database:
            whole = database.execute("PRAGMA integrity_check").fetchone()[0]
            parentless = database.execute("PRAGMA foreign_key_check").fetchall()
        if whole != "ok" or parentless:
            raise SafetyError("the restored database fails its integrity check")
