"""CSV files of answers and results: the only module that writes CSV, so that no cell becomes a formula.

The rule for every cell, header cells too: if its text begins with = + - @ (or a look-alike of them),
or with a tab or line end, be it after spaces, invisible characters or double quotes, an apostrophe is
put before it. Spreadsheets then take it as text. Negative numbers are text of this kind too ("'-5"):
an export has one rule without exceptions, and a reader who counts removes the apostrophe.
"""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.answer_models import Answer
from surveys.definition import QuestionDef, questions_of
from surveys.models import Survey
from surveys.questions import Cell, kind_of
from surveys.results import Results, asked_questions, load_counters, named_units

BEGINS_A_FORMULA = frozenset("=+-@\u2212\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b")
_LINE_SIGNS = frozenset("\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_QUOTES = frozenset('"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02')
_CHUNK = 64 * 1024
_MARK = "\ufeff"


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


def safe_cell(cell: Cell) -> str:
    """The text of a cell, made harmless (see above)."""
    if cell is None:
        return ""
    text = str(cell)
    for character in text:
        if character in BEGINS_A_FORMULA or character in _LINE_SIGNS:
            return f"'{text}"
        if not _passed_over(character):
            return text
    return text


def _passed_over(character: str) -> bool:
    """Whether a spreadsheet may look behind this character for the beginning of a cell."""
    if character.isalnum():
        return False
    return (
        character.isspace() or character in _QUOTES or unicodedata.category(character) in {"Cc", "Cf", "Zs"}
    )


class _Buffer:
    """What csv.writer writes into."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0

    def write(self, text: str) -> int:
        self.parts.append(text)
        self.size += len(text)
        return len(text)

    def take(self) -> bytes:
        text = "".join(self.parts)
        self.parts, self.size = [], 0
        return text.encode()


def write_csv(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The file in pieces: UTF-8 with mark, so that spreadsheets read its letters right."""
    buffer = _Buffer()
    buffer.write(_MARK)
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        if buffer.size >= _CHUNK:
            yield buffer.take()
    yield buffer.take()


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
        own = {question.name: question for question in questions_of(version)}
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
