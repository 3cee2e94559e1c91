"""Bring answers that were collected elsewhere into a survey: all valid rows in one transaction, or none.

An import takes what was answered: a gap in a required question stays a gap.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Closed, Invalid
from core.units.models import Unit
from surveys import quotas
from surveys.counting import FinalRow
from surveys.definition import QuestionDef, questions_of
from surveys.enums import SurveyState
from surveys.models import Survey, SurveyVersion
from surveys.naming import words_of
from surveys.queries import latest_version
from surveys.questions import answerable, kind_of
from surveys.store import finalise

FIRST_ROW = 2  # as in the spreadsheet: the header is row 1
# Column titles that usually hold the unit spoken about.
_UNIT_TITLES = frozenset({"unit", "unit_layanan", "unit_kerja", "kelurahan", "desa", "kantor", "office"})


@dataclass(frozen=True)
class RowError:
    """Why a row cannot be imported. `message` is a source string; `params` may hold what a person wrote."""

    row: int
    column: str
    message: str
    params: Mapping[str, object]


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do."""

    imported: int
    errors: tuple[RowError, ...]


@dataclass(frozen=True)
class Mapped:
    """Which column answers which question, and which one names the unit."""

    columns: Mapping[str, str]
    unit_column: str | None = None

    def to_json(self) -> dict[str, object]:
        return {"columns": dict(self.columns), "unit": self.unit_column}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Mapped":
        columns, unit = stored.get("columns"), stored.get("unit")
        chosen = {str(k): str(v) for k, v in columns.items()} if isinstance(columns, dict) else {}
        return cls(chosen, str(unit) if unit else None)


def version_for_import(session: Session, survey: Survey) -> SurveyVersion:
    """The version whose questions the rows answer. Raises Closed for a draft."""
    version = latest_version(session, survey)
    if version is None or survey.state == SurveyState.DRAFT:
        raise Closed(N_("Terbitkan survei ini dahulu. Jawaban diimpor ke pertanyaan yang sudah terbit."))
    return version


def importable(questions: Iterable[QuestionDef]) -> tuple[QuestionDef, ...]:
    """What a column of a file can answer; pictures are no text."""
    return tuple(part for part in answerable(questions) if not kind_of(part).is_picture)


def guess_mapping(header: Sequence[str], questions: Sequence[QuestionDef]) -> Mapped:
    """Columns that bear the name or the words of a question, or of a unit."""
    known: dict[str, str] = {}
    for question in importable(questions):
        for title in (question.label_en, question.label_id, question.name):
            if title:
                known[_plain(title)] = question.name
    columns: dict[str, str] = {}
    for column in header:
        name = known.get(_plain(column))
        if name is not None and name not in columns.values():
            columns[column] = name
    free = (column for column in header if column not in columns and _plain(column) in _UNIT_TITLES)
    return Mapped(columns, next(free, None))


def _plain(title: str) -> str:
    return words_of(title, joiner="_", longest=200)


def check_mapping(mapped: Mapped, header: Iterable[str], questions: Sequence[QuestionDef]) -> None:
    """Raise Invalid unless at least one column answers a question and none is answered twice."""
    names, header = {question.name for question in importable(questions)}, set(header)
    chosen = list(mapped.columns.values())
    if not chosen:
        raise Invalid(N_("Pasangkan paling sedikit satu kolom dengan pertanyaan."))
    if len(set(chosen)) < len(chosen):
        raise Invalid(N_("Satu pertanyaan dipasangkan dengan dua kolom. Pilih salah satu."))
    columns = {*mapped.columns, *([mapped.unit_column] if mapped.unit_column else [])}
    if not (set(chosen) <= names and columns <= header) or mapped.unit_column in mapped.columns:
        raise Invalid(N_("Pasangan kolom tidak cocok dengan berkas atau surveinya. Pilih ulang."))


