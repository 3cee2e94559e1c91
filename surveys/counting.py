"""The counters: how often each value was given, in the words of the newest version (columns.py)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.sql import insert_into
from core.units.models import Unit
from surveys.answer_models import Answer, AnswerCount
from surveys.columns import Source, base_of, sources_of, version_column, versions_of
from surveys.models import Survey
from surveys.questions import kind_of

Body = Mapping[str, object]
_Counts = Counter[tuple[str, str, str]]
_AT_ONCE = 2000


@dataclass(frozen=True)
class FinalRow:
    """An answer on its way to the results; `receipt_hash` None where nobody holds a code (imports).

    `key` is empty but for an edit that keeps the answer's trace, and for answers that are taken out.
    """

    version_id: int
    body: Body = field(repr=False)
    unit_id: int | None = None
    unit_key: str = ""
    receipt_hash: str | None = field(default=None, repr=False)
    key: str = ""


def count_rows(session: Session, survey: Survey, rows: Sequence[FinalRow]) -> _Counts:
    """How often each (unit, column, value) occurs; ("", "") counts the answers themselves.

    Whoever asks holds the survey's lock, shared or not: no version is published meanwhile.
    """
    counts: _Counts = Counter()
    if not rows:
        return counts
    versions = versions_of(session, survey)
    sources = sources_of(versions)
    own = {version.id: [(version_column(version.number), "")] for version in versions if version.number > 1}
    for row in rows:
        given = [("", ""), *own.get(row.version_id, ()), *_given(sources[row.version_id], row.body)]
        for unit in {"", row.unit_key}:
            counts.update((unit, name, value) for name, value in given)
    return counts


def _given(sources: Iterable[Source], body: Body) -> Iterable[tuple[str, str]]:
    for source in sources:
        value = body.get(source.piece.name)
        if value is not None:
            # "" is a text that its writer emptied: it was counted, and is taken out as it was.
            counted = ("",) if value == "" else kind_of(source.piece).count_values(source.value(value))
            for one in counted:
                yield source.column, one


def recount(session: Session, survey: Survey, names: Set[str]) -> None:
    """Count these questions anew from the answers, after a version said that they mean something else.

    A merged option cannot be made of its counters, and what an answer adds must be what its withdrawal
    will take out. The caller holds the survey's lock, and the survey is open: no figure stands that has no answer.
    """
    known = select(AnswerCount.question).where(AnswerCount.survey_id == survey.id).distinct()
    stale = [column for column in session.scalars(known) if base_of(column) in names]
    session.execute(
        delete(AnswerCount).where(AnswerCount.survey_id == survey.id, AnswerCount.question.in_(stale))
    )
    sources = {
        version_id: [source for source in own if base_of(source.column) in names]
        for version_id, own in sources_of(versions_of(session, survey)).items()
    }
    rows = session.execute(
        select(Answer.version_id, Answer.body, Unit.key)
        .outerjoin(Unit, Unit.id == Answer.unit_id)
        .where(Answer.survey_id == survey.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    counts: _Counts = Counter()
    for version_id, body, unit_key in rows:
        given = list(_given(sources[version_id], body))
        for unit in {"", unit_key or ""}:
            counts.update((unit, name, value) for name, value in given)
    add_counts(session, survey.id, counts)


def add_counts(session: Session, survey_id: int, counts: Counter[tuple[str, str, str]]) -> None:
    """Write them. Of several lines the ones that grow and those that shrink."""
    # In one order everywhere: two transactions that lock the same rows crosswise would deadlock.
    changed = sorted((place, count) for place, count in counts.items() if count)
    for grows, group in groupby(changed, key=lambda item: item[1] > 0):
        rows = [
            {"survey_id": survey_id, "unit_key": unit, "question": name, "value": value, "count": count}
            for (unit, name, value), count in group
        ]
        (_raise_counts if grows else _lower_counts)(session, rows)


def _raise_counts(session: Session, rows: list[dict[str, Any]]) -> None:
    statement = insert_into(session, AnswerCount)
    statement = statement.on_conflict_do_update(
        index_elements=["survey_id", "unit_key", "question", "value"],
        set_={"count": AnswerCount.count + statement.excluded.count},
    )
    session.execute(statement, rows)


def _lower_counts(session: Session, rows: list[dict[str, Any]]) -> None:
    """Never below nothing: a counter that would be is wrong, and then nothing of the change is written."""
    counter = AnswerCount.__table__.c
    for row in rows:
        lost = -row.pop("count")
        mine = [counter[name] == value for name, value in row.items()]
        lower = update(AnswerCount).where(*mine, AnswerCount.count >= lost)
        left = session.execute(
            lower.values(count=AnswerCount.count - lost).returning(AnswerCount.count),
            execution_options={"synchronize_session": False},
        ).scalar()
        if left is None:
            raise RuntimeError(f"a counter of survey {row['survey_id']} holds less than is taken out")
        if left == 0:
            session.execute(
                delete(AnswerCount).where(*mine), execution_options={"synchronize_session": False}
            )
