"""Guarantee "disk": on a full disk nobody is told that an answer is stored which is not.

The data folder of `rembuk serve` has room for its migrated size and 4 MB more. People send until it is full:
503 with the text still on the page; pages can be read; with space again, the same letters go through.
A tmpfs of that size where we may mount one (root). Elsewhere a limit on the size of a file that the web
process writes (RLIMIT_FSIZE), raised again from outside: SQLite meets EFBIG instead of ENOSPC, which it
reports and survives the same way.
"""

import os
import resource
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guarantees.fault_forms import Forms, Letter, faults, open_forms
from tests.guarantees.fault_process import Server, ask, code_in, of, running

ROOM = 4 * 1024 * 1024
PLENTY = 64 * 1024 * 1024
# Long texts fill the room with fewer letters; this many would not fit into it.
FILLING = " lagi" * 900
MOST = 2000
STILL_FULL = 10

pytestmark = pytest.mark.slow


class Disk(ABC):
    """A place for the data folder, of which the size can be set."""

    @abstractmethod
    def leave(self, room: int, server: Server) -> None:
        """So many bytes more than are used now."""


class Tmpfs(Disk):
    """A file system in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={PLENTY}", "tmpfs", str(folder)], check=True)

    def leave(self, room: int, server: Server) -> None:
        stat = os.statvfs(self.folder)
        used = (stat.f_blocks - stat.f_bfree) * stat.f_frsize
        options = f"remount,size={used + room}"
        subprocess.run(["mount", "-o", options, str(self.folder)], check=True)


class FileLimit(Disk):
    """A limit for each file that the server's processes write; the log is emptied now and then, so less will do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def leave(self, room: int, server: Server) -> None:
        files = (path for path in self.folder.rglob("*") if path.is_file() and not path.name.endswith("-wal"))
        largest = max(path.stat().st_size for path in files)
        for process in server.members():
            hard = resource.prlimit(process, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(process, resource.RLIMIT_FSIZE, (largest + room // 8, hard))


@pytest.fixture
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Disk]:
    folder = tmp_path / "data"
    folder.mkdir()
    if request.param is FileLimit or os.geteuid() != 0:
        yield FileLimit(folder)
        return
    yield Tmpfs(folder)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def forms(disk: Disk, tmp_path: Path) -> Iterator[Forms]:
    forms = open_forms(tmp_path / "data", "sqlite")
    yield forms
    forms.close()


EACH_DISK = pytest.mark.parametrize("disk", [Tmpfs, FileLimit], indirect=True)


def send(server: Server, letter: Letter) -> tuple[int, str, bool]:
    """Status, the hash of the code shown, whether the page has the text."""
    status, page = ask(server.port, letter.path, letter)
    return status, code_in(page), letter.text in page


def fill(server: Server, forms: Forms) -> tuple[dict[str, str], list[Letter]]:
    """Send until the disk has been full for a while: who was acknowledged, and who was not."""
    acknowledged: dict[str, str] = {}
    refused: list[Letter] = []
    for _ in range(MOST):
        letter = forms.letter(filling=FILLING)
        status, code, typed = send(server, letter)
        if code:
            acknowledged[letter.text] = code
        else:
            assert (status, typed) == (503, True)
            refused.append(letter)
        if len(refused) == STILL_FULL:
            return acknowledged, refused
    return acknowledged, refused


@EACH_DISK
def test_a_full_disk_is_told_and_nothing_is_lost(disk: Disk, forms: Forms) -> None:
    with running(of(forms)) as server:
        disk.leave(ROOM, server)
        acknowledged, refused = fill(server, forms)
        assert len(refused) == STILL_FULL
        for page in (forms.public, "/", "/survei", "/healthz"):
            assert ask(server.port, page)[0] == 200, page
        assert faults(forms, acknowledged) == []
        disk.leave(PLENTY, server)
        for letter in [*refused, forms.letter()]:
            status, acknowledged[letter.text], _typed = send(server, letter)
            assert status == 200
    assert faults(forms, acknowledged) == []


@pytest.mark.parametrize("disk", [Tmpfs], indirect=True)
def test_sabotage_an_acknowledgement_without_the_commit_loses(disk: Disk, forms: Forms) -> None:
    with running(of(forms, sabotage="early")) as server:
        disk.leave(ROOM // 4, server)
        acknowledged = {}
        for _ in range(ROOM // 4 // len(FILLING)):
            letter = forms.letter(filling=FILLING)
            _status, acknowledged[letter.text], _typed = send(server, letter)
        disk.leave(PLENTY, server)
    assert "" not in acknowledged.values()
    assert any(one.startswith("lost") for one in faults(forms, acknowledged))
