"""Answers to a public form that were set aside: staff look at each, and count it or throw it away.

Nothing tells when one came or in which order: keys are random, and lists go by them. Staff decide under the
survey's lock, so that the holder's withdrawal comes wholly before or wholly after it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, func, select, true, update
from sqlalchemy.orm import Session

from core import audit
from core.csv_writing import Cell
from core.errors import Full
from core.sql import erase_bytes_after_commit
from core.units.models import Unit
from surveys import answer_pictures, quotas
from surveys.answer_models import SuspectAnswer
from surveys.counting import FinalRow
from surveys.definition import questions_of
from surveys.enums import Access, SurveyState
from surveys.held import lock_survey
from surveys.models import Survey, SurveyVersion
from surveys.questions import answerable, kind_of
from surveys.store import finalise

MOST_SHOWN = 50


@dataclass(frozen=True)
class Said:
    """An answer to one question, as it is read."""

    label: str
    cells: Sequence[Cell]
    is_photo: bool = False


@dataclass(frozen=True)
class Accepted:
    """What became of those that were chosen: counted, without a place in the quota, decided or withdrawn before."""

    counted: int
    full: int
    gone: int


def waiting(session: Session, survey: Survey) -> list[SuspectAnswer]:
    """Some of what waits, by random keys."""
    mine = select(SuspectAnswer).where(_waits(survey)).order_by(SuspectAnswer.key).limit(MOST_SHOWN)
    return list(session.scalars(mine))


def count_waiting(session: Session, survey: Survey) -> int:
    """How many answers wait; with accounts none ever does."""
    if survey.access != Access.PUBLIC:
        return 0
    return session.scalars(select(func.count()).select_from(SuspectAnswer).where(_waits(survey))).one()


def _waits(survey: Survey) -> ColumnElement[bool]:
    return and_(SuspectAnswer.survey_id == survey.id, SuspectAnswer.discarded.is_(False))


def spoken(session: Session, suspects: Sequence[SuspectAnswer], lang: str) -> dict[str, list[Said]]:
    """Of each, by its key, the answers with the questions they were given to."""
    wanted = {suspect.version_id for suspect in suspects}
    versions = session.scalars(select(SurveyVersion).where(SurveyVersion.id.in_(wanted)))
    asked = {version.id: tuple(answerable(questions_of(version))) for version in versions}
    return {
        suspect.key: [
            Said(
                part.label(lang),
                kind_of(part).export(suspect.body[part.name], part, lang),
                kind_of(part).is_picture,
            )
            for part in asked[suspect.version_id]
            if suspect.body.get(part.name) is not None
        ]
        for suspect in suspects
    }


def accept(session: Session, survey: Survey, keys: Iterable[str], *, actor_id: int | None) -> Accepted:
    """Count these like any other answers, as far as the quota has places; the others go on waiting."""
    survey = lock_survey(session, survey.id)
    rows: list[FinalRow] = []
    full = gone = 0
    for key in dict.fromkeys(keys):
        try:
            with session.begin_nested():
                row = _claim(session, survey, key)
                if row is not None and survey.state == SurveyState.OPEN:
                    quotas.take(session, survey, row.unit_key)
        except Full:
            full += 1
            continue
        if row is None:
            gone += 1
        else:
            rows.append(row)
    if rows:
        finalise(session, survey, rows)
        _record(session, survey, "survey.review.accept", len(rows), actor_id)
    return Accepted(len(rows), full, gone)


def _claim(session: Session, survey: Survey, key: str) -> FinalRow | None:
    """Take one out of what waits; None where somebody else did. Of two at once one gets the row."""
    taken = delete(SuspectAnswer).where(_waits(survey), SuspectAnswer.key == key)
    columns = (
        SuspectAnswer.version_id,
        SuspectAnswer.unit_id,
        SuspectAnswer.receipt_hash,
        SuspectAnswer.body,
    )
    found = session.execute(
        taken.returning(*columns), execution_options={"synchronize_session": False}
    ).one_or_none()
    if found is None:
        return None
    unit = session.get(Unit, found.unit_id) if found.unit_id is not None else None
    return FinalRow(
        found.version_id,
        found.body,
        unit_id=found.unit_id,
        unit_key=unit.key if unit else "",
        receipt_hash=found.receipt_hash,
        pictures=answer_pictures.take(session, key),
    )


def discard(session: Session, survey: Survey, keys: Sequence[str], *, actor_id: int | None) -> int:
    """Throw these away: their text is erased, their codes still say what became of them. How many that were."""
    return _discard(session, survey, SuspectAnswer.key.in_(keys), actor_id=actor_id)


def discard_all(session: Session, survey: Survey, *, actor_id: int | None) -> int:
    """The same with everything that waits."""
    return _discard(session, survey, true(), actor_id=actor_id)


def _discard(session: Session, survey: Survey, which: ColumnElement[bool], *, actor_id: int | None) -> int:
    lock_survey(session, survey.id)
    emptied = update(SuspectAnswer).where(_waits(survey), which).values(discarded=True, body={})
    keys = session.scalars(
        emptied.returning(SuspectAnswer.key), execution_options={"synchronize_session": False}
    ).all()
    count = len(keys)
    if count:
        answer_pictures.drop(session, keys)
        erase_bytes_after_commit(session)
        _record(session, survey, "survey.review.discard", count, actor_id)
    return count


def _record(session: Session, survey: Survey, action: str, count: int, actor_id: int | None) -> None:
    audit.record(session, actor_id=actor_id, action=action, kind="survey", key=survey.key, answers=count)
