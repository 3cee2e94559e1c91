"""Many authors save the same question at the same moment: one is stored, the others are told.

Real threads with sessions of their own against a database of their own.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.db import db, writing
from surveys import authoring, changing
from surveys.changing import Overtaken, question_mark
from surveys.definition import QuestionDef
from surveys.models import Question, Survey
from tests.conftest import make_app
from tests.surveys import factories_surveys as make

pytestmark = [pytest.mark.database, pytest.mark.slow]
AUTHORS, HANG = 8, 60


@pytest.fixture
def own_app(tmp_path: Path, engine_name: str) -> Iterator[Flask]:
    """A database of the test's own with two drafts of two questions."""
    app = make_app(tmp_path, engine_name)
    with app.app_context(), writing():
        for key in ("ramai", "sepi"):
            make.draft(db.session(), key=key)
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def rush(app: Flask) -> Counter[str]:
    """Every author was shown the same question and now saves their own words."""
    with app.app_context():
        question = db.session().scalars(select(Question).order_by(Question.id).limit(1)).one()
        number, shown = question.id, QuestionDef.from_question(question)
        mark = question_mark(question)
        db.session.remove()
    start = Barrier(AUTHORS)

    def save(author: int) -> str:
        with app.app_context():
            # Read as a request does that began before the others committed.
            mine = db.session().get_one(Question, number)
            assert mine.survey.key == "ramai"
            db.session().rollback() if db.engine.dialect.name == "sqlite" else None
            start.wait(timeout=HANG)
            words = replace(shown, label_id=f"Kata {author}")
            try:
                with writing():
                    authoring.change_question(db.session(), mine, definition=words, actor_id=None, seen=mark)
                    db.session.commit()
            except Overtaken:
                db.session.rollback()
                return "overtaken"
            finally:
                db.session.remove()
            return "stored"

    with ThreadPoolExecutor(AUTHORS) as pool:
        return Counter(pool.map(save, range(AUTHORS)))


def revisions(app: Flask) -> dict[str, int]:
    with app.app_context():
        found = {row.key: row.revision for row in db.session.execute(select(Survey.key, Survey.revision))}
        db.session.remove()
    return found


def test_one_is_stored_and_the_others_are_told(own_app: Flask) -> None:
    assert rush(own_app) == {"stored": 1, "overtaken": AUTHORS - 1}
    assert revisions(own_app) == {"ramai": 3, "sepi": 2}


def test_sabotage_an_author_who_waits_but_does_not_look_again_overwrites(
    own_app: Flask, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each finds what was read before the wait, and all of them overwrite the one before."""

    def blind(session: Session, survey: Survey) -> None:
        counted = update(Survey).where(Survey.id == survey.id).values(revision=Survey.revision + 1)
        session.execute(counted.execution_options(synchronize_session=False))

    monkeypatch.setattr(changing, "claim", blind)
    told = rush(own_app)
    if engine_name == "postgresql":
        assert told == {"stored": AUTHORS}
    else:  # its one writer begins after the one before has committed
        assert told == {"stored": 1, "overtaken": AUTHORS - 1}
