"""Many send at the same moment to a survey with a quota: exactly its places are taken, on both engines.

The twin that looks whether there is room and stores afterwards takes more, and so do two that give back twice.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import db, writing
from core.errors import Full
from surveys import quotas, store, withdrawing
from surveys.answer_models import Answer, Intake, Participation, QuotaCount, Spent
from surveys.models import Survey
from tests import factories
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET

pytestmark = pytest.mark.database
WRITERS, QUOTA, UNIT_QUOTA = 8, 5, 3


def arrange(app: Flask, *, public: bool) -> tuple[int, list[store.Submission]]:
    """A survey with a quota and what eight people will send; of a public form all about one unit."""
    with app.app_context(), writing():
        session: Session = db.session()
        if public:
            survey = make.feedback(session, quota=QUOTA, unit_quota=UNIT_QUOTA)
        else:
            survey = make.survey(session, quota=QUOTA)
        unit = factories.unit(session) if public else None
        people = [None if public else factories.account(session).id for _ in range(WRITERS)]
        body: dict[str, object] = {"nama_layanan": "KTP"} if public else {"kebutuhan": "Arsip"}
        sent = [make.submission(survey, body, account_id=who, unit=unit) for who in people]
        number = survey.id
        session.commit()
        db.session.remove()
    return number, sent


def looked_first(number: int, sent: store.Submission, meet: Callable[[], object]) -> None:
    """The twin: is there room? Then store. Everybody looks before anybody has stored."""
    survey = db.session.get_one(Survey, number)
    full = quotas.why_full(db.session(), survey, sent.unit_key)
    db.session.rollback()
    meet()
    if full is None:
        store.append(db.session(), sent, secret=SECRET)


def stored_at_once(number: int, sent: store.Submission, meet: Callable[[], object]) -> None:
    meet()
    store.append(db.session(), sent, secret=SECRET)


def race(app: Flask, number: int, sent: list[store.Submission], send: Callable[..., None]) -> list[bool]:
    """All at once; who got in."""
    start = Barrier(len(sent))

    def run(one: store.Submission) -> bool:
        with app.app_context():
            try:
                send(number, one, lambda: start.wait(timeout=60))
            except Full:
                return False
            finally:
                db.session.remove()
        return True

    with ThreadPoolExecutor(len(sent)) as pool:
        return list(pool.map(run, sent))


def state(app: Flask) -> dict[str, int]:
    with app.app_context():
        session: Session = db.session()
        found = {
            model.__tablename__: session.scalars(select(func.count()).select_from(model)).one()
            for model in (Participation, Intake, Spent, Answer)
        }
        units = session.execute(select(QuotaCount.unit_key, QuotaCount.taken))
        found |= {"unit" if key else "all": number for key, number in units}
        db.session.remove()
    return found


def test_of_eight_accounts_exactly_the_quota_gets_in(own_app: Flask) -> None:
    number, sent = arrange(own_app, public=False)
    got_in = race(own_app, number, sent, stored_at_once)
    assert sum(got_in) == QUOTA
    assert state(own_app) == {"participation": 5, "intake": 5, "spent": 5, "answer": 0, "all": 5}


def test_of_eight_guests_exactly_the_quota_of_the_unit_gets_in(own_app: Flask) -> None:
    number, sent = arrange(own_app, public=True)
    got_in = race(own_app, number, sent, stored_at_once)
    assert sum(got_in) == UNIT_QUOTA
    # Who was turned away by the unit holds no place of the whole.
    assert state(own_app) == {"participation": 0, "intake": 0, "spent": 3, "answer": 3, "all": 3, "unit": 3}


@pytest.mark.parametrize("public", [False, True])
def test_sabotage_looking_first_takes_too_many(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch, public: bool
) -> None:
    number, sent = arrange(own_app, public=public)
    monkeypatch.setattr(quotas, "take", lambda *_about: None)
    assert sum(race(own_app, number, sent, looked_first)) == WRITERS
    assert state(own_app)["answer" if public else "intake"] == WRITERS


def test_a_place_given_back_is_taken_once(own_app: Flask) -> None:
    """One takes back twice at once while all others want the place: one of them gets it."""
    number, sent = arrange(own_app, public=False)
    first, late = sent[:QUOTA], sent[QUOTA:]
    with own_app.app_context():
        codes = [store.append(db.session(), one, secret=SECRET).code for one in first]
        db.session.remove()
    assert race(own_app, number, late, stored_at_once) == [False] * len(late)

    def take_back(_number: int, _sent: store.Submission, meet: Callable[[], object]) -> None:
        meet()
        withdrawing.withdraw(db.session(), codes[0])

    assert race(own_app, number, sent[:4], take_back) == [True] * 4
    assert state(own_app)["all"] == QUOTA - 1
    assert sum(race(own_app, number, late, stored_at_once)) == 1
    assert state(own_app)["all"] == QUOTA
