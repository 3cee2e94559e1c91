"""Many send with one code at the same moment: one answer, the others are told so, on both engines.

The twin that looks whether the code is used and stores afterwards lets more in.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import db, writing
from core.errors import Conflict
from core.sql import insert_into
from surveys import store
from surveys.answer_models import Intake, Spent, UsedCode
from tests.surveys import factories_invitations as invite
from tests.surveys.factories_surveys import SECRET

pytestmark = pytest.mark.database
WRITERS = 8
Meet = Callable[[], object]


def arrange(app: Flask) -> list[store.Submission]:
    """One code and eight forms, each with a nonce of its own; a code beside that nobody uses."""
    with app.app_context(), writing():
        session: Session = db.session()
        survey = invite.survey(session)
        code = invite.invitation(session, survey)
        invite.invitation(session, survey)
        sent = [invite.submission(survey, code, {"kebutuhan": f"k{n}"}) for n in range(WRITERS)]
        session.commit()
        db.session.remove()
    return sent


def at_once(sent: store.Submission, meet: Meet) -> None:
    meet()
    store.append(db.session(), sent, secret=SECRET)


def looked_first(sent: store.Submission, meet: Meet) -> None:
    """The twin: everybody looks before anybody has stored."""
    used = db.session.get(UsedCode, (sent.survey_id, sent.invitation))
    db.session.rollback()
    meet()
    if used is None:
        store.append(db.session(), sent, secret=SECRET)


def noted_only(session: Session, survey_id: int, stored: str) -> None:
    row = insert_into(session, UsedCode).values(survey_id=survey_id, code_hash=stored)
    session.execute(row.on_conflict_do_nothing())


def race(app: Flask, sent: list[store.Submission], send: Callable[[store.Submission, Meet], None]) -> int:
    """How many got in."""
    start = Barrier(len(sent))

    def run(one: store.Submission) -> bool:
        with app.app_context():
            try:
                send(one, lambda: start.wait(timeout=60))
            except Conflict:
                return False
            finally:
                db.session.remove()
        return True

    with ThreadPoolExecutor(len(sent)) as pool:
        return sum(pool.map(run, sent))


def state(app: Flask) -> dict[str, int]:
    with app.app_context():
        found = {
            model.__tablename__: db.session.scalars(select(func.count()).select_from(model)).one()
            for model in (UsedCode, Intake, Spent)
        }
        db.session.remove()
    return found


def test_of_eight_forms_with_one_code_one_gets_in(own_app: Flask) -> None:
    assert race(own_app, arrange(own_app), at_once) == 1
    assert state(own_app) == {"used_code": 1, "intake": 1, "spent": 1}


def test_sabotage_looking_first_lets_all_in(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "use_code", noted_only)
    assert race(own_app, arrange(own_app), looked_first) == WRITERS
    assert state(own_app) == {"used_code": 1, "intake": WRITERS, "spent": WRITERS}
