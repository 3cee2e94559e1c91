"""Backups and restoring by command: what is refused, what is kept, exit codes."""

import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core.config import load_settings
from rembuk import migrate
from rembuk.cli import main
from rembuk.safety import SafetyError, archive, locks

PASSWORD = "kata sandi untuk uji"
Run = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    for name in [name for name in os.environ if name.startswith("REMBUK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("REMBUK_DATA", str(folder))
    monkeypatch.setenv("REMBUK_LOG_LEVEL", "ERROR")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def run(data: Path) -> Run:
    """A command of the installation; its exit code and output."""

    def command(*arguments: str, stdin: str = "") -> Result:
        return CliRunner().invoke(main, list(arguments), input=stdin)

    assert command("upgrade").exit_code == 0
    return command


def logins(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "rembuk.sqlite")) as database:
        return [row[0] for row in database.execute("SELECT login FROM account ORDER BY 1")]


def add(run: Run, login: str) -> None:
    done = run("user", "add", login, "--name", "Orang", "--password", PASSWORD)
    assert done.exit_code == 0, done.output


def test_backup_and_back_again(run: Run, data: Path, tmp_path: Path) -> None:
    add(run, "sebelum")
    target = tmp_path / "cadangan.tar"
    made = run("backup", str(target))
    assert (made.exit_code, target.stat().st_mode & 0o777) == (0, 0o600)
    assert str(target) in made.output
    key = (data / "secret_key").read_text()
    add(run, "sesudah")
    (data / "secret_key").write_text("lain")

    refused = run("restore", str(target), stdin="n\n")
    assert (refused.exit_code, logins(data)) == (1, ["sebelum", "sesudah"])
    done = run("restore", str(target), stdin="y\n")
    assert (done.exit_code, logins(data)) == (0, ["sebelum"]), done.output
    assert (data / "secret_key").read_text() == key
    (old,) = data.glob("rembuk.sqlite.before-restore-*[0-9]")
    with closing(sqlite3.connect(old)) as database:
        assert database.execute("SELECT count(*) FROM account").fetchone() == (2,)
    assert [p.name for p in data.iterdir() if "restor" in p.name and "before" not in p.name] == []
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".rembuk")] == []


