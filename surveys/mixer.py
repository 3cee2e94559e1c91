"""Unlink answers from the people who gave them: batches in random order, and a rewrite at closing.

As long as an answer waits in the intake, its row was written by the same transaction as the
participation. A batch of k answers is moved together, so that nobody can say whose is whose.
Edits and withdrawals of answers that are mixed already go with a batch, too: alone they would
show one person's answers as the difference of two figures.
"""

from collections.abc import Iterable, Mapping
from secrets import SystemRandom

from sqlalchemy import Row, delete, func, select
from sqlalchemy.orm import Session

from core.base import Base
from core.slices import JobEffect
from core.sql import (
    erase_bytes_after_commit,
    insert_into,
    rewrite_file_after_commit,
    truncate_log_after_commit,
)
from surveys import answer_pictures
from surveys.answer_models import (
    Answer,
    AnswerCount,
    Intake,
    Participation,
    QuotaCount,
    SuspectAnswer,
    Tombstone,
    UsedCode,
    WithdrawnAnswer,
)
from surveys.counting import FinalRow
from surveys.enums import MIXED, Act, SurveyState
from surveys.held import final_row, lock_survey, replaced_row
from surveys.models import Survey
from surveys.store import finalise

_random = SystemRandom()
_IN_ONE_STATEMENT = 500


def mix(session: Session, _payload: Mapping[str, object]) -> JobEffect:
    """The periodic job: find the surveys with a full batch; the effect moves their batches.

    On SQLite it also takes the last bytes of erased texts out of the file, each time.
    """
    waiting = (
        select(Survey.id)
        .join(Intake, Intake.survey_id == Survey.id)
        .where(Survey.state == SurveyState.OPEN, Survey.access.in_(MIXED))
        .group_by(Survey.id, Survey.batch_size)
        .having(func.count() >= Survey.batch_size)
        .order_by(Survey.id)
    )
    due = list(session.scalars(waiting))

    def effect(session: Session) -> Mapping[str, object]:
        rewrite_file_after_commit(session)
        return {"mixed": sum(mix_batches(session, survey_id) for survey_id in due)}

    return effect


def mix_batches(session: Session, survey_id: int) -> int:
    """Move the whole batches of a survey; returns how many answers that were. The rest goes on waiting."""
    survey = lock_survey(session, survey_id)
    keys = _shuffled(session.scalars(select(Intake.key).where(Intake.survey_id == survey.id)))
    moved = keys[: len(keys) // survey.batch_size * survey.batch_size]
    _move(session, survey, moved)
    if moved and session.get_bind().dialect.name == "postgresql":
        # Its transaction ids would tell the batches apart, a rare value's counter too, and of a unit often
        # only one person is in a batch.
        for model in (Participation, UsedCode, Answer, AnswerCount, QuotaCount):
            _rewrite(session, survey, model)
    return len(moved)


def unlink(session: Session, survey: Survey) -> None:
    """At closing: move what waits, then write all but the spent nonces anew in random order.

    In the caller's transaction, after the survey's state has changed: no submit comes in between.
    """
    lock_survey(session, survey.id)
    _move(
        session, survey, _shuffled(session.scalars(select(Intake.key).where(Intake.survey_id == survey.id)))
    )
    for model in (Participation, UsedCode, Answer, AnswerCount, SuspectAnswer, Tombstone, WithdrawnAnswer):
        _rewrite(session, survey, model)
    answer_pictures.rewrite(session, survey)
    session.expire_all()
    erase_bytes_after_commit(session)


def _rewrite(session: Session, survey: Survey, model: type[Base]) -> None:
    """The survey's rows of a table anew, in random order: no place and no transaction tells when they came."""
    table = model.__table__
    rows = [
        dict(row) for row in session.execute(select(table).where(table.c.survey_id == survey.id)).mappings()
    ]
    session.execute(delete(model).where(table.c.survey_id == survey.id))
    _random.shuffle(rows)
    if rows:
        session.execute(insert_into(session, model), rows)


def _shuffled(keys: Iterable[str]) -> list[str]:
    shuffled = list(keys)
    _random.shuffle(shuffled)
    return shuffled


def _move(session: Session, survey: Survey, keys: list[str]) -> None:
    if not keys:
        return
    columns = (Intake.key, Intake.act, Intake.version_id, Intake.receipt_hash, Intake.body)
    taken: dict[str, Row[str, str, int, str, dict[str, object]]] = {}
    for start in range(0, len(keys), _IN_ONE_STATEMENT):
        among = Intake.key.in_(keys[start : start + _IN_ONE_STATEMENT])
        taken |= {row.key: row for row in session.execute(select(*columns).where(among))}
        session.execute(delete(Intake).where(among))
    pictures = _settle(session, survey, [taken[key] for key in keys])
    if pictures:
        answer_pictures.settle(session, survey)
    truncate_log_after_commit(session)


def _settle(
    session: Session, survey: Survey, waiting: Iterable[Row[str, str, int, str, dict[str, object]]]
) -> bool:
    """New answers come in; edits and withdrawals find the one they replace by the hash of its code.

    Whether pictures came with them.
    """
    rows: list[FinalRow] = []
    removed: list[FinalRow] = []
    for one in waiting:
        pictures = answer_pictures.take(session, one.key)
        if one.act == Act.NEW:
            new = FinalRow(one.version_id, one.body, receipt_hash=one.receipt_hash, pictures=pictures)
            rows.append(new)
            continue
        before = session.scalars(select(Answer).where(Answer.receipt_hash == one.receipt_hash)).one()
        removed.append(final_row(session, before))
        if one.act == Act.EDIT:
            rows.append(replaced_row(session, before, one.body, pictures))
    finalise(session, survey, rows, removed=removed)
    return any(row.pictures for row in rows)
