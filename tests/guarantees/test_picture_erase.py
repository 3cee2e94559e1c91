"""Guarantee "erase", for photos: of a picture that was taken back no byte is left in SQLite's file and log."""

from pathlib import Path

import pytest
from flask import Flask

from core.db import db, writing
from core.jobs.runner import run_periodic
from surveys import draft_pictures, drafts, publishing, store, withdrawing
from surveys.drafts import DraftContent
from surveys.models import Survey
from surveys.pictures import digest_of
from tests import factories
from tests.surveys import factories_surveys as make

BATCH, SIZE = 3, 9000
NONCE = "ab" * 16
# What is searched for stands in every page of the picture, as the engine cuts it up.
MARK = b"kenaripotret"


def picture(number: int) -> bytes:
    return (MARK + b"%04d" % number) * (SIZE // 16)


def in_files(folder: Path, number: int) -> bool:
    data = b"".join(path.read_bytes() for path in sorted(folder.rglob("*sqlite*")) if path.is_file())
    assert MARK in data, "the files are read"
    return MARK + b"%04d" % number in data


def survey(app: Flask, *, public: bool = False) -> int:
    with app.app_context(), writing():
        made = (make.feedback if public else make.survey)(
            db.session(), questions=(make.NEED, make.PHOTO), batch_size=BATCH
        )
        db.session.commit()
        return made.id


def answer(app: Flask, survey_id: int, number: int) -> str:
    photo = picture(number)
    with app.app_context(), writing():
        found = db.session.get_one(Survey, survey_id)
        person = factories.account(db.session()).id if found.access == "account" else None
        sent = make.submission(
            found,
            {"kebutuhan": f"kata {number}", "foto": digest_of(photo)},
            account_id=person,
            pictures={digest_of(photo): photo},
        )
        db.session.commit()
    with app.app_context():
        code = store.append(db.session(), sent, secret=make.SECRET).code
        db.session.remove()
    return code


def withdraw(app: Flask, code: str) -> None:
    with app.app_context():
        withdrawing.withdraw(db.session(), code)
        db.session.remove()


def fill(app: Flask) -> list[str]:
    """Answers that wait, are mixed, are closed, are public, each among others: the codes of 1, 2, 3 and 4."""
    waiting, mixed, closed, public = (survey(app, public=number == 3) for number in range(4))
    codes = [answer(app, at, number) for number, at in enumerate((waiting, mixed, closed, public), start=1)]
    others = iter(range(100, 200))
    for at in (mixed, mixed, closed, closed, public):
        answer(app, at, next(others))
    run_periodic(app)
    with app.app_context(), writing():
        found = db.session.get_one(Survey, closed)
        publishing.close_survey(db.session(), found, today=make.TODAY, actor_id=None)
        db.session.commit()
    return codes


def test_no_byte_of_a_picture_is_left(own_app: Flask, tmp_path: Path) -> None:
    codes = fill(own_app)
    assert [number for number in range(1, 5) if in_files(tmp_path, number)] == [1, 2, 3, 4]
    for code in codes:
        withdraw(own_app, code)
    run_periodic(own_app)
    assert [number for number in range(1, 5) if in_files(tmp_path, number)] == []
    assert in_files(tmp_path, 100)


def test_sabotage_a_picture_that_stays_beside_its_row_is_found(
    own_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = fill(own_app)
    monkeypatch.setattr(withdrawing.answer_pictures, "drop", lambda *_, **__: None)
    for code in codes:
        withdraw(own_app, code)
    run_periodic(own_app)
    assert [number for number in range(1, 5) if in_files(tmp_path, number)] == [1, 2, 3, 4]


def test_an_unfinished_form_keeps_its_picture_unreadable(own_app: Flask, tmp_path: Path) -> None:
    answer(own_app, survey(own_app, public=True), 100)
    photo = picture(9)
    with own_app.app_context(), writing():
        session = db.session()
        found = session.get_one(Survey, 1)
        drafts.keep(session, found, DraftContent(NONCE, 1), today=make.TODAY, secret=make.SECRET)
        named = {digest_of(photo)}
        draft_pictures.keep(session, NONCE, {digest_of(photo): photo}, named, secret=make.SECRET)
        session.commit()
        assert draft_pictures.of_form(session, NONCE, named, secret=make.SECRET) == {digest_of(photo): photo}
        assert draft_pictures.of_form(session, "cd" * 16, named, secret=make.SECRET) == {}
        db.session.remove()
    assert not in_files(tmp_path, 9)
