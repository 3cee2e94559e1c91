"""Edits and withdrawals against the mixer, the closing and each other: each comes wholly before or wholly after.

Real threads against a database of their own. Every round starts at a barrier; afterwards the
counters must be what the final answers say, nothing may wait twice, and no withdrawn text may be left.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.codes import code_hash
from core.db import db, writing
from core.errors import RembukError
from core.jobs.runner import run_periodic
from surveys import publishing, store, withdrawing
from surveys.answer_models import Answer, AnswerCount, Intake, WithdrawnAnswer
from surveys.held import Held, held_by
from surveys.models import Survey
from surveys.withdrawing import Change
from tests import factories
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET

pytestmark = pytest.mark.database
PEOPLE, BATCH = 12, 3
Step = Callable[[Session], object]


def arrange(app: Flask, *, mixed: bool, public: bool = False) -> tuple[int, int, list[str]]:
    """A survey, its version, and the codes of twelve answers, each with a choice of its own."""
    with app.app_context(), writing():
        session: Session = db.session()
        questions = (make.NEED, make.HOURS)
        survey = (make.feedback if public else make.survey)(session, batch_size=BATCH, questions=questions)
        people = [None if public else factories.account(session).id for _ in range(PEOPLE)]
        sent = [
            make.submission(survey, {"kebutuhan": f"lama {n}", "jam": n}, account_id=who)
            for n, who in enumerate(people)
        ]
        session.commit()
        number, version = survey.id, make.version_of(survey).id
        codes = [store.append(session, one, secret=SECRET).code for one in sent]
        db.session.remove()
    if mixed and not public:
        run_periodic(app)
    return number, version, codes


def at_once(app: Flask, steps: Sequence[Step]) -> list[str]:
    """All steps together, each in a thread; what each was refused with, empty where it was not."""
    start = Barrier(len(steps))

    def run(step: Step) -> str:
        with app.app_context(), writing():
            start.wait(timeout=60)
            try:
                step(db.session())
                db.session.commit()
            except RembukError as refusal:
                return type(refusal).__name__
            finally:
                db.session.remove()
        return ""

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def edit(code: str, version: int, number: int) -> Step:
    wanted = Change(code, f"{number:032x}", version, {"kebutuhan": f"baru {number}", "jam": 100 + number})
    return lambda session: withdrawing.change(session, wanted, today=make.TODAY, secret=SECRET)


def withdrawal(code: str) -> Step:
    return lambda session: withdrawing.withdraw(session, code)


def closing(number: int) -> Step:
    def close(session: Session) -> None:
        publishing.close_survey(session, session.get_one(Survey, number), today=make.TODAY, actor_id=None)

    return close


def state(app: Flask) -> tuple[dict[str, dict[str, object]], list[str], int]:
    """Final answers by the hash of their code, texts that wait, and how many were taken back."""
    with app.app_context():
        session: Session = db.session()
        final = {row.receipt_hash or "": row.body for row in session.scalars(select(Answer))}
        waiting = [str(body.get("kebutuhan", "")) for body in session.scalars(select(Intake.body))]
        gone = len(session.scalars(select(WithdrawnAnswer)).all())
        session.rollback()
    return final, waiting, gone


def wrong_counters(app: Flask) -> list[str]:
    """Where the counters say something else than the final answers."""
    with app.app_context():
        session: Session = db.session()
        counted = {
            (question, value): count
            for question, value, count in session.execute(
                select(AnswerCount.question, AnswerCount.value, AnswerCount.count).where(
                    AnswerCount.unit_key == ""
                )
            )
        }
        expected: Counter[tuple[str, str]] = Counter()
        for body in session.scalars(select(Answer.body)):
            expected.update([("", ""), ("jam", str(body["jam"])), ("kebutuhan", "")])
        session.rollback()
    return sorted(
        str(key) for key in counted.keys() | expected.keys() if counted.get(key, 0) != expected[key]
    )


def test_edits_and_withdrawals_race_with_the_mixer_and_the_closing(own_app: Flask) -> None:
    number, version, codes = arrange(own_app, mixed=False)
    edits = [edit(code, version, n) for n, code in enumerate(codes[:6])]
    steps = [*edits, *map(withdrawal, codes[6:9]), lambda _s: run_periodic(own_app), closing(number)]
    refused = at_once(own_app, steps)
    assert set(refused[:6]) <= {"", "Closed"}
    assert refused[6:] == [""] * 5
    final, waiting, gone = state(own_app)
    assert (waiting, gone) == ([], 3)
    for n, code in enumerate(codes):
        body = final.get(code_hash(code))
        if 6 <= n < 9:
            assert body is None, "withdrawn"
        else:
            text = f"baru {n}" if n < 6 and not refused[n] else f"lama {n}"
            assert body is not None
            assert body["kebutuhan"] == text
    late = at_once(own_app, [edit(code, version, 50 + n) for n, code in enumerate(codes[:3])])
    assert late == ["Closed"] * 3


def test_a_withdrawal_against_edits_of_the_same_answer_wins(own_app: Flask) -> None:
    number, version, codes = arrange(own_app, mixed=True)
    steps = [edit(codes[0], version, n) for n in range(5)] + [withdrawal(codes[0])] * 3
    refused = at_once(own_app, [*steps, lambda _s: run_periodic(own_app)])
    assert set(refused[:5]) <= {"", "Conflict"}
    assert refused[5:] == [""] * 4
    final, waiting, gone = state(own_app)
    assert (waiting, gone) == ([""], 1)
    assert final[code_hash(codes[0])]["kebutuhan"] == ""
    assert at_once(own_app, [closing(number)]) == [""]
    final, waiting, _ = state(own_app)
    assert (len(final), waiting, wrong_counters(own_app)) == (PEOPLE - 1, [], [])


def test_of_many_edits_of_a_public_answer_one_stands_and_the_counters_agree(own_app: Flask) -> None:
    _, version, codes = arrange(own_app, mixed=False, public=True)
    steps = [edit(codes[0], version, n) for n in range(6)] + [edit(codes[1], version, 7)] * 3
    assert at_once(own_app, [*steps, withdrawal(codes[2])]) == [""] * 10
    final, _, gone = state(own_app)
    assert (len(final), gone) == (PEOPLE - 1, 1)
    assert str(final[code_hash(codes[0])]["kebutuhan"]).startswith("baru")
    assert final[code_hash(codes[1])] == {"kebutuhan": "baru 7", "jam": 107}
    assert wrong_counters(own_app) == []


def test_sabotage_without_the_lock_and_the_look_after_it_writers_clash(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four tabs withdraw by what they saw before any of them wrote. Only a constraint is left to stop them."""
    _, _, codes = arrange(own_app, mixed=False, public=True)
    seen = Barrier(4)

    def unlocked(_session: Session, code: str) -> Held | None:
        with Session(db.engine) as other:
            held = held_by(other, code)
        seen.wait(timeout=60)
        return held

    monkeypatch.setattr(withdrawing, "_locked", unlocked)
    with pytest.raises((IntegrityError, RuntimeError)):
        at_once(own_app, [withdrawal(codes[0])] * 4)
    assert wrong_counters(own_app) == [], "all or nothing, even so"
