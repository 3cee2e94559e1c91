"""What is erased on SQLite leaves no byte in the file, copies of rows in the gaps of split pages included."""

import re
from collections import Counter
from collections.abc import Callable
from hashlib import md5
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from core import sql
from core.db import db, writing
from core.sql import erase_bytes_after_commit, rewrite_file_after_commit, truncate_log_after_commit
from tests.conftest import make_app

ROWS = 600


@pytest.fixture
def own_app(tmp_path: Path) -> Flask:
    return make_app(tmp_path, "sqlite")


def done(app: Flask, *steps: Callable[[Session], object]) -> None:
    with app.app_context(), writing():
        for step in steps:
            step(db.session())
        db.session.commit()
        db.session.remove()


def fill(session: Session) -> None:
    """Rows of many lengths under keys in no order, so that pages are split; the same each time."""
    session.execute(text("CREATE TABLE said (key TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID"))
    for number in range(ROWS):
        key = md5(b"%d" % number, usedforsecurity=False).hexdigest()
        body = f"<{number:03}> {'kata ' * (40 + number * 37 % 120)}"
        session.execute(text("INSERT INTO said VALUES (:k, :b)"), {"k": key, "b": body})


def in_files(app: Flask) -> Counter[str]:
    """How often a reader of the files finds each row."""
    with app.app_context():
        name = db.engine.url.database
    assert name is not None
    data = b"".join(path.read_bytes() for path in sorted(Path(name).parent.glob(f"{Path(name).name}*")))
    return Counter(row.decode() for row in re.findall(rb"<\d{3}>", data))


def filled(app: Flask) -> set[str]:
    """Rows of which an older copy lies in the gap of a page."""
    done(app, fill, truncate_log_after_commit)
    twice = {row for row, times in in_files(app).items() if times > 1}
    assert len(in_files(app)) == ROWS
    assert twice
    return twice


def drop(rows: set[str]) -> Callable[[Session], object]:
    def drop(session: Session) -> None:
        for row in rows:
            gone = session.execute(text("DELETE FROM said WHERE body LIKE :b"), {"b": f"{row}%"})
            assert gone.rowcount == 1  # type: ignore[attr-defined]

    return drop


def noted(app: Flask) -> int:
    with app.app_context():
        value = db.session.execute(text("PRAGMA user_version")).scalar_one()
        db.session.remove()
    return int(value)


def test_the_next_turn_leaves_no_byte(own_app: Flask) -> None:
    rows = filled(own_app)
    done(own_app, drop(rows), erase_bytes_after_commit)
    assert (rows <= in_files(own_app).keys(), noted(own_app)) == (True, 1)
    done(own_app, rewrite_file_after_commit)
    assert (rows & in_files(own_app).keys(), noted(own_app)) == (set(), 0)
    with own_app.app_context():
        assert db.session.execute(text("SELECT count(*) FROM said")).scalar() == ROWS - len(rows)
        assert db.session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        db.session.remove()


def test_sabotage_a_turn_that_only_empties_the_log_leaves_bytes(own_app: Flask) -> None:
    rows = filled(own_app)
    done(own_app, drop(rows), erase_bytes_after_commit)
    done(own_app, truncate_log_after_commit)
    assert rows <= in_files(own_app).keys()


def test_sabotage_an_act_that_notes_nothing_leaves_bytes(own_app: Flask) -> None:
    rows = filled(own_app)
    done(own_app, drop(rows), truncate_log_after_commit)
    done(own_app, rewrite_file_after_commit)
    assert rows <= in_files(own_app).keys()


def test_an_act_that_was_rolled_back_notes_nothing(own_app: Flask) -> None:
    with own_app.app_context(), writing():
        erase_bytes_after_commit(db.session())
        db.session.rollback()
        db.session.remove()
    assert noted(own_app) == 0


def test_a_reader_of_the_older_state_leaves_it_to_the_turn_after(own_app: Flask) -> None:
    rows = filled(own_app)
    with own_app.app_context(), db.engine.connect() as reader:
        assert reader.execute(text("SELECT count(*) FROM said")).scalar() == ROWS
        done(own_app, drop(rows), erase_bytes_after_commit)
        done(own_app, rewrite_file_after_commit)
        assert (rows <= in_files(own_app).keys(), noted(own_app)) == (True, 2)
        reader.rollback()
    done(own_app, rewrite_file_after_commit)
    assert (rows & in_files(own_app).keys(), noted(own_app)) == (set(), 0)


def test_what_is_erased_while_the_file_is_rewritten_waits_for_the_next_turn(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = filled(own_app)
    done(own_app, erase_bytes_after_commit)
    truncate = sql._truncate_log

    def meanwhile(cursor: object) -> bool:
        monkeypatch.setattr(sql, "_truncate_log", truncate)
        done(own_app, drop(rows), erase_bytes_after_commit)
        return truncate(cursor)

    monkeypatch.setattr(sql, "_truncate_log", meanwhile)
    done(own_app, rewrite_file_after_commit)
    assert noted(own_app) == 1
    done(own_app, rewrite_file_after_commit)
    assert (rows & in_files(own_app).keys(), noted(own_app)) == (set(), 0)


def test_a_turn_that_failed_is_made_up_for(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill or a full disk between the note and its end."""
    rows = filled(own_app)
    done(own_app, drop(rows), erase_bytes_after_commit)
    truncate = sql._truncate_log

    def fail(_cursor: object) -> bool:
        raise OSError("disk full")

    monkeypatch.setattr(sql, "_truncate_log", fail)
    with pytest.raises(OSError, match="disk full"):
        done(own_app, rewrite_file_after_commit)
    monkeypatch.setattr(sql, "_truncate_log", truncate)
    done(own_app, rewrite_file_after_commit)
    assert (rows & in_files(own_app).keys(), noted(own_app)) == (set(), 0)
