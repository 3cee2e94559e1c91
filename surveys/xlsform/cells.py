"""The sheets of a form as texts in their places. Knows nothing of questions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from core.errors import N_, Invalid
from core.xlsx_reading import sheets_of
from surveys.questions.text import tidy

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
FOREIGN = frozenset({"external_choices", "entities", "osm"})
"""Sheets of XLSForm that are not supported; all others are no part of a form."""
MOST_ROWS, MOST_COLUMNS = 3000, 100


@dataclass(frozen=True)
class Refusal:
    """Why something cannot be taken over. Row 1 holds the headings; 0: the whole sheet."""

    sheet: str
    row: int
    column: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """The cells of one row that are filled in, by their heading."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its headings as they are written, and its rows."""

    name: str
    headers: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


def read_book(content: bytes) -> dict[str, Sheet]:
    """The sheets of a form by their name. Raises Invalid for what is no form at all."""
    wanted = FOREIGN | {SURVEY, CHOICES, SETTINGS}
    found = sheets_of(content, wanted, max_rows=MOST_ROWS, max_columns=MOST_COLUMNS)
    book = {name: _sheet(name, rows) for name, rows in found.items()}
    if SURVEY not in book or not book[SURVEY].rows:
        raise Invalid(N_("Berkas ini bukan XLSForm: lembar “survey” tidak ada atau kosong."))
    return book


def _sheet(name: str, rows: Sequence[Sequence[Any]]) -> Sheet:
    """Rows without any text are left out, but counted."""
    if not rows:
        return Sheet(name)
    headers = tuple(cell_text(cell) for cell in rows[0])
    listed = tuple(_rows(headers, rows[1:]))
    return Sheet(name, tuple(header for header in headers if header), listed)


def _rows(headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[Row]:
    for number, row in enumerate(rows, start=2):
        cells: dict[str, str] = {}
        for place, cell in enumerate(row):
            if text := cell_text(cell):
                # What stands under no heading is told by its place; the first of two equal headings counts.
                cells.setdefault(headers[place] or f"[{place + 1}]", text)
        if cells:
            yield Row(number, cells)


def cell_text(cell: Any) -> str:
    """A cell as XLSForm tools read it: whole numbers without a decimal point, no spaces around, no control characters."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return tidy(str(cell))
