"""Guarantee "erase", for posts: after its author withdrew one, nothing of it is left in SQLite's files."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from core.db import db, writing
from core.jobs.runner import run_periodic
from forum.discussion import posting
from forum.discussion.models import TopicPost
from rembuk.models import METADATA
from tests import factories
from tests.forum import factories as make

DAY = date(2027, 1, 4)
SECRET = "a key for tests only"
FIRST, LAST, NAME = "kenarimaspertama mengeluh", "kenarimasterakhir menyesal", "Kenari Lestari"
# The words stand for themselves in the index of the search, too.
SECRETS = ("kenarimaspertama", "kenarimasterakhir", NAME)
OTHERS = 60


def fill(app: Flask) -> int:
    """The post among others, changed once, with an answer."""
    with app.app_context(), writing():
        session = db.session()
        topic, author = make.topic(session, guests=True), factories.account(session, name="Penulis")
        session.commit()
        how = {"secret": SECRET, "today": DAY}
        made = posting.post(session, topic, body=FIRST, nonce="a" * 32, actor_id=author.id, **how).post
        made.shown_name = NAME
        for number in range(OTHERS):
            body, nonce = f"tulisan orang lain {number} " * 20, f"{number:032x}"
            posting.post(session, topic, body=body, nonce=nonce, actor_id=None, **how)
        session.commit()
        posting.edit(session, made, body=LAST, today=DAY)
        posting.reply(session, made, body="tanggapan", nonce="b" * 32, actor_id=None, **how)
        session.commit()
        return made.id


def withdraw(app: Flask, post_id: int) -> None:
    with app.app_context(), writing():
        posting.withdraw(db.session(), db.session.get_one(TopicPost, post_id))
        db.session.commit()
        db.session.remove()


def in_files(folder: Path) -> list[str]:
    """Which of the secrets a reader of the files finds, the present log included."""
    data = b"".join(path.read_bytes() for path in sorted(folder.rglob("*sqlite*")) if path.is_file())
    assert b"tulisan orang lain 7" in data, "the files are read"
    return [secret for secret in SECRETS if secret.encode() in data]


def test_no_byte_of_a_withdrawn_post_is_left(own_app: Flask, tmp_path: Path) -> None:
    post_id = fill(own_app)
    assert in_files(tmp_path) == list(SECRETS)
    withdraw(own_app, post_id)
    run_periodic(own_app)
    assert in_files(tmp_path) == []


def test_sabotage_without_secure_delete_bytes_stay(own_app: Flask, tmp_path: Path) -> None:
    post_id = fill(own_app)
    with own_app.app_context(), db.engine.connect() as connection:
        connection.execute(text("PRAGMA secure_delete=OFF"))  # the pool hands this one connection out again
    withdraw(own_app, post_id)
    assert in_files(tmp_path) != []


def test_sabotage_without_emptying_the_log_bytes_stay(
    own_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_id = fill(own_app)
    monkeypatch.setattr(posting, "erase_bytes_after_commit", lambda _session: None)
    withdraw(own_app, post_id)
    assert in_files(tmp_path) != []


@pytest.mark.database
def test_no_row_of_any_table_holds_a_word_of_it(own_app: Flask) -> None:
    withdraw(own_app, fill(own_app))
    with own_app.app_context():
        for table in METADATA.sorted_tables:
            rows = repr(db.session.execute(select(table)).all())
            assert [secret for secret in SECRETS if secret in rows] == [], table.name
        db.session.rollback()
