"""CSV files: the only module that writes CSV, so that no cell becomes a formula.

The rule for every cell, header cells too: if its text begins with = + - @ (or a look-alike of them),
or with a tab or line end, be it after spaces, invisible characters or double quotes, an apostrophe is
put before it. Spreadsheets then take it as text. Negative numbers are text of this kind too ("'-5"):
an export has one rule without exceptions, and a reader who counts removes the apostrophe.
"""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

Cell = str | int | float | None
BEGINS_A_FORMULA = frozenset("=+-@\u2212\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b")
_LINE_SIGNS = frozenset("\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_QUOTES = frozenset('"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02')
_CHUNK = 64 * 1024
_MARK = "\ufeff"


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
