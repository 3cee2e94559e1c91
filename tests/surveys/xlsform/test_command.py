"""`rembuk form-check` as scripts call it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rembuk.cli import main
from tests.surveys.xlsform.books import YES_NO, asked, book
from tests.surveys.xlsform.forms import FORMS


def run(tmp_path: Path, content: bytes) -> Result:
    file = tmp_path / "formulir.xlsx"
    file.write_bytes(content)
    return CliRunner().invoke(main, ["form-check", str(file)])


def test_a_good_form(tmp_path: Path) -> None:
    result = run(tmp_path, FORMS["pages"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith("formulir.xlsx: dapat diimpor, 5 pertanyaan, 3 halaman\n")
    assert result.stdout.count("\n") == 1


def test_every_refusal_is_a_line_and_the_last_one_says_how_many(tmp_path: Path) -> None:
    rows = asked(("text", "baik", "Baik"), ("audio", "suara", "Suara"), ("select_one tt", "q", "Q"))
    result = run(tmp_path, book(rows, settings=()))
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "lembar survey, baris 3, kolom type: Suara, video, coretan, dan berkas sebagai jawaban belum didukung.",
        "lembar survey, baris 4, kolom type: Daftar “tt” tidak ada di lembar “choices”.",
    ]
    assert result.stderr.endswith("formulir.xlsx: 2 hal belum dapat dipakai\n")
    assert result.stderr.count("\n") == 1


def test_doubts_stop_nobody(tmp_path: Path) -> None:
    rows = asked(
        ("select_one yt", "q", "Q"),
        ("text", "a", "A", "${q} = 'mungkin'"),
        header=("type", "name", "label", "relevant"),
    )
    result = run(tmp_path, book(rows, YES_NO))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].startswith("catatan, lembar survey, baris 3: ")


@pytest.mark.parametrize("content", [b"", b"bukan", FORMS["text"][:500]])
def test_what_is_no_form(tmp_path: Path, content: bytes) -> None:
    result = run(tmp_path, content)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1


def test_a_wrong_call(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["form-check"]).exit_code == 2
    assert CliRunner().invoke(main, ["form-check", str(tmp_path / "tidak-ada.xlsx")]).exit_code == 2
