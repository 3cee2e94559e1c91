"""Guarantee "migrations": forward only, a backup first, every release comes up whole, killed or not."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import JSON, column, create_engine, select, table, text, update
from sqlalchemy.exc import IntegrityError

from core.config import Settings
from core.db import writing
from rembuk import migrate
from rembuk.safety import SafetyError, archive, backup
from tests.conftest import settings_for
from tests.guarantees import releases
from tests.postgres import tools_folder

pytestmark = pytest.mark.database
KILLS = 20 if os.environ.get("REMBUK_SOAK") else 3


@pytest.fixture
def settings(tmp_path: Path, engine_name: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation of its own without a database."""
    if engine_name == "postgresql":
        monkeypatch.setenv("REMBUK_PG_BIN", tools_folder())
    return settings_for(tmp_path / "data", engine_name)


@pytest.mark.parametrize("release", releases.RELEASES)
def test_every_release_comes_up_with_its_rows(settings: Settings, release: str) -> None:
    tables = releases.make_release(settings.database_url, release)
    before = releases.hashes(settings.database_url, tables)

    made = migrate.bring_up(settings)
    assert releases.structure(settings.database_url)[0] == migrate.newest()
    assert releases.hashes(settings.database_url, tables) == before
    assert made is not None
    manifest = archive.read(made.path)
    assert (manifest.revision, manifest.uploads) == (release, False)
    assert made.path.parent == settings.data / "backups"
    assert migrate.bring_up(settings) is None, "nothing left to do"


def test_sabotage_foreign_keys_left_on_delete_the_children(
    settings: Settings, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trap that env.py avoids: on SQLite the rebuilt parent takes its children with it."""
    if engine_name == "postgresql":
        return  # alters in place
    tables = releases.make_release(settings.database_url, "0001")
    before = releases.hashes(settings.database_url, tables)
    source = (migrate.MIGRATIONS / "env.py").read_text()
    assert "PRAGMA foreign_keys=OFF" in source
    copy = settings.data / "migrations"
    shutil.copytree(migrate.MIGRATIONS, copy)
    (copy / "env.py").write_text(source.replace("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON"))
    monkeypatch.setattr(migrate, "MIGRATIONS", copy)
    # The next one rebuilds "survey", whose children refuse to go.
    migrate.upgrade(settings.database_url, "0022")
    after = releases.hashes(settings.database_url, tables)
    with pytest.raises(IntegrityError):
        migrate.upgrade(settings.database_url)
    lost = {name for name in before if before[name] != after[name]}
    assert {"login_session", "participation"} <= lost


UPGRADE_AND_DIE = """
import os, signal, sys
from sqlalchemy import Engine, event
from core.config import load_settings
from rembuk import migrate
left = int(sys.argv[1])

def count(*_args):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(Engine, "before_cursor_execute", count)
migrate.upgrade(load_settings().database_url)
print(left)
"""


def run_upgrade(settings: Settings, statements: int) -> subprocess.CompletedProcess[str]:
    """Upgrade in a process that kills itself at its n-th statement."""
    environ = {
        **os.environ,
        "REMBUK_DATA": str(settings.data),
        "REMBUK_DATABASE_URL": settings.database_url,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return subprocess.run(
        [sys.executable, "-c", UPGRADE_AND_DIE, str(statements)],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.soak
def test_a_killed_upgrade_leaves_the_old_or_the_new(
    tmp_path: Path, engine_name: str, settings: Settings
) -> None:
    releases.make_release(settings.database_url, "0001")
    whole = run_upgrade(settings, 10**6)
    assert whole.returncode == 0, whole.stderr
    new = releases.structure(settings.database_url)
    total = 10**6 - int(whole.stdout)

    for kill in range(KILLS):
        one = settings_for(tmp_path / f"killed-{kill}", engine_name)
        tables = releases.make_release(one.database_url, "0001")
        old, rows = releases.structure(one.database_url), releases.hashes(one.database_url, tables)
        died = run_upgrade(one, total - 1 if kill == 0 else max(3, total * kill // KILLS))
        assert died.returncode == -signal.SIGKILL, died.stderr
        assert releases.structure(one.database_url) in (old, new)
        assert releases.hashes(one.database_url, tables) == rows
        migrate.upgrade(one.database_url)
        assert releases.structure(one.database_url) == new
        assert releases.hashes(one.database_url, tables) == rows


def test_sabotage_a_transaction_per_migration_stops_halfway(
    settings: Settings, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without one transaction around all, an upgrade that fails leaves neither the old nor the new."""
    releases.make_release(settings.database_url, "0001")
    old = releases.structure(settings.database_url)
    copy = settings.data / "migrations"
    shutil.copytree(migrate.MIGRATIONS, copy)
    source = (copy / "env.py").read_text()
    single = ("transaction_per_migration=False", "transactional_ddl=True")
    assert all(setting in source for setting in single)
    last = sorted((copy / "versions").glob("[0-9]*.py"))[-1]
    last.write_text(
        last.read_text().replace("def upgrade() -> None:\n", "def upgrade() -> None:\n    1 / 0\n")
    )
    monkeypatch.setattr(migrate, "MIGRATIONS", copy)

    with pytest.raises(ZeroDivisionError):
        migrate.upgrade(settings.database_url)
    assert releases.structure(settings.database_url) == old

    (copy / "env.py").write_text(source.replace(single[0], "transaction_per_migration=True"))
    with pytest.raises(ZeroDivisionError):
        migrate.upgrade(settings.database_url)
    assert releases.structure(settings.database_url) != old


def test_a_newer_database_is_refused(settings: Settings) -> None:
    migrate.bring_up(settings)
    engine = create_engine(settings.database_url)
    with writing(), engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(SafetyError, match="9999, which is newer"):
        migrate.bring_up(settings)


def test_no_migration_goes_back() -> None:
    versions = (migrate.MIGRATIONS / "versions").glob("[0-9]*.py")
    assert [path.name for path in versions if "def downgrade" in path.read_text()] == []


def test_two_processes_that_start_together_migrate_once(settings: Settings) -> None:
    releases.make_release(settings.database_url, "0001")
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(migrate.bring_up, [settings, settings]))
    assert sorted(one is not None for one in made) == [False, True]
    assert len(backup.automatic_backups(settings)) == 1


