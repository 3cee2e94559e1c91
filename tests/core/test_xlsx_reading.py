"""XLSX as spreadsheets write it, and files that would hurt whoever opens them."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter

from core import xlsx_reading
from core.csv_reading import CsvRow
from core.errors import Invalid
from core.tables import plain_filename, read_table
from tests.core.xlsx import changed, xlsx

SHEET = "xl/worksheets/sheet1.xml"
GOOD = xlsx([["nama", "nip"], ["Ana", "1"]])


def refused(content: bytes, name: str = "daftar.xlsx") -> str:
    with pytest.raises(Invalid) as refusal:
        read_table(name, content)
    return refusal.value.message % refusal.value.params


def sheet(cells: str) -> bytes:
    """The good file with another sheet."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    body = f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'
    return changed(GOOD, {SHEET: body.encode()})


def test_rows_have_their_number_and_cells_are_texts() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        first, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        first.write_row(0, 0, ["teks", "angka", "hari", "jam", "ya"])
        first.write_row(1, 0, ["198504172010041003", 3])
        first.write_datetime(1, 2, datetime(2027, 1, 31), day)
        first.write_boolean(1, 4, True)
        first.write_row(4, 0, [" =2+3", 1.125])
        first.write_datetime(
            4, 2, datetime(2027, 1, 31, 14, 5), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        )
        book.add_worksheet().write(0, 0, "lembar lain")
    table = read_table("apa saja.csv", target.getvalue())
    assert table.header == ("teks", "angka", "hari", "jam", "ya")
    assert table.rows == (
        CsvRow(2, ("198504172010041003", "3", "2027-01-31", "", "TRUE")),
        CsvRow(5, (" =2+3", "1,125", "2027-01-31 14:05", "", "")),
    )


def test_a_number_that_lost_digits_is_not_made_up() -> None:
    table = read_table("a.xlsx", xlsx([["nip"], [198504172010041003], [123456789012345], [0.1]]))
    assert [row.cells[0] for row in table.rows] == ["1.98504172010041E+17", "123456789012345", "0,1"]


@pytest.mark.parametrize("value", [date(2027, 1, 31), time(14, 5), True, 5])
def test_every_kind_of_cell_has_a_text(value: object) -> None:
    assert xlsx_reading._text(value) in {"2027-01-31", "14:05:00", "TRUE", "5"}


def test_the_same_refusals_as_for_csv() -> None:
    assert "hanya berisi judul" in refused(xlsx([["nama"]]))
    assert "dipakai dua kali" in refused(xlsx([["a", "a"], [1, 2]]))
    assert "Baris 1 harus berisi judul" in refused(xlsx([[""], ["a"]]))
    assert "kosong" in refused(xlsx([]))
    assert "lebih banyak kolom" in refused(xlsx([["a"], ["1", "2"]]))


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.xlsx", "kosong"),
        (b"nama;nip\n1;2\n", "a.xlsx", "bernama Excel"),
        (b"%PDF-1.7 x", "a.csv", "bukan berkas CSV"),
        (b"%PDF-1.7 x", "a.xlsx", "bernama Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xlsx", "terkunci kata sandi"),
        (b"PK\x03\x04", "a.xlsx", "rusak"),
        (GOOD[:-100], "a.xlsx", "rusak"),
        (GOOD + b" " * (5 * 1024 * 1024), "a.xlsx", "5 MB"),
        (changed(GOOD, {SHEET: b"<a"}), "a.xlsx", "rusak"),
        (changed(GOOD, {SHEET: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "a.xlsx", "rusak"),
        (sheet('<row r="x"/>'), "a.xlsx", "rusak"),
    ],
)
def test_wrong_files(content: bytes, name: str, reason: str) -> None:
    assert reason in refused(content, name)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "banyak kolom"),
        ('<row r="1"><c r="ZZZZZZZZ1"><v>1</v></c></row>', "banyak kolom"),
        ('<row r="1048576"><c><v>1</v></c></row>', "banyak baris"),
        ("<row><c r='A&#49;048576'><v>1</v></c></row>", "banyak baris"),
        ("<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>", "banyak kolom"),
        ("<row><c><v>1</v></c></row>" * 50_002, "banyak baris"),
    ],
)
def test_cells_far_out_never_reach_the_reader(
    cells: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import python_calamine

    monkeypatch.delattr(python_calamine, "CalamineWorkbook")
    monkeypatch.setattr(python_calamine, "CalamineWorkbook", None, raising=False)
    assert reason in refused(sheet(cells))


def test_empty_cells_far_out_are_harmless() -> None:
    """Spreadsheets write them for styles."""
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>nama</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>Ana</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )
    assert read_table("a.xlsx", sheet(cells)).rows == (CsvRow(2, ("Ana",)),)


def test_bombs_are_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = changed(GOOD, {"xl/media/big.png": b"\0" * 90_000_000})
    assert len(zeros) < 200_000
    assert "terlalu besar setelah dibuka" in refused(zeros)
    many = changed(GOOD, {f"xl/media/{n}.xml": b"<a/>" for n in range(501)})
    assert "terlalu besar setelah dibuka" in refused(many)
    texts = b"<sst><si><t>" + b"x" * 100_000 + b"</t></si></sst>"
    cells = '<row><c t="s"><v>0</v></c></row>' * 1_000
    monkeypatch.setattr(xlsx_reading, "_text", None)
    repeated = changed(sheet(cells), {"xl/sharedStrings.xml": texts})
    assert "terlalu besar setelah dibuka" in refused(repeated)


def test_a_size_that_lies_is_seen() -> None:
    """What the directory declares is all that is unpacked, and then the checksum does not fit."""
    lying = bytearray(changed(GOOD, {SHEET: b"<a>" + b" " * 1_000_000 + b"</a>"}))
    with zipfile.ZipFile(io.BytesIO(bytes(lying))) as packed:
        size = packed.getinfo(SHEET).file_size.to_bytes(4, "little")
    place = lying.rindex(size)
    lying[place : place + 4] = (100).to_bytes(4, "little")
    assert "rusak" in refused(bytes(lying))


def test_an_encrypted_part_is_refused() -> None:
    locked = bytearray(GOOD)
    place = locked.rindex(b"PK\x01\x02")
    locked[place + 8] |= 1
    assert "kata sandi" in refused(bytes(locked))


def test_file_names_are_their_last_part() -> None:
    assert plain_filename("C:\\data\\../daftar.xlsx") == "daftar.xlsx"
    assert len(plain_filename("x" * 500)) == 120
