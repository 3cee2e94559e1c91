"""Who holds the installation. File locks end with their process, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from core.config import Settings
from rembuk.safety import SafetyError
from rembuk.safety.postgres import libpq_url

RUNNING = "running.lock"
RESTORING = "restore-in-progress"
MIGRATION_KEY = 0x52656D62756B  # "Rembuk"


@contextmanager
def _file_lock(path: Path, operation: int, refusal: str = "") -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, operation)
        except BlockingIOError as held:
            raise SafetyError(refusal) from held
        yield
    finally:
        os.close(handle)


@contextmanager
def running(data: Path) -> Iterator[None]:
    """Held by the server and the worker; any number of them, but never beside a restore."""
    with _file_lock(data / RUNNING, fcntl.LOCK_SH | fcntl.LOCK_NB, f"a restore into {data} is running; wait"):
        if (data / RESTORING).exists():
            raise SafetyError(f"a restore into {data} was interrupted; run `rembuk restore` again")
        yield


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Held while restoring."""
    refusal = f"a server or worker is running on {data}; stop it first"
    with _file_lock(data / RUNNING, fcntl.LOCK_EX | fcntl.LOCK_NB, refusal):
        yield


@contextmanager
def migrating(settings: Settings) -> Iterator[None]:
    """One at a time: a second process waits here, and then finds nothing left to do."""
    if make_url(settings.database_url).get_backend_name() == "sqlite":
        with _file_lock(settings.data / "migrate.lock", fcntl.LOCK_EX):
            yield
        return
    with psycopg.connect(libpq_url(settings.database_url), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_KEY,))
        yield
