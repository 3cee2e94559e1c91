"""Row "export": no CSV cell begins a formula, whatever people wrote."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core import csv_writing

# Stated here again, not imported: what a spreadsheet may read as the beginning of a formula.
SIGNS = "=+-@−＝＋－＠"
BEFORE = ' \t\r\n\u00a0\u3000\u200b\ufeff"“”'
NASTY = st.text(st.sampled_from(SIGNS + BEFORE + "'a1("), max_size=8)
CELLS = st.one_of(NASTY, st.text(max_size=20), st.integers(), st.floats(allow_nan=False), st.none())


def read(content: bytes) -> list[list[str]]:
    """As a spreadsheet does."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def begins_a_formula(cell: str) -> bool:
    if cell.startswith(("\t", "\r", "\n")):
        return True
    return cell.lstrip(BEFORE)[:1] in set(SIGNS) if cell.strip(BEFORE) else False


def written(rows: list[list[csv_writing.Cell]]) -> list[list[str]]:
    return read(b"".join(csv_writing.write_csv(rows)))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=4))
@example([["=1+1", "x"]])
@example([["\t=1+1", ' "=1+1']])
@example([["\r\n@SUM(A1)", "\ufeff＝1+1"]])
@example([[-5, -0.5]])
def test_no_cell_begins_a_formula(rows: list[list[csv_writing.Cell]]) -> None:
    assert [cell for row in written(rows) for cell in row if begins_a_formula(cell)] == []


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=4))
def test_nothing_but_an_apostrophe_is_added(rows: list[list[csv_writing.Cell]]) -> None:
    expected = [["" if cell is None else str(cell) for cell in row] for row in rows]
    got = [
        [cell.removeprefix("'") if cell != text else cell for cell, text in zip(row, texts, strict=True)]
        for row, texts in zip(written(rows), expected, strict=True)
    ]
    assert got == expected


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+62 811", "'+62 811"),
        ("-", "'-"),
        ("@nama", "'@nama"),
        ("−5", "'−5"),
        ("＝1", "'＝1"),
        ("  =1", "'  =1"),
        ('"=1', "'\"=1"),
        ("\tteks", "'\tteks"),
        ("\nteks", "'\nteks"),
        (" \nteks", "' \nteks"),
        ("\u200b=1", "'\u200b=1"),
        (-5, "'-5"),
        (-0.5, "'-0.5"),
        (5, "5"),
        (2.5, "2.5"),
        (None, ""),
        ("", ""),
        ("a=b", "a=b"),
        ("N/A", "N/A"),
        ("'=1", "'=1"),
        ("1 - 2", "1 - 2"),
        ("baik\n=1", "baik\n=1"),
        ("(kosong)", "(kosong)"),
    ],
)
def test_examples(cell: csv_writing.Cell, safe: str) -> None:
    assert csv_writing.safe_cell(cell) == safe


def test_sabotaged_without_the_rule_formulas_come_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_writing, "safe_cell", lambda cell: "" if cell is None else str(cell))
    rows: list[list[csv_writing.Cell]] = [["=1+1", "\t=1", -5, "baik"]]
    assert [cell for cell in written(rows)[0] if begins_a_formula(cell)] == ["=1+1", "\t=1", "-5"]


def test_a_long_file_comes_in_pieces_and_whole() -> None:
    rows: list[list[csv_writing.Cell]] = [[i, "kata " * 20] for i in range(5000)]
    pieces = list(csv_writing.write_csv(rows))
    assert len(pieces) > 5
    assert max(map(len, pieces)) < 100_000
    assert [row[0] for row in read(b"".join(pieces))] == [str(i) for i in range(5000)]
