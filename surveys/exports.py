"""Rows of answers and results for a download."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.csv_writing import Cell
from surveys.answer_models import Answer
from surveys.definition import QuestionDef, questions_of
from surveys.models import Survey
from surveys.questions import answerable, kind_of
from surveys.results import Results, asked_questions, load_counters, named_units


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
    mean: str
    median: str
    notice: str = ""


def answer_rows(session: Session, survey: Survey, *, lang: str, words: Words) -> Iterator[list[Cell]]:
    """A header, then one row per answer in the order of random keys: no time, and no key of any kind.

    A unit is named only where its group is large enough.
    """
    questions = asked_questions(survey)
    named = named_units(session, load_counters(session, survey))
    units: dict[int | None, str] = {unit.id: unit.name for unit in named}
    about_units = survey.purpose == "feedback"
    header: list[Cell] = [words.unit] if about_units else []
    for question in questions:
        header += kind_of(question).export_headers(question, lang)
    yield header + ([words.notice] if words.notice else [])
    columns = _columns(survey, questions, lang)
    rows = session.execute(
        select(Answer.version_id, Answer.unit_id, Answer.body)
        .where(Answer.survey_id == survey.id)
        .order_by(Answer.key)
        .execution_options(yield_per=2000)
    )
    for version_id, unit_id, body in rows:
        cells: list[Cell] = [units.get(unit_id)] if about_units else []
        for column in columns[version_id]:
            cells += column.cells(body.get(column.question.name))
        yield cells


class _Column:
    """A question of one version; the words of an option are looked up once, not once per answer."""

    def __init__(self, question: QuestionDef, lang: str) -> None:
        self.question, self.lang = question, lang
        self.kind = kind_of(question)
        self.known: dict[object, list[Cell]] | None = {} if self.kind.chart else None

    def cells(self, value: object) -> list[Cell]:
        if self.known is None or isinstance(value, list):
            return self.kind.export(value, self.question, self.lang)
        if value not in self.known:
            self.known[value] = self.kind.export(value, self.question, self.lang)
        return self.known[value]


def _columns(survey: Survey, questions: Sequence[QuestionDef], lang: str) -> dict[int, list[_Column]]:
    """Per version: every question of the survey, in the words of that version where it asked it."""
    columns = {}
    for version in survey.versions:
        own = {question.name: question for question in answerable(questions_of(version))}
        columns[version.id] = [_Column(own.get(q.name, q), lang) for q in questions]
    return columns


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
