"""Workbooks for tests, as an author would write them."""

import io
from collections.abc import Sequence

import xlsxwriter

Rows = Sequence[Sequence[object]]
YES_NO: Rows = (("list_name", "name", "label"), ("yt", "ya", "Ya"), ("yt", "tidak", "Tidak"))
SETTINGS: Rows = (("form_title", "form_id", "version"), ("Formulir", "formulir", "1"))


def book(survey: Rows, choices: Rows = (), settings: Rows = SETTINGS, **more: Rows) -> bytes:
    """An XLSX file with these sheets; numbers stay numbers, None leaves a cell empty."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as made:
        for name, rows in {"survey": survey, "choices": choices, "settings": settings, **more}.items():
            if rows or name == "survey":
                sheet = made.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
    return target.getvalue()


def asked(*rows: Sequence[object], header: Sequence[object] = ("type", "name", "label")) -> Rows:
    """The sheet "survey"."""
    return (header, *rows)
