"""Staff and the writer at the same answer that was set aside: it is counted once, or gone, never both.

Real threads against a database of their own. The twins look first and write afterwards, without the lock.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.db import db, writing
from surveys import publishing, quotas, reviewing, store, withdrawing
from surveys.answer_models import Answer, AnswerCount, QuotaCount, SuspectAnswer, WithdrawnAnswer
from surveys.counting import FinalRow
from surveys.junk import Sign
from surveys.models import Survey
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET

pytestmark = pytest.mark.database
STAFF, WAITING, QUOTA = 4, 6, 5
Step = Callable[[Session], object]


def arrange(app: Flask, *, waiting: int = 1) -> tuple[int, list[str], list[str]]:
    """A form with a quota on which answers wait beside one that is counted: its number, their keys and codes."""
    with app.app_context(), writing():
        session: Session = db.session()
        survey = make.feedback(session, quota=QUOTA, screened=True)
        sent = [make.submission(survey, {"nama_layanan": f"Layanan {n}"}) for n in range(waiting + 1)]
        session.commit()
        number = survey.id
        store.append(session, sent[0], secret=SECRET)
        codes = [store.append(session, replace(one, sign=Sign.FAST), secret=SECRET).code for one in sent[1:]]
        keys = list(session.scalars(select(SuspectAnswer.key)))
        db.session.remove()
    return number, keys, codes


def at_once(app: Flask, steps: Sequence[Step]) -> list[object]:
    """All steps together, each in a thread and a transaction; what each returned."""
    start = Barrier(len(steps))

    def run(step: Step) -> object:
        with app.app_context(), writing():
            start.wait(timeout=60)
            try:
                outcome = step(db.session())
                db.session.commit()
            finally:
                db.session.remove()
        return outcome

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def acceptance(number: int, keys: Sequence[str]) -> Step:
    def accept(session: Session) -> int:
        survey = session.get_one(Survey, number)
        return reviewing.accept(session, survey, keys, actor_id=None).counted

    return accept


def discarding(number: int, keys: Sequence[str]) -> Step:
    def discard(session: Session) -> int:
        return reviewing.discard(session, session.get_one(Survey, number), keys, actor_id=None)

    return discard


def closing(number: int) -> Step:
    def close(session: Session) -> None:
        publishing.close_survey(session, session.get_one(Survey, number), today=make.TODAY, actor_id=None)

    return close


def state(app: Flask) -> dict[str, int]:
    """Answers, what the counters say of them, places taken, what waits, is thrown away or was taken back."""
    with app.app_context():
        session: Session = db.session()

        def number_of(model: type, *where: object) -> int:
            counting = select(func.count()).select_from(model).where(*where)  # type: ignore[arg-type]
            return session.scalars(counting).one()

        all_of = (AnswerCount.unit_key == "", AnswerCount.question == "")
        found = {
            "answers": number_of(Answer),
            "counted": session.scalars(select(AnswerCount.count).where(*all_of)).one(),
            "places": session.scalar(select(QuotaCount.taken)) or 0,
            "waiting": number_of(SuspectAnswer, SuspectAnswer.discarded.is_(False)),
            "discarded": number_of(SuspectAnswer, SuspectAnswer.discarded.is_(True)),
            "withdrawn": number_of(WithdrawnAnswer),
            "audited": number_of(AuditEvent, AuditEvent.action.startswith("survey.review")),
        }
        db.session.remove()
    return found


def test_of_four_who_accept_the_same_one_does(own_app: Flask) -> None:
    number, keys, _codes = arrange(own_app)
    assert sorted(at_once(own_app, [acceptance(number, keys)] * STAFF)) == [0, 0, 0, 1]  # type: ignore[type-var]
    assert state(own_app) == {
        "answers": 2,
        "counted": 2,
        "places": 2,
        "waiting": 0,
        "discarded": 0,
        "withdrawn": 0,
        "audited": 1,
    }


def test_who_accept_overlapping_ones_fill_the_quota_and_no_more(own_app: Flask) -> None:
    number, keys, _codes = arrange(own_app, waiting=WAITING)
    some = [keys[:4], keys[2:], keys[::-1], keys]
    counted = at_once(own_app, [acceptance(number, one) for one in some])
    assert sum(map(int, counted)) == QUOTA - 1  # type: ignore[call-overload]
    found = state(own_app)
    assert (found["answers"], found["counted"], found["places"]) == (QUOTA, QUOTA, QUOTA)
    assert found["waiting"] == WAITING + 1 - QUOTA


def test_an_acceptance_a_discard_and_a_withdrawal_come_one_after_the_other(own_app: Flask) -> None:
    number, keys, codes = arrange(own_app)
    at_once(
        own_app,
        [
            acceptance(number, keys),
            discarding(number, keys),
            lambda session: withdrawing.withdraw(session, codes[0]),
            acceptance(number, keys),
        ],
    )
    found = state(own_app)
    found.pop("audited")
    assert found == {
        "answers": 1,
        "counted": 1,
        "places": 1,
        "waiting": 0,
        "discarded": 0,
        "withdrawn": 1,
    }


def test_an_acceptance_against_the_closing_leaves_no_place_behind(own_app: Flask) -> None:
    number, keys, _codes = arrange(own_app)
    assert at_once(own_app, [acceptance(number, keys), closing(number)]) == [1, None]
    found = state(own_app)
    assert (found["answers"], found["counted"], found["places"]) == (2, 2, 0)


def looked_first(number: int, key: str, meet: Callable[[], object]) -> Step:
    """The twin: read what waits; when all have read, count it and take it away."""

    def accept(session: Session) -> int:
        with Session(db.engine) as other:
            one = other.get_one(SuspectAnswer, key)
            row = FinalRow(one.version_id, one.body, receipt_hash=one.receipt_hash)
        meet()
        survey = session.get_one(Survey, number)
        session.execute(delete(SuspectAnswer).where(SuspectAnswer.key == key))
        quotas.take(session, survey, "")
        store.finalise(session, survey, [row])
        return 1

    return accept


def test_sabotage_looking_first_counts_more_than_once(own_app: Flask) -> None:
    """Only the unique hash of the code is left to stop the second."""
    number, keys, _codes = arrange(own_app)
    seen = Barrier(STAFF)
    with pytest.raises(IntegrityError):
        at_once(own_app, [looked_first(number, keys[0], lambda: seen.wait(timeout=60))] * STAFF)


def test_sabotage_who_looked_first_counts_what_was_withdrawn(own_app: Flask) -> None:
    """What its writer takes back between looking and writing stands in the results all the same."""
    number, keys, codes = arrange(own_app)

    def taken_back() -> None:
        at_once(own_app, [lambda session: withdrawing.withdraw(session, codes[0])])

    at_once(own_app, [looked_first(number, keys[0], taken_back)])
    found = state(own_app)
    assert (found["answers"], found["withdrawn"]) == (2, 1)
