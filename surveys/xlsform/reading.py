"""An XLSForm as questions, or everything in it that cannot be taken over. Pure: bytes in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import N_
from surveys.checking import Problem, problems_of
from surveys.definition import Option, QuestionDef
from surveys.skm_template import recognised
from surveys.xlsform.assembling import Assembly
from surveys.xlsform.cells import CHOICES, FOREIGN, SETTINGS, SURVEY, Refusal, Sheet, read_book
from surveys.xlsform.choices import read_choices
from surveys.xlsform.columns import Columns, language_of, read_columns
from surveys.xlsform.names import facts_of
from surveys.xlsform.rows import LONGEST_TEXT
from surveys.xlsform.settings import FACTS, FormSettings, unused_lists

MOST_QUESTIONS = 100
_STYLES = frozenset({"pages"})


@dataclass(frozen=True)
class ReadForm:
    """`questions` may be used only where `refusals` is empty; `notes` are doubts that stop nobody."""

    questions: tuple[QuestionDef, ...]
    settings: FormSettings
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[Refusal, ...] = ()


def read_form(content: bytes) -> ReadForm:
    """The whole form. Raises Invalid for a file that is no form at all."""
    book = read_book(content)
    refusals = [
        Refusal(name, 0, "", N_("Lembar ini belum didukung."))
        for name in book
        if name in FOREIGN and book[name].rows
    ]
    said = _settings(book.get(SETTINGS, Sheet(SETTINGS)), refusals)
    default = language_of(said.get("default_language", "default")) or "id"
    survey, choices = book[SURVEY], book.get(CHOICES, Sheet(CHOICES))
    columns = read_columns(survey, default, refusals)
    choice_columns = read_columns(choices, default, refusals)
    lists = read_choices(choices, choice_columns, refusals)
    questions, rows = _questions(survey, columns, lists, refusals)
    notes: list[Refusal] = []
    if not refusals:
        for problem in problems_of(questions):
            (refusals if problem.stops else notes).append(_at(problem, rows))
    used = frozenset(str(facts_of(question, FACTS).get("list", "")) for question in questions)
    settings = FormSettings(
        settings=said,
        headers=columns.by_field,
        choice_headers=choice_columns.by_field,
        lists=tuple(lists),
        columns=choice_columns.extra,
        unused=unused_lists(lists, used),
    )
    return ReadForm(questions, settings, tuple(_in_order(refusals)), tuple(_in_order(notes)))


def _questions(
    survey: Sheet, columns: Columns, lists: Mapping[str, list[Option]], refusals: list[Refusal]
) -> tuple[tuple[QuestionDef, ...], dict[str, int]]:
    def say(row: int, field: str, message: str, /, **params: object) -> None:
        refusals.append(Refusal(SURVEY, row, columns.by_field.get(field, field), message, params))

    told = [(row.number, columns.read(row.cells)) for row in survey.rows]
    assembly = Assembly(lists, say, frozenset(cells.get("name", "") for _row, cells in told))
    for number, cells in told:
        if cells:
            assembly.row(number, cells)
    questions = tuple(recognised(question) for question in assembly.finish())
    if len(questions) > MOST_QUESTIONS:
        say(0, "", N_("Satu survei paling banyak %(count)d pertanyaan."), count=MOST_QUESTIONS)
    if not questions:
        say(0, "", N_("Formulir ini tidak bertanya apa pun."))
    return questions, assembly.rows


def _settings(sheet: Sheet, refusals: list[Refusal]) -> dict[str, str]:
    """What the only row of the sheet says."""
    columns = read_columns(sheet, "id", refusals)
    if len(sheet.rows) > 1:
        why = N_("Lembar “settings” hanya boleh berisi satu baris di bawah judul.")
        refusals.append(Refusal(SETTINGS, sheet.rows[1].number, "", why))
    if not sheet.rows:
        return {}
    row = sheet.rows[0]
    said = columns.read(row.cells)
    for name, text in said.items():
        if len(text) > LONGEST_TEXT:
            why = N_("Terlalu panjang: paling banyak %(max)d huruf.")
            told = {"max": LONGEST_TEXT}
            refusals.append(Refusal(SETTINGS, row.number, columns.by_field[name], why, told))
    if said.get("style", "pages") not in _STYLES:
        why = N_("Gaya “%(style)s” belum didukung: hanya “pages”.")
        refusals.append(
            Refusal(SETTINGS, row.number, columns.by_field["style"], why, {"style": said["style"][:40]})
        )
    language = said.get("default_language", "default")
    if language_of(language) is None:
        why = N_("Bahasa “%(language)s” belum didukung: hanya Bahasa Indonesia (id) dan English (en).")
        column = columns.by_field["default_language"]
        refusals.append(Refusal(SETTINGS, row.number, column, why, {"language": language[:40]}))
    return said


def _at(problem: Problem, rows: Mapping[str, int]) -> Refusal:
    return Refusal(SURVEY, rows.get(problem.question, 0), "", problem.message, problem.params)


def _in_order(refusals: list[Refusal]) -> list[Refusal]:
    sheets = (SETTINGS, SURVEY, CHOICES)
    return sorted(
        refusals, key=lambda r: (sheets.index(r.sheet) if r.sheet in sheets else len(sheets), r.row)
    )
