"""Answers to a public form that were set aside: staff look at each, and count it or throw it away.

Nothing tells when one came or in which order: keys are random, and lists go by them. Staff decide under the
survey's lock, so that the holder's withdrawal comes wholly before or wholly after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Session

from core import audit
from core.csv_writing import Cell
from core.errors import N_, NotFound
from core.sql import erase_bytes_after_commit
from core.units.models import Unit
from surveys import quotas
from surveys.answer_models import SuspectAnswer
from surveys.definition import questions_of
from surveys.enums import SurveyState
from surveys.held import lock_survey
from surveys.models import Survey, SurveyVersion
from surveys.questions import answerable, kind_of
from surveys.store import FinalRow, finalise

MOST_SHOWN = 50
_GONE = N_("Kiriman ini tidak menunggu lagi: sudah diputuskan, atau ditarik penulisnya.")


@dataclass(frozen=True)
class Said:
    """An answer to one question, as it is read."""

    label: str
    cells: Sequence[Cell]


def waiting(session: Session, survey: Survey) -> list[SuspectAnswer]:
    """Some of what waits, by random keys."""
    mine = _waiting(survey).order_by(SuspectAnswer.key).limit(MOST_SHOWN)
    return list(session.scalars(mine))


def count_waiting(session: Session, survey: Survey) -> int:
    """How many answers wait."""
    return session.scalars(select(func.count()).select_from(_waiting(survey).subquery())).one()


def _waiting(survey: Survey) -> "Select[SuspectAnswer]":
    return select(SuspectAnswer).where(
        SuspectAnswer.survey_id == survey.id, SuspectAnswer.discarded.is_(False)
    )


def waiting_answer(session: Session, survey: Survey, key: str) -> SuspectAnswer:
    """One of them. Raises NotFound."""
    mine = _waiting(survey).where(SuspectAnswer.key == key)
    found: SuspectAnswer | None = session.scalar(mine.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(_GONE)
    return found


def spoken(session: Session, suspect: SuspectAnswer, lang: str) -> list[Said]:
    """Its answers with the questions they were given to."""
    version = session.get_one(SurveyVersion, suspect.version_id)
    return [
        Said(part.label(lang), kind_of(part).export(suspect.body[part.name], part, lang))
        for part in answerable(questions_of(version))
        if suspect.body.get(part.name) is not None
    ]


def accept(session: Session, survey: Survey, key: str, *, actor_id: int | None) -> None:
    """Count it like any other answer. Raises NotFound, and Full where the quota has no place."""
    lock_survey(session, survey.id)
    suspect = waiting_answer(session, survey, key)
    unit = session.get(Unit, suspect.unit_id) if suspect.unit_id is not None else None
    row = FinalRow(
        suspect.version_id,
        suspect.body,
        unit_id=suspect.unit_id,
        unit_key=unit.key if unit else "",
        receipt_hash=suspect.receipt_hash,
    )
    if survey.state == SurveyState.OPEN:
        quotas.take(session, survey, row.unit_key)
    session.delete(suspect)
    session.flush()
    finalise(session, survey, [row])
    _record(session, survey, "survey.review.accept", 1, actor_id)


def discard(session: Session, survey: Survey, key: str, *, actor_id: int | None) -> None:
    """Throw one away: its text is erased, its code still says what became of it. Raises NotFound."""
    if not _discard(session, survey, SuspectAnswer.key == key, actor_id=actor_id):
        raise NotFound(_GONE)


def discard_all(session: Session, survey: Survey, *, actor_id: int | None) -> int:
    """The same with everything that waits; returns how many that were."""
    return _discard(session, survey, SuspectAnswer.survey_id == survey.id, actor_id=actor_id)


def _discard(session: Session, survey: Survey, which: ColumnElement[bool], *, actor_id: int | None) -> int:
    lock_survey(session, survey.id)
    gone = update(SuspectAnswer).where(
        SuspectAnswer.survey_id == survey.id, SuspectAnswer.discarded.is_(False), which
    )
    emptied = gone.values(discarded=True, body={}).returning(SuspectAnswer.key)
    count = len(session.execute(emptied, execution_options={"synchronize_session": False}).all())
    if count:
        erase_bytes_after_commit(session)
        _record(session, survey, "survey.review.discard", count, actor_id)
    return count


def _record(session: Session, survey: Survey, action: str, count: int, actor_id: int | None) -> None:
    audit.record(session, actor_id=actor_id, action=action, kind="survey", key=survey.key, answers=count)
