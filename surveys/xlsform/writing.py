"""Questions as an XLSForm. Pure: values in, the bytes of a file out."""

import io
from collections.abc import Mapping, Sequence

from surveys.definition import QuestionDef
from surveys.xlsform.cells import CHOICES, SETTINGS, SURVEY
from surveys.xlsform.grouping import grouped
from surveys.xlsform.lists import Lists
from surveys.xlsform.outgoing import outgoing
from surveys.xlsform.settings import FormSettings

Rows = list[dict[str, str]]
_TEXTS = {
    "label_id": "label::Bahasa Indonesia (id)",
    "label_en": "label::English (en)",
    "help_id": "hint::Bahasa Indonesia (id)",
    "help_en": "hint::English (en)",
}
_LOGIC = ("required", "relevant", "constraint", "calculation", "choice_filter", "appearance", "parameters",
          "rembuk_top")  # fmt: skip
_SURVEY = {
    **{name: name for name in ("type", "name")},
    **_TEXTS,
    **{name: name for name in _LOGIC},
    "constraint_message_id": "constraint_message::Bahasa Indonesia (id)",
    "constraint_message_en": "constraint_message::English (en)",
}
_CHOICES = {name: _TEXTS.get(name, name) for name in ("list_name", "name", "label_id", "label_en")}


def write_form(questions: Sequence[QuestionDef], settings: FormSettings, *, title: str, key: str) -> bytes:
    """An XLSX file. `title` and `key` name a form that does not name itself."""
    lists = Lists(settings)
    rows = grouped(outgoing(questions), lists)
    said = {"form_title": title, "form_id": key, "default_language": "Bahasa Indonesia (id)"}
    choices = {**settings.choice_headers, **_missing(_CHOICES, settings.choice_headers)}
    sheets = {
        SURVEY: _table(rows, {**settings.headers, **_missing(_SURVEY, settings.headers)}),
        CHOICES: _table(lists.rows(), {**choices, **{name: name for name in lists.columns}}),
        SETTINGS: _table(
            [dict(settings.settings) or said], {name: name for name in settings.settings or said}
        ),
    }
    return _file(sheets)


def _missing(usual: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The usual headings of what the original does not have, each but once."""
    return {name: header for name, header in usual.items() if name not in own}


def _table(rows: Rows, headers: Mapping[str, str]) -> list[list[str]]:
    """The columns that hold anything, under their headings, in their order; an empty sheet keeps its headings."""
    used = [name for name in headers if not rows or any(row.get(name) for row in rows)]
    return [[headers[name] for name in used], *([row.get(name, "") for name in used] for row in rows)]


def _file(sheets: Mapping[str, list[list[str]]]) -> bytes:
    """Every cell is text: no formula, no address, no number that loses a digit."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(rows[0]) - 1, 24, text)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, column, cell, text if number else head)
            sheet.freeze_panes(1, 0)
    return target.getvalue()
