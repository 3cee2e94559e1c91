"""Guarantee "fsync": an acknowledged answer waited for the disk; surviving kill -9 alone proves nothing of that.

strace watches the processes that write the database: the server's own on SQLite, the postmaster and
its children on PostgreSQL. One person sends one answer after the other; the calls of fsync and
fdatasync are counted between two acknowledgements (strace writes a call down before the process goes on,
so no clock is needed). Tracing needs root, or a kernel.yama.ptrace_scope of 0.
"""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.guarantees.fault_forms import Forms, faults, forms_at, open_forms
from tests.guarantees.fault_process import HANG_SECONDS, Server, ask, code_in, of, running
from tests.postgres import OwnServer, own_server

SUBMITS = 100
# To show that a server is caught which does not wait, fewer do; of those so many found the disk unasked.
SABOTAGED_SUBMITS, MANY = 30, 20

pytestmark = pytest.mark.slow


class Syncs:
    """How often the watched processes have waited for the disk so far."""

    def __init__(self, log: Path) -> None:
        self.log = log

    def count(self) -> int:
        lines = self.log.read_text(errors="replace").splitlines()
        return sum("sync(" in line or "sync resumed" in line for line in lines if line.endswith("= 0"))


@contextmanager
def watched(processes: list[int], log: Path) -> Iterator[Syncs]:
    """strace on these processes and all they start from now on."""
    command = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-e", "signal=none", "-o", str(log)]
    command += [argument for process in processes for argument in ("-p", str(process))]
    tracer = subprocess.Popen(command)
    try:
        deadline = time.monotonic() + HANG_SECONDS
        while not all(_traced(process) for process in processes):
            assert tracer.poll() is None, "strace ended: may this user trace?"
            assert time.monotonic() < deadline, "strace did not attach"
            time.sleep(0.05)
        yield Syncs(log)
    finally:
        tracer.terminate()
        tracer.wait(HANG_SECONDS)


def _traced(process: int) -> bool:
    """Whether strace has taken hold of every thread; one that has ended meanwhile syncs nothing more."""
    try:
        statuses = [task / "status" for task in Path(f"/proc/{process}/task").iterdir()]
        return all("TracerPid:\t0\n" not in status.read_text() for status in statuses)
    except OSError:
        return True


def web_processes(server: Server) -> list[int]:
    """Those that answer requests; the worker beside them writes its heartbeat."""
    return [pid for pid, line in server.members().items() if "rembuk worker" not in line]


def unsynced(server: Server, forms: Forms, syncs: Syncs, *, submits: int = SUBMITS) -> int:
    """How many of the submits were acknowledged although nothing had waited for the disk meanwhile."""
    acknowledged, dry = {}, 0
    letters = [forms.letter(cookie) for cookie in forms.cookies[: submits // 2]]
    letters += [forms.letter() for _ in range(submits - len(letters))]
    for letter in letters:
        before = syncs.count()
        _status, page = ask(server.port, letter.path, letter)
        acknowledged[letter.text] = code_in(page)
        dry += syncs.count() == before
    assert "" not in acknowledged.values()
    assert faults(forms, acknowledged) == []
    return dry


@pytest.fixture
def forms(tmp_path: Path) -> Iterator[Forms]:
    forms = open_forms(tmp_path / "data", "sqlite", accounts=SUBMITS // 2)
    yield forms
    forms.close()


def test_every_submit_waits_for_the_disk(forms: Forms, tmp_path: Path) -> None:
    with running(of(forms)) as server, watched(web_processes(server), tmp_path / "strace") as syncs:
        assert unsynced(server, forms, syncs) == 0


def test_sabotage_synchronous_normal_is_caught(forms: Forms, tmp_path: Path) -> None:
    sabotaged = of(forms, sabotage="lazy")
    with running(sabotaged) as server, watched(web_processes(server), tmp_path / "strace") as syncs:
        assert unsynced(server, forms, syncs, submits=SABOTAGED_SUBMITS) >= MANY


@pytest.fixture(scope="module")
def database() -> Iterator[OwnServer]:
    with own_server() as database:
        yield database


@pytest.fixture
def apart(tmp_path: Path, database: OwnServer) -> Iterator[Forms]:
    """Forms in a PostgreSQL server that nobody else uses: every wait for the disk there is theirs."""
    forms = forms_at(tmp_path / "data", database.new_database(), accounts=SUBMITS // 2)
    yield forms
    forms.close()


def test_postgresql_every_submit_waits_for_the_disk(
    apart: Forms, database: OwnServer, tmp_path: Path
) -> None:
    with watched(database.standing(), tmp_path / "strace") as syncs, running(of(apart)) as server:
        assert unsynced(server, apart, syncs) == 0


def test_postgresql_sabotage_synchronous_commit_off_is_caught(
    apart: Forms, database: OwnServer, tmp_path: Path
) -> None:
    with psycopg.connect(database.uri, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        # Else the background writer waits for the disk five times a second: that hides it on a busy machine.
        connection.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        connection.execute("SELECT pg_reload_conf()")
    with watched(database.standing(), tmp_path / "strace") as syncs, running(of(apart)) as server:
        assert unsynced(server, apart, syncs, submits=SABOTAGED_SUBMITS) >= MANY
