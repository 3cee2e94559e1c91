"""Files as spreadsheets of this country write them, and files that are none."""

import pytest

from core.csv_reading import CsvRow, read_csv
from core.errors import Invalid


def test_rows_carry_their_spreadsheet_number_and_as_many_cells_as_the_header() -> None:
    table = read_csv(b"nama,usia\r\nAna,30\r\n\r\n ,\r\nBudi\r\n")
    assert table.header == ("nama", "usia")
    assert table.rows == (CsvRow(2, ("Ana", "30")), CsvRow(5, ("Budi", "")))
    assert (table.column("usia"), table.column("kota")) == (1, None)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_found_in_the_header_outside_quotes(delimiter: str) -> None:
    text = delimiter.join(['"a;b,c\td"', "e", "f"]) + "\n" + delimiter.join("123") + "\n"
    table = read_csv(text.encode())
    assert table.header == ("a;b,c\td", "e", "f")
    assert [row.cells for row in table.rows] == [("1", "2", "3")]


def test_one_column_with_commas_in_quotes() -> None:
    table = read_csv(b'text\n"satu, dua"\n')
    assert (table.header, table.rows[0].cells) == (("text",), ("satu, dua",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(encoding: str) -> None:
    table = read_csv("pendapat\ncafé – “baik”\n".encode(encoding))
    assert (table.header, table.rows[0].cells) == (("pendapat",), ("café – “baik”",))


def test_a_line_end_inside_quotes_stays_and_counts_as_one_row() -> None:
    table = read_csv(b'a,b\n"satu\r\ndua",x\ntiga,y\n')
    assert table.rows == (CsvRow(2, ("satu\r\ndua", "x")), CsvRow(3, ("tiga", "y")))


def test_old_line_ends_and_empty_last_columns() -> None:
    table = read_csv(b"a,b,,\r1,2,,\r3,4\r")
    assert table.header == ("a", "b")
    assert [row.cells for row in table.rows] == [("1", "2"), ("3", "4")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kosong"),
        (b" \n\n", "kosong"),
        (b"a,b\n", "hanya berisi judul"),
        (b"\n1,2\n", "Baris 1 harus berisi judul"),
        (b"a,,c\n1,2,3\n", "Kolom ke-2"),
        (b"a,a\n1,2\n", "dipakai dua kali"),
        (b"a,b\n1\x00,2\n", "NUL"),
        ("a,b\n1,2\n".encode("utf-16"), "NUL"),
        (b"PK\x03\x04rest", "bukan berkas CSV"),
        (b"\xd0\xcf\x11\xe0rest", "bukan berkas CSV"),
        (b"a,b\n\xff\x81\x02,2\n", "tidak dapat dibaca"),
        (b"a,b\n\xe9\x02,2\n", "tidak dapat dibaca"),
        (b'a,b\n1,2\n"tidak ditutup,3\n', "tanda kutip"),
        (b"a,b\n" + b"x" * 140_000 + b",2\n", "terlalu panjang"),
        (b"a,b\n1,2,3\n", "lebih banyak kolom"),
        (",".join(f"k{i}" for i in range(301)).encode() + b"\n1\n", "Terlalu banyak kolom"),
    ],
)
def test_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_csv(content)
    assert reason in refusal.value.message % refusal.value.params


def test_the_reason_names_the_row() -> None:
    with pytest.raises(Invalid) as refusal:
        read_csv(b"a,b\n1,2\n\n1,2,3\n")
    assert refusal.value.params == {"row": 4}


def test_limits_of_the_upload_and_none_on_the_command_line() -> None:
    rows = b"a\n" + b"1\n" * 50_001
    with pytest.raises(Invalid, match="Terlalu banyak baris"):
        read_csv(rows)
    assert len(read_csv(rows, max_rows=None).rows) == 50_001
    assert len(read_csv(rows[:-2]).rows) == 50_000
    big = b"a\n" + b"x" * (5 * 1024 * 1024)
    with pytest.raises(Invalid, match="5 MB"):
        read_csv(big)
