"""Rows of answers and results for a download."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.csv_writing import Cell
from surveys.answer_models import Answer
from surveys.columns import Column, columns_of
from surveys.definition import questions_of
from surveys.entering import VIA
from surveys.models import Survey, SurveyVersion
from surveys.ordering import ORDER, is_shuffled
from surveys.questions import kind_of
from surveys.results import Results, load_counters, named_units


@dataclass(frozen=True)
class Words:
    """Headings in the reader's language. `notice` is not empty on demo data and goes into every file."""

    unit: str
    question: str
    option: str
    count: str
    percent: str
    hidden: str
    answered: str
    original: str
    mean: str
    median: str
    order: str
    via: Mapping[str, str]
    notice: str = ""


def answer_rows(session: Session, survey: Survey, *, lang: str, words: Words) -> Iterator[list[Cell]]:
    """A header, then one row per answer in the order of random keys: no time, and no key of any kind.

    A unit is named only where its group is large enough. A question is one column in all versions; where
    options were recoded, a second one holds what was chosen, in the words it then had.
    """
    columns, counters = columns_of(survey.versions), load_counters(session, survey)
    named = named_units(session, counters)
    units: dict[int | None, str] = {unit.id: unit.name for unit in named}
    about_units = survey.purpose == "feedback"
    header: list[Cell] = [words.unit] if about_units else []
    for column in columns:
        headers = kind_of(column.question).export_headers(column.question, lang)
        header += headers + ([f"{one} ({words.original})" for one in headers] if column.recoded else [])
    shuffled = any(is_shuffled(question) for version in survey.versions for question in questions_of(version))
    header += [words.order] if shuffled else []
    typed = bool(counters[""].get(VIA))
    header += [words.via[""]] if typed else []
    yield header + ([words.notice] if words.notice else [])
    cells_of = {version.id: [_Cells(one, version, lang) for one in columns] for version in survey.versions}
    rows = session.execute(
        select(Answer.version_id, Answer.unit_id, Answer.body)
        .where(Answer.survey_id == survey.id)
        .order_by(Answer.key)
        .execution_options(yield_per=2000)
    )
    for version_id, unit_id, body in rows:
        cells: list[Cell] = [units.get(unit_id)] if about_units else []
        for asked in cells_of[version_id]:
            cells += asked.cells(body)
        cells += [_number(body.get(ORDER))] if shuffled else []
        yield cells + ([words.via.get(str(body.get(VIA)))] if typed else [])


def _number(told: object) -> Cell:
    return told if isinstance(told, int) else None


class _Cells:
    """A column for the answers of one version; the words of an option are looked up once, not once per answer."""

    def __init__(self, column: Column, version: SurveyVersion, lang: str) -> None:
        self.column, self.lang = column, lang
        self.step = next((step for step in column.steps if step.version.id == version.id), None)
        self.kind = kind_of(column.question)
        self.original = bool(column.recoded)
        self.known: dict[object, list[Cell]] | None = {} if self.kind.chart else None

    def cells(self, body: Mapping[str, object]) -> list[Cell]:
        value = body.get(self.step.piece.name) if self.step else None
        if self.known is None or isinstance(value, list):
            return self._made(value)
        if value not in self.known:
            self.known[value] = self._made(value)
        return self.known[value]

    def _made(self, value: object) -> list[Cell]:
        now = self.step.value(value) if self.step else value
        cells = self.kind.export(now, self.column.question, self.lang)
        if not self.original:
            return cells
        if self.step is None or now == value:
            return cells + [None] * len(cells)
        return cells + kind_of(self.step.piece).export(value, self.step.piece, self.lang)


def result_rows(results: Results, *, lang: str, words: Words) -> Iterator[list[Cell]]:
    """The counts as they are on the page: a row per option, hidden cells in words."""
    header: list[Cell] = [words.question, words.option, words.count, words.percent]
    yield header + ([words.notice] if words.notice else [])
    for result in results.questions:
        label = result.question.label(lang)
        yield [label, words.answered, words.hidden if result.answered is None else result.answered, None]
        for row in result.options:
            hidden = row.count is None
            yield [
                label,
                row.option.label(lang),
                words.hidden if hidden else row.count,
                words.hidden if hidden else str(row.percent),
            ]
        if result.numbers is not None:
            yield [label, words.mean, str(result.numbers.mean), None]
            yield [label, words.median, str(result.numbers.median), None]
