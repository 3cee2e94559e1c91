"""Guarantee "link": who has the tables cannot tell which answer is whose.

The attacker reads accounts and answers in the order the engine keeps them (PostgreSQL: transaction
id and place in the heap; SQLite: scan order), knows that people answered one after the other, and
pairs first with first. The text of an answer names its account, so that hits can be counted.
"""

from collections.abc import Iterator
from itertools import count
from math import sqrt
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from core.db import db, writing
from core.jobs.runner import run_periodic
from surveys import mixer, publishing, store
from surveys.answer_models import Answer, Intake, Participation
from surveys.models import Survey
from tests import factories
from tests.conftest import make_app
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET

pytestmark = pytest.mark.database
PEOPLE = 60
BATCH = 10
ALMOST_ALL = 0.9 * PEOPLE


@pytest.fixture
def app(tmp_path: Path, engine_name: str) -> Iterator[Flask]:
    app = make_app(tmp_path, engine_name)
    yield app
    with app.app_context():
        db.engine.dispose()


def answer_one_by_one(app: Flask, *, mix: bool = True) -> int:
    """Everybody answers, in order, each in a transaction; the mixer runs after every batch."""
    with app.app_context(), writing():
        session: Session = db.session()
        survey = make.survey(session, batch_size=BATCH, questions=(make.NEED,))
        people = [factories.account(session).id for _ in range(PEOPLE)]
        session.commit()
        number = survey.id
        sent = [make.submission(survey, {"kebutuhan": f"{who}"}, account_id=who) for who in people]
    for place, one in enumerate(sent, start=1):
        with app.app_context():
            store.append(db.session(), one, secret=SECRET)
        if mix and place % BATCH == 0:
            run_periodic(app)
    return number


def close(app: Flask, number: int) -> None:
    with app.app_context(), writing():
        survey = db.session.get_one(Survey, number)
        publishing.close_survey(db.session(), survey, today=make.TODAY, actor_id=None)
        db.session.commit()


def hits(app: Flask, model: type[Answer] | type[Intake] = Answer) -> int:
    """How many accounts the attacker gives their own answer."""
    with app.app_context():
        session: Session = db.session()
        statements = [select(Participation.account_id), select(model.body)]
        if db.engine.dialect.name == "postgresql":
            statements = [s.order_by(text("xmin::text::bigint"), text("ctid")) for s in statements]
        accounts, bodies = (list(session.scalars(statement)) for statement in statements)
        session.rollback()
    assert len(bodies) == len(accounts) == PEOPLE
    return sum(body["kebutuhan"] == str(who) for who, body in zip(accounts, bodies, strict=True))


def test_while_open_one_in_a_batch_after_closing_chance(app: Flask) -> None:
    number = answer_one_by_one(app)
    batches = PEOPLE / BATCH
    assert hits(app) <= batches + 3 * sqrt(batches)
    close(app, number)
    assert hits(app) <= 1 + 3


def test_after_closing_no_row_tells_when_it_was_written(app: Flask, engine_name: str) -> None:
    number = answer_one_by_one(app)
    close(app, number)
    with app.app_context():
        for model in (Participation, Answer):
            table = model.__tablename__
            if engine_name == "postgresql":
                written = select(text("xmin::text")).select_from(model).distinct()
                assert len(db.session.execute(written).all()) == 1, table
            else:
                with pytest.raises(SQLAlchemyError, match="no such column"):
                    db.session.execute(select(text("rowid")).select_from(model))
            db.session.rollback()


def test_sabotage_without_mixing_everything_is_linked(
    app: Flask, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine_name == "sqlite":
        _serial_keys(monkeypatch)
    answer_one_by_one(app, mix=False)
    assert hits(app, Intake) >= ALMOST_ALL


def test_sabotage_a_mixer_that_keeps_the_order_is_caught(
    app: Flask, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unmixed:
        """Leaves things where they are."""

        def shuffle(self, _things: list[object]) -> None:
            return

    monkeypatch.setattr(mixer, "_random", Unmixed())
    if engine_name == "sqlite":
        _serial_keys(monkeypatch)
    number = answer_one_by_one(app)
    assert hits(app) >= ALMOST_ALL
    close(app, number)
    assert hits(app) >= ALMOST_ALL


def _serial_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite random keys alone leave no order: the sabotage takes them away as well."""
    numbers = count(1)
    monkeypatch.setattr(store, "token_hex", lambda _size: f"{next(numbers):032x}")
