"""What SQLite needs to be durable, and writers that do not trip over each other."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, OperationalError

from core.db import db, start_writing, stop_writing, write_from_here, writing
from core.site import SiteSetting, set_site_value
from tests.conftest import make_app


@pytest.fixture
def own_app(tmp_path: Path) -> Flask:
    return make_app(tmp_path, "sqlite")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 15000),
    ],
)
def test_sqlite_is_set_up(connection: Connection, pragma: str, value: object) -> None:
    assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


@pytest.mark.database
def test_foreign_keys_hold(connection: Connection) -> None:
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.execute(
            text("INSERT INTO login_session (token_hash, account_id, created_at, expires_at) "
                 "VALUES ('x', 99999, '2026-01-01 00:00:00', '2026-01-01 00:00:00')")
        )  # fmt: skip


def append(app: Flask, *, careful: bool, people: int = 6) -> list[bool]:
    """Each reads who asks, as the guard does, then adds a letter to the same row; True where it worked."""
    start = Barrier(people)

    def one(number: int) -> bool:
        with app.app_context():
            db.session.get(SiteSetting, "region_id")
            start.wait(10)
            try:
                if careful:
                    write_from_here()
                row = db.session.get_one(SiteSetting, "region_id")
                row.value += str(number)
                db.session.commit()
            except OperationalError:
                return False
            finally:
                stop_writing()
            return True

    with app.app_context(), writing():
        set_site_value(db.session(), "region_id", "")
        db.session.commit()
    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, range(people)))


def written(app: Flask) -> str:
    with app.app_context():
        value = db.session.get_one(SiteSetting, "region_id").value
        db.session.remove()
        db.engine.dispose()
        return value


def test_writers_wait_for_each_other(own_app: Flask) -> None:
    assert append(own_app, careful=True) == [True] * 6
    assert sorted(written(own_app)) == list("012345")


def test_sabotage_a_read_that_turns_into_a_write_is_refused(own_app: Flask) -> None:
    """Without `write_from_here` all but the first fail at once, whatever the busy timeout."""
    assert append(own_app, careful=False).count(True) < 6
    written(own_app)


def test_writing_ends_with_its_block(own_app: Flask) -> None:
    """Two open transactions: the second would wait in vain if it took the write lock."""
    with own_app.app_context():
        start_writing()
        with writing():
            pass
        stop_writing()
        with db.engine.connect() as first, db.engine.connect() as second:
            assert first.execute(text("SELECT 1")).scalar() == second.execute(text("SELECT 1")).scalar()
        db.engine.dispose()


def test_a_request_after_a_writing_one_only_reads(own_app: Flask) -> None:
    """Server threads are reused: what one request sets must not slow the next."""
    from core import db as module

    client = own_app.test_client()
    start_writing()
    client.get("/tidak-ada")
    assert module._writing.get() is False
    with own_app.app_context():
        db.engine.dispose()


def test_a_commit_that_failed_does_not_hold_the_lock(own_app: Flask) -> None:
    """The connection that met it is handed out again, and others write on."""
    with own_app.app_context():
        with writing(), db.engine.begin() as connection:
            reference = "REFERENCES word(word) DEFERRABLE INITIALLY DEFERRED"
            connection.execute(text("CREATE TABLE word (word TEXT PRIMARY KEY)"))
            connection.execute(text(f"CREATE TABLE echo (word TEXT {reference})"))
        with writing(), pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.execute(text("INSERT INTO echo VALUES ('gema')"))
        for word in ("satu", "dua"):
            with writing(), db.engine.begin() as connection:
                connection.execute(text("INSERT INTO word VALUES (:word)"), {"word": word})
        with db.engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM word")) == 2
            assert connection.scalar(text("SELECT count(*) FROM echo")) == 0
        db.engine.dispose()