class RowReader:
    """Turns rows into answers, collecting what is wrong with each."""

    def __init__(self, version: SurveyVersion, mapped: Mapped, units: Iterable[Unit]) -> None:
        self.version = version
        self.asked = questions_of(version)
        self.questions = {part.name: part for part in answerable(self.asked)}
        self.mapped = mapped
        self.units: dict[str, Unit] = {}
        for unit in units:
            for name in (unit.code, unit.name, unit.key):
                if name:
                    self.units[_folded(name)] = unit
        self.answers: list[FinalRow] = []
        self.errors: list[RowError] = []

    def read(self, number: int, row: Mapping[str, str]) -> None:
        """Take one row: an answer, or its errors."""
        before = len(self.errors)
        body: dict[str, object] = {}
        for column, name in self.mapped.columns.items():
            try:
                value = kind_of(self.questions[name]).from_text(row.get(column) or "", self.questions[name])
            except Invalid as wrong:
                self.errors.append(RowError(number, column, wrong.message, wrong.params))
            else:
                if value is not None:
                    body[name] = value
        for question in self.asked:
            body = self._agreed(number, question, body)
        unit = self._unit(number, row)
        if len(self.errors) > before:
            return
        if not body:
            self.errors.append(RowError(number, "", N_("Tidak ada jawaban pada baris ini."), {}))
            return
        self.answers.append(
            FinalRow(self.version.id, body, unit.id if unit else None, unit.key if unit else "")
        )

    def _agreed(self, number: int, question: QuestionDef, body: dict[str, object]) -> dict[str, object]:
        """The row without the parts of this question that count for nothing beside the others."""
        kind = kind_of(question)
        try:
            kind.check_answer(question, body)
        except Invalid as wrong:
            self.errors.append(RowError(number, question.label_id, wrong.message, wrong.params))
        idle = kind.idle(question, body)
        return {name: value for name, value in body.items() if name not in idle}

    def _unit(self, number: int, row: Mapping[str, str]) -> Unit | None:
        column = self.mapped.unit_column
        written = (row.get(column) or "").strip() if column else ""
        if not column or not written:
            return None
        unit = self.units.get(_folded(written))
        if unit is None:
            message = N_(
                "Unit “%(value)s” tidak dikenal. Tulis nama atau alamat singkatnya seperti di daftar unit."
            )
            self.errors.append(RowError(number, column, message, {"value": written[:80]}))
        return unit


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def read_answers(
    session: Session, survey: Survey, mapped: Mapped, rows: Iterable[tuple[int, Mapping[str, str]]]
) -> RowReader:
    """Read rows (with their numbers) without storing anything."""
    reader = RowReader(version_for_import(session, survey), mapped, session.scalars(select(Unit)))
    for number, row in rows:
        reader.read(number, row)
    return reader


def store_answers(
    session: Session, survey: Survey, reader: RowReader, *, skip_invalid: bool, actor_id: int | None
) -> ImportReport:
    """Store what was read; nothing when there are errors that nobody agreed to skip."""
    errors = tuple(reader.errors)
    if not reader.answers or (errors and not skip_invalid):
        return ImportReport(0, errors)
    # As a submit does: under a shared lock, lest somebody changes the quota meanwhile; first the places, then the
    # counters.
    session.refresh(survey, with_for_update={"read": True, "of": Survey})
    quotas.add(session, survey, (row.unit_key for row in reader.answers))
    finalise(session, survey, reader.answers)
    audit.record(
        session,
        actor_id=actor_id,
        action="survey.import",
        kind="survey",
        key=survey.key,
        rows=len(reader.answers),
        skipped=len({error.row for error in errors}),
    )
    return ImportReport(len(reader.answers), errors)


def import_rows(
    session: Session,
    survey: Survey,
    *,
    rows: Iterable[Mapping[str, str]],
    mapping: Mapping[str, str],
    unit_column: str | None = None,
    skip_invalid: bool = False,
    actor_id: int | None,
) -> ImportReport:
    """Import rows given as {column: text}. `mapping` names the question of each column."""
    mapped = Mapped(mapping, unit_column)
    questions = questions_of(version_for_import(session, survey))
    check_mapping(mapped, [*mapping, *([unit_column] if unit_column else [])], questions)
    reader = read_answers(session, survey, mapped, enumerate(rows, start=FIRST_ROW))
    return store_answers(session, survey, reader, skip_invalid=skip_invalid, actor_id=actor_id)