def test_a_folder_gets_a_file_named_by_the_time(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cadangan").mkdir()
    assert run("backup", str(tmp_path / "cadangan")).exit_code == 0
    (made,) = (tmp_path / "cadangan").iterdir()
    assert archive.read(made).revision == migrate.newest()


def test_the_backup_notes_itself_in_the_audit_log(run: Run, data: Path, tmp_path: Path) -> None:
    assert run("backup", str(tmp_path / "nama aneh é.tar")).exit_code == 0
    with closing(sqlite3.connect(data / "rembuk.sqlite")) as database:
        (facts,) = database.execute("SELECT facts FROM audit_event WHERE action = 'backup.make'").fetchone()
    assert set(json.loads(facts)) == {"rows", "size"}


def test_nothing_is_overwritten_and_folders_must_exist(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ada.tar").write_text("penting")
    refused = run("backup", str(tmp_path / "ada.tar"))
    assert (refused.exit_code, (tmp_path / "ada.tar").read_text()) == (1, "penting")
    assert "exists already" in refused.output
    assert run("backup", str(tmp_path / "tidak" / "ada.tar")).exit_code == 1
    assert run("backup").exit_code == 2
    assert run("restore", str(tmp_path / "tidak-ada.tar")).exit_code == 2


def test_without_a_database_there_is_nothing_to_back_up(data: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["backup", str(tmp_path / "a.tar")])
    assert (done.exit_code, (tmp_path / "a.tar").exists()) == (1, False)
    assert "there is no database" in done.output


def test_a_key_that_is_set_outside_is_told(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "secret_key").unlink()
    monkeypatch.setenv("REMBUK_SECRET_KEY", "dari luar")
    made = run("backup", str(tmp_path / "a.tar"))
    assert "REMBUK_SECRET_KEY is set outside" in made.output
    assert archive.read(tmp_path / "a.tar").secret_key is False


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of a backup with members changed or left out, the manifest too if wanted."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            file = old.extractfile(member)
            assert file is not None
            content = change(member.name, file.read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


def only(name: str, new: Callable[[bytes], bytes | None]) -> Callable[[str, bytes], bytes | None]:
    return lambda member, content: new(content) if member == name else content


def manifest_with(**values: object) -> Callable[[bytes], bytes]:
    return lambda content: json.dumps({**json.loads(content), **values}).encode()


BROKEN = {
    "flipped": (only("database.sqlite", lambda b: b[:5000] + b"\xff" + b[5001:]), "damaged"),
    "no-key": (only("secret_key", lambda _b: None), "damaged"),
    "no-manifest": (only(archive.MANIFEST, lambda _b: None), "incomplete"),
    "newer": (only(archive.MANIFEST, manifest_with(revision="9999")), "newer Rembuk"),
    "other-engine": (only(archive.MANIFEST, manifest_with(engine="postgresql")), "runs on sqlite"),
    "other-format": (only(archive.MANIFEST, manifest_with(format=2)), "format"),
    "not-json": (only(archive.MANIFEST, lambda _b: b"{"), "not a backup"),
    "odd-manifest": (only(archive.MANIFEST, manifest_with(surprise=1)), "not a backup"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_backup_changes_nothing(run: Run, data: Path, tmp_path: Path, kind: str) -> None:
    add(run, "ana.w")
    assert run("backup", str(tmp_path / "asli.tar")).exit_code == 0
    add(run, "budi.w")
    change, reason = BROKEN[kind]
    broken = rewritten(tmp_path / "asli.tar", tmp_path / "rusak.tar", change)
    done = run("restore", str(broken), "--yes")
    assert (done.exit_code, logins(data)) == (1, ["ana.w", "budi.w"])
    assert reason in done.output
    assert list(data.glob("*before-restore*")) == []


@pytest.mark.parametrize(
    "name", ["../jahat", "/tmp/jahat", "uploads/aa/../../jahat", "uploads/aa/" + "b" * 32]
)
def test_a_member_that_no_backup_has_is_refused(run: Run, data: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "jahat.tar"
    with tarfile.open(target, "w") as tar:
        head = tarfile.TarInfo(name)
        head.size = 1
        tar.addfile(head, io.BytesIO(b"x"))
    with pytest.raises(SafetyError, match="no backup has"):
        archive.read(target)
    with tarfile.open(target, "w") as tar:
        link = tarfile.TarInfo("secret_key")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(SafetyError, match="no backup has"):
        archive.read(target)


@pytest.mark.parametrize("content", [b"", b"bukan tar", b"\x00" * 20480])
def test_other_files_are_no_backups(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.tar").write_bytes(content)
    assert run("restore", str(tmp_path / "a.tar"), "--yes").exit_code == 1


def test_a_cut_backup_is_refused(run: Run, data: Path, tmp_path: Path) -> None:
    assert run("backup", str(tmp_path / "a.tar")).exit_code == 0
    whole = (tmp_path / "a.tar").read_bytes()
    for share in (0.3, 0.7):
        (tmp_path / "cut.tar").write_bytes(whole[: int(len(whole) * share)])
        assert run("restore", str(tmp_path / "cut.tar"), "--yes").exit_code == 1


def test_beside_a_running_server_nothing_is_restored(run: Run, data: Path, tmp_path: Path) -> None:
    assert run("backup", str(tmp_path / "a.tar")).exit_code == 0
    with locks.running(data), locks.running(data):
        done = run("restore", str(tmp_path / "a.tar"), "--yes")
    assert (done.exit_code, "stop it first" in done.output) == (1, True)
    assert run("restore", str(tmp_path / "a.tar"), "--yes").exit_code == 0


def test_beside_a_restore_no_server_starts(run: Run, data: Path) -> None:
    with locks.alone(data), pytest.raises(SafetyError, match="restore into"), locks.running(data):
        pass
    (data / locks.RESTORING).touch()
    with pytest.raises(SafetyError, match="interrupted"), locks.running(data):
        pass
    worker = run("worker")
    assert (worker.exit_code, "interrupted" in worker.output) == (1, True)


def test_the_lock_ends_with_its_process(run: Run, data: Path) -> None:
    held = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from rembuk.safety.locks import running\n"
            "with running(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()",
            str(data),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with held:
        assert held.stdout is not None
        assert held.stdout.readline() == b"held\n"
        with pytest.raises(SafetyError), locks.alone(data):
            pass
        held.kill()
        held.wait()
        with locks.alone(data):
            pass


def test_upgrade_backs_up_an_older_database_first(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate.upgrade(load_settings().database_url, "0001")
    done = CliRunner().invoke(main, ["upgrade"])
    (made,) = (data / "backups").iterdir()
    assert (done.exit_code, str(made) in done.output) == (0, True)
    assert (made.stat().st_mode & 0o777, archive.read(made).revision) == (0o600, "0001")
    # The old structure can be had back, and comes up again.
    back = CliRunner().invoke(main, ["restore", str(made), "--yes"])
    assert (back.exit_code, migrate.current(load_settings().database_url)) == (0, migrate.newest())
    assert "database only" in back.output
