"""Read a CSV file that somebody made in a spreadsheet. Pure: bytes in, rows with their numbers out."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import N_, Invalid

MAX_BYTES = 5 * 1024 * 1024
LONGEST_CELL = 131_072
MAX_ROWS = 50_000
MAX_COLUMNS = 300
DELIMITERS = (";", ",", "\t")
# A spreadsheet or an archive that was renamed to .csv.
# What cp1252 makes of them; a text has none of these.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")


@dataclass(frozen=True)
class CsvRow:
    """One record. `number` is its row in the spreadsheet: the header is row 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class CsvFile:
    """A header and the rows that are not empty; every row has as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[CsvRow, ...]

    def column(self, name: str) -> int | None:
        """The place of a column."""
        return self.header.index(name) if name in self.header else None


def decode(content: bytes) -> str:
    """UTF-8 with or without mark, else the Windows code page that older spreadsheets write."""
    if not content.strip():
        raise Invalid(N_("Berkas ini kosong."))
    if content.startswith(_NOT_TEXT):
        raise Invalid(
            N_("Ini bukan berkas CSV. Buka di aplikasi lembar kerja, lalu simpan sebagai CSV UTF-8.")
        )
    if b"\0" in content:
        raise Invalid(
            N_(
                "Berkas ini memuat karakter kosong (NUL), jadi bukan teks biasa. Simpan lagi sebagai CSV UTF-8."
            )
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\ufffd" in text or _CONTROLS.search(text):
        raise Invalid(N_("Huruf dalam berkas ini tidak dapat dibaca. Simpan lagi sebagai CSV UTF-8."))
    return text


def find_delimiter(text: str) -> str:
    """The sign that cuts the header into most columns, outside quotes; a comma when there is one column."""
    best, most = ",", 1
    for delimiter in DELIMITERS:
        header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        if len(header) > most:
            best, most = delimiter, len(header)
    return best


def read_csv(
    content: bytes, *, max_bytes: int | None = MAX_BYTES, max_rows: int | None = MAX_ROWS
) -> CsvFile:
    """The whole file. Raises Invalid with the reason and the row."""
    if max_bytes is not None and len(content) > max_bytes:
        raise Invalid(N_("Berkas terlalu besar: paling besar 5 MB. Bagi menjadi beberapa berkas."))
    csv.field_size_limit(LONGEST_CELL)  # a setting of the process that other code may have raised
    text = decode(content)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text), strict=True)
    try:
        return table_of(records, max_rows=max_rows)
    except csv.Error as broken:
        raise Invalid(
            N_(
                "Berkas ini tidak dapat dibaca sebagai CSV, kira-kira pada baris %(line)d. Biasanya ada"
                " tanda kutip yang tidak ditutup atau sel yang terlalu panjang."
            ),
            line=records.line_num,
        ) from broken


def table_of(records: Iterable[list[str]], *, max_rows: int | None) -> CsvFile:
    """The header and the rows below it, numbered as in the spreadsheet. Raises Invalid."""
    rows = iter(records)
    header = _header(next(rows, []))
    return CsvFile(header, tuple(_rows(rows, len(header), max_rows)))


def _header(cells: list[str]) -> tuple[str, ...]:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise Invalid(N_("Baris 1 harus berisi judul kolom."))
    if len(names) > MAX_COLUMNS:
        raise Invalid(N_("Terlalu banyak kolom: paling banyak %(max)d."), max=MAX_COLUMNS)
    for place, name in enumerate(names, start=1):
        if not name:
            raise Invalid(N_("Kolom ke-%(place)d tidak berjudul. Beri judul pada baris 1."), place=place)
        if names.count(name) > 1:
            raise Invalid(N_("Judul kolom “%(name)s” dipakai dua kali."), name=name[:80])
    return tuple(names)


def _rows(records: Iterable[list[str]], width: int, max_rows: int | None) -> list[CsvRow]:
    rows: list[CsvRow] = []
    for number, cells in enumerate(records, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[width:]):
            raise Invalid(
                N_("Baris %(row)d berisi lebih banyak kolom daripada judulnya. Periksa tanda pemisahnya."),
                row=number,
            )
        if len(rows) == max_rows:
            raise Invalid(N_("Terlalu banyak baris: paling banyak 50.000. Bagi menjadi beberapa berkas."))
        rows.append(CsvRow(number, tuple(cells[:width] + [""] * (width - len(cells)))))
    if not rows:
        raise Invalid(N_("Berkas ini hanya berisi judul kolom, belum ada barisnya."))
    return rows
