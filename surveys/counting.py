"""The counters: how often each value was given, in the words of the version that asked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from core.sql import insert_into
from surveys.answer_models import AnswerCount
from surveys.answer_pictures import Pictures
from surveys.columns import counted_pieces, version_counter
from surveys.definition import QuestionDef
from surveys.entering import VIA
from surveys.models import SurveyVersion
from surveys.questions import kind_of

Body = Mapping[str, object]
_Counts = Counter[tuple[str, str, str]]
_Place = tuple[str, tuple[tuple[QuestionDef, str], ...]]


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
    pictures: Pictures = field(default_factory=dict, repr=False)


def count_rows(session: Session, rows: Sequence[FinalRow]) -> _Counts:
    """How often each (unit, counter, value) occurs; ("", "") counts the answers themselves.

    Only the row's own version says where it is counted, so a later one changes nothing of it: neither for an
    answer that comes late nor for one that is taken out.
    """
    counts: _Counts = Counter()
    known: dict[int, _Place] = {}
    for row in rows:
        if row.version_id not in known:
            version = session.get_one(SurveyVersion, row.version_id)
            known[row.version_id] = version_counter(version), counted_pieces(version)
        given = list(_given(*known[row.version_id], row.body))
        for unit in {"", row.unit_key}:
            counts.update((unit, name, value) for name, value in given)
    return counts


def _given(version: str, pieces: Iterable[tuple[QuestionDef, str]], body: Body) -> Iterator[tuple[str, str]]:
    yield from ((counter, "") for counter in {"", version})
    if isinstance(via := body.get(VIA), str):
        yield VIA, via
    for piece, counter in pieces:
        value = body.get(piece.name)
        if value is not None:
            # "" is a text that its writer emptied: it was counted, and is taken out as it was.
            for one in ("",) if value == "" else kind_of(piece).count_values(value):
                yield counter, one


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
