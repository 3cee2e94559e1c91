"""Guarantee "nth", for edits and withdrawals: whichever of their database calls fails, all of it is written or nothing.

For n = 1, 2, ... until no call is left, once failing before it did anything and once with its answer
lost. Then the same is tried again and must end where an undisturbed one ends. REMBUK_SOAK=1 tries
both acts in both kinds of survey, otherwise one of each.
"""

import os
from collections.abc import Callable
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core.db import db, writing
from surveys import mixer, store, withdrawing
from surveys.answer_models import Answer, AnswerCount, Intake, Spent, Tombstone, WithdrawnAnswer
from surveys.models import Survey
from surveys.withdrawing import Change
from tests import factories
from tests.guarantees.nth_call import AFTER, BEFORE, commits_in_the_midst, nth_call_fails
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET

pytestmark = [pytest.mark.database, pytest.mark.slow]
TABLES = (Answer, Intake, Spent, Tombstone, WithdrawnAnswer)
# What one of them makes of the rows in TABLES, of the sum of the counters, and of the texts to be erased.
Rows = tuple[int, ...]
Act = Callable[[Session, str, int], object]
FEWEST_CALLS = 8
OLD = "kenarimas lama"


def withdraw(session: Session, code: str, version: int) -> object:
    return withdrawing.withdraw(session, code)


def change(session: Session, code: str, version: int) -> object:
    wanted = Change(code, code.replace("-", "").encode().hex(), version, {"kebutuhan": "baru", "jam": 8})
    return withdrawing.change(session, wanted, today=make.TODAY, secret=SECRET)


def do(app: Flask, act: Act, code: str, version: int) -> bool:
    """Whether it was acknowledged."""
    with app.app_context():
        try:
            act(db.session(), code, version)
        except OperationalError:
            return False
        finally:
            db.session.remove()
    return True


def arrange(app: Flask, *, public: bool) -> tuple[int, int]:
    with app.app_context(), writing():
        session: Session = db.session()
        build = make.feedback if public else make.survey
        survey = build(session, batch_size=1, questions=(make.NEED, make.HOURS))
        session.commit()
        return survey.id, make.version_of(survey).id


def answered(app: Flask, number: int) -> str:
    """One more answer, in the results already."""
    with app.app_context(), writing():
        session: Session = db.session()
        survey = session.get_one(Survey, number)
        who = factories.account(session).id if survey.access == "account" else None
        session.commit()
        sent = make.submission(survey, {"kebutuhan": OLD, "jam": 7}, account_id=who)
        code = store.append(session, sent, secret=SECRET).code
        mixer.mix(session, {})(session)
        session.commit()
        db.session.remove()
    return code


def rows(app: Flask) -> Rows:
    with app.app_context():
        session: Session = db.session()
        sizes = [session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]
        counters = session.scalar(select(func.coalesce(func.sum(AnswerCount.count), 0)))
        left = sum(body.get("kebutuhan") == OLD for body in session.scalars(select(Answer.body)))
        session.rollback()
    return (*sizes, int(counters or 0), left)


def written(app: Flask, before: Rows) -> Rows:
    return tuple(now - then for now, then in zip(rows(app), before, strict=True))


#                                 answer intake spent tombstone withdrawn counters texts
EXPECTED = [
    pytest.param(True, withdraw, (-1, 0, 0, 1, 1, -3, -1), id="public-withdrawal"),
    pytest.param(True, change, (0, 0, 1, 1, 0, 0, -1), id="public-edit"),
    pytest.param(False, withdraw, (0, 1, 0, 1, 1, 0, -1), id="open-withdrawal"),
    pytest.param(False, change, (0, 1, 1, 1, 0, 0, -1), id="open-edit"),
]
CASES = EXPECTED if os.environ.get("REMBUK_SOAK") else [EXPECTED[0], EXPECTED[3]]


@pytest.mark.parametrize("when", [BEFORE, AFTER])
@pytest.mark.parametrize(("public", "act", "whole"), CASES)
def test_whichever_call_fails_all_or_nothing(
    own_app: Flask, when: str, public: bool, act: Act, whole: Rows
) -> None:
    survey, version = arrange(own_app, public=public)
    for number in count(1):
        code = answered(own_app, survey)
        before = rows(own_app)
        with nth_call_fails(own_app, number, when) as fault:
            acknowledged = do(own_app, act, code, version)
        made = written(own_app, before)
        assert made == whole if acknowledged else made in {whole, (0,) * len(whole)}, f"call {number}"
        assert do(own_app, act, code, version), "tried again"
        assert written(own_app, before) == whole, f"call {number}, tried again"
        if not fault.failed:
            break
    assert number > FEWEST_CALLS


def test_sabotage_a_commit_in_the_midst_is_caught(own_app: Flask) -> None:
    survey, version = arrange(own_app, public=False)
    torn = []
    for number in range(1, 25):
        code = answered(own_app, survey)
        before = rows(own_app)
        with commits_in_the_midst(own_app), nth_call_fails(own_app, number, BEFORE):
            do(own_app, withdraw, code, version)
        made = written(own_app, before)
        torn += [made] if made not in {(0, 1, 0, 1, 1, 0, -1), (0,) * 7} else []
        do(own_app, withdraw, code, version)
    assert torn
