"""Read XLSX files, mostly the first sheet in the shape of a CSV file. Pure: bytes in, rows with their numbers out.

The reader is a parser of another language that trusts its input, so nothing reaches it unseen: every
part is unpacked within a limit, must be plain XML, and may hold cells only where the limits of a CSV
file allow them. What was seen is packed again without compression, and only that is read.
"""

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

from core.csv_reading import LONGEST_CELL, MAX_BYTES, MAX_COLUMNS, MAX_ROWS, CsvFile, table_of
from core.errors import N_, Invalid

MAX_UNPACKED = 80 * 1024 * 1024
MAX_MEMBERS = 500
ENCRYPTED = 0x1
# Beyond this a spreadsheet's number has lost digits; it is then written the way the spreadsheet shows it.
EXACT_DIGITS = 10**15
_PARTS = (".xml", ".rels")
_BROKEN = N_("Berkas Excel ini rusak atau bukan XLSX. Buka di aplikasi lembar kerja, lalu simpan lagi.")


def read_xlsx(content: bytes) -> CsvFile:
    """The first sheet. Raises Invalid with the reason and the row."""
    from python_calamine import CalamineError, CalamineWorkbook

    checked = _checked(content)
    try:
        book = CalamineWorkbook.from_filelike(checked)
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError) as broken:
        raise Invalid(_BROKEN) from broken
    if not rows:
        raise Invalid(N_("Berkas ini kosong."))
    return table_of(([_text(cell) for cell in row] for row in rows), max_rows=MAX_ROWS)


def sheets_of(
    content: bytes, wanted: frozenset[str], *, max_rows: int, max_columns: int
) -> dict[str, list[list[Any]]]:
    """The first sheet of each wanted name, in small letters, its cells as the file holds them. Raises Invalid.

    The limits hold for every sheet of the file; `max_rows` is without the headings.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    found: dict[str, list[list[Any]]] = {}
    try:
        book = CalamineWorkbook.from_filelike(_checked(content, max_rows, max_columns))
        for place, name in enumerate(book.sheet_names):
            plain = name.strip().lower()
            if plain in wanted and plain not in found:
                found[plain] = book.get_sheet_by_index(place).to_python(skip_empty_area=False)
    except (CalamineError, ValueError) as broken:
        raise Invalid(_BROKEN) from broken
    return found


def _checked(content: bytes, max_rows: int = MAX_ROWS, max_columns: int = MAX_COLUMNS) -> io.BytesIO:
    """The parts of the file that the reader needs, looked through and packed again."""
    if len(content) > MAX_BYTES:
        raise Invalid(N_("Berkas terlalu besar: paling besar 5 MB. Bagi menjadi beberapa berkas."))
    clean, look = io.BytesIO(), _Look(max_rows, max_columns)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(clean, "w") as target:
            for name, data in _members(packed):
                look.part(data)
                target.writestr(name, data)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as broken:
        raise Invalid(_BROKEN) from broken
    look.finish()
    clean.seek(0)
    return clean


def _too_big() -> Invalid:
    return Invalid(
        N_("Isi berkas ini terlalu besar setelah dibuka. Simpan lembar pertamanya saja sebagai berkas baru.")
    )


def _members(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    found = packed.infolist()
    names = [member.filename.lower() for member in found]
    if len(found) > MAX_MEMBERS or sum(member.file_size for member in found) > MAX_UNPACKED:
        raise _too_big()
    if any(member.flag_bits & ENCRYPTED for member in found):
        raise Invalid(N_("Berkas ini terkunci kata sandi. Simpan tanpa kata sandi, lalu unggah lagi."))
    if len(set(names)) < len(names):
        raise Invalid(_BROKEN)
    for member in found:
        if member.filename.lower().endswith(_PARTS):
            yield member.filename, packed.read(member)  # never more than the size it declares


class _Look:
    """Follows the XML of all parts and refuses cells outside the limits.

    Texts stand once in the file and are repeated by number: how long they all are together is counted, too.
    """

    def __init__(self, max_rows: int, max_columns: int) -> None:
        self.max_rows, self.max_columns = max_rows, max_columns
        self.row, self.column = 0, 0
        self.repeats = False
        self.text: list[str] | None = None
        self.lengths: list[int] = []
        self.repeated: Counter[int] = Counter()

    def part(self, data: bytes) -> None:
        """One part of the file. Raises Invalid."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        self.row, self.column, self.text = 0, 0, None
        try:
            parser.Parse(data, True)
        except expat.ExpatError as broken:
            raise Invalid(_BROKEN) from broken

    def finish(self) -> None:
        """After the last part: how much text the cells hold. Raises Invalid."""
        known = len(self.lengths)
        if (
            sum(self.lengths[n] * times for n, times in self.repeated.items() if 0 <= n < known)
            > MAX_UNPACKED
        ):
            raise _too_big()

    def _doctype(self, *_about: object) -> None:
        raise Invalid(_BROKEN)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self.repeats = attributes.get("t") == "s"
            self._cell(attributes.get("r", ""))
        elif name == "row":
            self.row, self.column = int(attributes.get("r") or self.row + 1), 0
        elif name == "si":
            self.text = []
        elif name in {"v", "is"}:
            self._value()
            if name == "v" and self.repeats:
                self.text = []

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if self.text is not None and name in {"si", "v"}:
            text, self.text = "".join(self.text), None
            if name == "si":
                self.lengths.append(len(text))
            else:
                self.repeated[int(text)] += 1

    def _characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def _cell(self, place: str) -> None:
        letters = place.rstrip("0123456789")
        self.column += 1
        if letters:
            self.column = 0
            for letter in letters.upper()[:4]:
                self.column = self.column * 26 + ord(letter) - ord("A") + 1
        if place[len(letters) :]:
            self.row = int(place[len(letters) :])

    def _value(self) -> None:
        if self.column > self.max_columns:
            raise Invalid(N_("Terlalu banyak kolom: paling banyak %(max)d."), max=self.max_columns)
        if self.row > self.max_rows + 1 and self.max_rows < MAX_ROWS:
            raise Invalid(N_("Terlalu banyak baris: paling banyak %(max)d."), max=self.max_rows)
        if self.row > self.max_rows + 1:
            raise Invalid(N_("Terlalu banyak baris: paling banyak 50.000. Bagi menjadi beberapa berkas."))


def _text(cell: Any) -> str:
    """A cell as a person would have typed it; no digit is invented."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return _number(float(cell))
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    text = str(cell)
    if len(text) > LONGEST_CELL:
        raise Invalid(N_("Ada sel yang terlalu panjang. Persingkat isinya, lalu unggah lagi."))
    return text


def _number(value: float) -> str:
    if abs(value) >= EXACT_DIGITS:
        return f"{value:.14E}"
    if value == int(value):
        return str(int(value))
    return f"{value:.15g}".replace(".", ",")
