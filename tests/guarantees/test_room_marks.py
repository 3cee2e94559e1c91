"""Of a phone that presses everything at once, one like per answer and its number of dots count."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.db import db, writing
from core.errors import RembukError
from forum.room import marking
from forum.room.enums import Phase
from forum.room.models import Room, RoomAnswer, RoomMark
from tests.forum.room import factories_room as make

ANSWERS = 4
DOTS = 2
CLIENTS = 8
PRESSES = 24
Give = Callable[..., None]


def prepare(app: Flask, phase: Phase) -> list[str]:
    """A room in a phase; the keys of its answers."""
    with app.app_context(), writing():
        room = make.room(db.session(), phase, dots=DOTS)
        keys = [make.answer(db.session(), room.questions[0], str(n)).key for n in range(ANSWERS)]
        db.session.commit()
        return keys


def rush(app: Flask, give: Give, keys: list[str]) -> None:
    """One phone presses every button several times at once."""

    def press(key: str) -> None:
        with app.app_context(), writing():
            session = db.session()
            room = session.scalars(select(Room)).one()
            try:
                give(session, room, room.questions[0], key=key, ticket_hash="satu ponsel")
                session.commit()
            except RembukError:
                session.rollback()

    keys_in_turn = [key for key, _ in zip(cycle(keys), range(PRESSES), strict=False)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(press, keys_in_turn))


def counted(app: Flask) -> tuple[list[int], int, int]:
    """The likes of each answer, all dots, and the marks that there are."""
    with app.app_context():
        session = db.session()
        answers = session.scalars(select(RoomAnswer).order_by(RoomAnswer.text)).all()
        marks = session.scalar(select(func.count()).select_from(RoomMark)) or 0
        return [a.likes for a in answers], sum(a.dots for a in answers), marks


@pytest.mark.database
def test_one_like_per_answer(own_app: Flask) -> None:
    rush(own_app, marking.give_like, prepare(own_app, Phase.SORT))
    assert counted(own_app) == ([1] * ANSWERS, 0, ANSWERS)


@pytest.mark.database
def test_no_more_dots_than_there_are(own_app: Flask) -> None:
    rush(own_app, marking.give_dot, prepare(own_app, Phase.VOTE))
    assert counted(own_app) == ([0] * ANSWERS, DOTS, DOTS)


@pytest.mark.database
def test_sabotage_marks_that_nothing_keeps_apart_count_every_press(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "_mark", lambda *_args, **_slot: True)
    keys = prepare(own_app, Phase.VOTE)
    rush(own_app, marking.give_dot, keys)
    assert counted(own_app) == ([0] * ANSWERS, PRESSES, 0)