def test_sabotage_without_the_lock_both_migrate(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def no_lock(_settings: Settings) -> Iterator[None]:
        yield

    both_decided, migrated = Barrier(2, timeout=20), []
    releases.make_release(settings.database_url, "0001")
    monkeypatch.setattr(migrate, "migrating", no_lock)
    monkeypatch.setattr(migrate, "backup_before", lambda _settings, _revision: both_decided.wait())
    monkeypatch.setattr(migrate, "upgrade", migrated.append)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(migrate.bring_up, [settings, settings]))
    assert migrated == [settings.database_url] * 2


def test_the_newest_five_automatic_backups_are_kept(settings: Settings) -> None:
    releases.make_release(settings.database_url, "0001")
    folder = settings.data / "backups"
    folder.mkdir()
    for number in range(6):
        old = folder / f"before-0001-2026010{number}-000000.tar"
        old.touch()
        os.utime(old, (number, number))
    other = folder / "rembuk-20260101-000000.tar"
    other.touch()
    made = migrate.bring_up(settings)
    assert made is not None
    kept = [path.name for path in backup.automatic_backups(settings)]
    assert kept == [made.path.name, *(f"before-0001-2026010{n}-000000.tar" for n in (5, 4, 3, 2))]
    assert other.exists()


def test_what_was_learned_of_texts_goes_and_nothing_else_of_a_run(settings: Settings) -> None:
    releases.make_release(settings.database_url, "0001")
    migrate.upgrade(settings.database_url, "0038")
    kept = {"taxonomy": None, "seed": 0, "encoders": []}
    learned = {"found": {"student": [0.5]}, "candidates": {"found": {}}, "seen": {"scale": 1}}
    stored = [{**kept, **learned, "taxonomy_content": {"examples": ["a"]}}, {**kept, "found": None}, {}]
    engine = create_engine(settings.database_url)
    run = table("theme_run", column("id"), column("settings", JSON))
    with writing(), engine.begin() as connection:
        for number, one in enumerate(stored, 1):
            connection.execute(update(run).where(run.c.id == number).values(settings=one))
    migrate.upgrade(settings.database_url)
    with engine.connect() as connection:
        found = connection.scalars(select(run.c.settings).order_by(run.c.id)).all()
        # SQLite's file is to be rewritten.
        noted = engine.dialect.name != "sqlite" or connection.scalar(text("PRAGMA user_version"))
    engine.dispose()
    assert noted
    assert found == [kept, *stored[1:]]
