"""Unlink answers from the people who gave them: batches in random order, and a rewrite at closing.

As long as an answer waits in the intake, its row was written by the same transaction as the
participation. A batch of k answers is moved together, so that nobody can say whose is whose.
"""

from collections.abc import Iterable, Mapping
from secrets import SystemRandom

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.slices import JobEffect
from core.sql import insert_into, truncate_log_after_commit
from surveys.answer_models import Answer, Intake, Participation
from surveys.enums import Access, SurveyState
from surveys.models import Survey
from surveys.store import FinalRow, finalise

_random = SystemRandom()
_IN_ONE_STATEMENT = 500


def mix(session: Session, _payload: Mapping[str, object]) -> JobEffect:
    """The periodic job: find the surveys with a full batch; the effect moves their batches."""
    waiting = (
        select(Survey.id)
        .join(Intake, Intake.survey_id == Survey.id)
        .where(Survey.state == SurveyState.OPEN, Survey.access == Access.ACCOUNT)
        .group_by(Survey.id, Survey.batch_size)
        .having(func.count() >= Survey.batch_size)
        .order_by(Survey.id)
    )
    due = list(session.scalars(waiting))

    def effect(session: Session) -> Mapping[str, object]:
        return {"mixed": sum(mix_batches(session, survey_id) for survey_id in due)}

    return effect


def mix_batches(session: Session, survey_id: int) -> int:
    """Move the whole batches of a survey; returns how many answers that were. The rest goes on waiting."""
    survey = _lock(session, survey_id)
    keys = _shuffled(session.scalars(select(Intake.key).where(Intake.survey_id == survey.id)))
    moved = keys[: len(keys) // survey.batch_size * survey.batch_size]
    _move(session, survey, moved)
    return len(moved)


def unlink(session: Session, survey: Survey) -> None:
    """At closing: move what waits, then write participation and answers anew in random order.

    In the caller's transaction, after the survey's state has changed: no submit comes in between.
    """
    _lock(session, survey.id)
    _move(
        session, survey, _shuffled(session.scalars(select(Intake.key).where(Intake.survey_id == survey.id)))
    )
    for model in (Participation, Answer):
        mine = model.survey_id == survey.id
        rows = [dict(row) for row in session.execute(select(model.__table__).where(mine)).mappings()]
        session.execute(delete(model).where(mine))
        _random.shuffle(rows)
        if rows:
            session.execute(insert_into(session, model), rows)
    session.expire_all()
    truncate_log_after_commit(session)


def _lock(session: Session, survey_id: int) -> Survey:
    """Submits to the survey and other mixers wait until this transaction ends."""
    return session.get_one(Survey, survey_id, with_for_update={"of": Survey}, populate_existing=True)


def _shuffled(keys: Iterable[str]) -> list[str]:
    shuffled = list(keys)
    _random.shuffle(shuffled)
    return shuffled


def _move(session: Session, survey: Survey, keys: list[str]) -> None:
    if not keys:
        return
    taken: dict[str, FinalRow] = {}
    for start in range(0, len(keys), _IN_ONE_STATEMENT):
        among = Intake.key.in_(keys[start : start + _IN_ONE_STATEMENT])
        for row in session.scalars(select(Intake).where(among)):
            taken[row.key] = FinalRow(row.version_id, row.body, receipt_hash=row.receipt_hash)
        session.execute(delete(Intake).where(among))
    finalise(session, survey, [taken[key] for key in keys])
    truncate_log_after_commit(session)
