"""`rembuk skm` as scripts outside the repository call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rembuk.cli import main
from tests.surveys.test_skm import KEYS, REFERENCE


def answers(counts: dict[str, dict[int, int]]) -> str:
    """A file whose columns have these counts; a value missing at the end is an empty cell."""
    columns = [[str(v) for v, n in counts[key].items() for _ in range(n)] for key in KEYS]
    length = max(map(len, columns))
    rows = zip(*(column + [""] * (length - len(column)) for column in columns), strict=True)
    return "\n".join([",".join(KEYS), *(",".join(row) for row in rows)]) + "\n"


def run(tmp_path: Path, content: str | bytes, *options: str) -> Result:
    file = tmp_path / "skm.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return CliRunner().invoke(main, ["skm", str(file), *options])


def test_reference_survey(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    result = run(tmp_path, answers(REFERENCE), "--population", "1000", "--out", str(out))
    assert result.exit_code == 0
    assert json.loads(out.read_text()) == {
        "n": 29,
        "nrr": {
            "persyaratan": "3.62",
            "prosedur": "3.48",
            "waktu": "3.45",
            "biaya": "4.00",
            "produk": "3.52",
            "kompetensi": "3.62",
            "perilaku": "3.66",
            "sarpras": "3.62",
            "pengaduan": "3.97",
        },
        "ikm": "91.48",
        "ikm_without_biaya": "90.41",
        "band": "A",
        "minimum_sample": 278,
    }
    assert "91,48  A (Sangat Baik)" in result.output
    assert "278  terkumpul 29" in result.output


def test_columns_in_any_order_other_columns_and_empty_cells(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    header = ";".join(["nama", *reversed(KEYS)])
    content = f"{header}\nAna;4;4;4;4;4;4;4;4;4\nBudi;2;;;;;;;;\nCici;;;;;;;;;\n"
    assert run(tmp_path, content, "--out", str(out)).exit_code == 0
    given = json.loads(out.read_text())
    assert (given["n"], given["nrr"]["pengaduan"], given["nrr"]["waktu"]) == (2, "3.00", "4.00")
    assert (given["ikm"], given["minimum_sample"]) == ("97.22", None)


def test_an_element_nobody_answered_is_null(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    content = f"{','.join(KEYS)}\n4,4,4,,4,4,4,4,4\n"
    assert run(tmp_path, content, "--out", str(out)).exit_code == 0
    given = json.loads(out.read_text())
    assert (given["nrr"]["biaya"], given["ikm"], given["ikm_without_biaya"]) == (None, "100.00", "100.00")


def test_compatible_weight_says_so(tmp_path: Path) -> None:
    result = run(tmp_path, answers(REFERENCE), "--compatible")
    assert "91,38" in result.output
    assert "kompatibilitas" in result.output
    assert "kompatibilitas" not in run(tmp_path, answers(REFERENCE)).output


@pytest.mark.parametrize("cell", ["0", "5", "3.5", "3,5", "N/A", "-1", "４", "empat", "1 2"])
def test_other_values_are_refused_with_their_row(tmp_path: Path, cell: str) -> None:
    out = tmp_path / "out.json"
    content = f'{",".join(KEYS)}\n4,4,4,4,4,4,4,4,4\n4,"{cell}",4,4,4,4,4,4,4\n'
    result = run(tmp_path, content, "--out", str(out))
    assert result.exit_code == 1
    assert result.output.startswith("Error: baris 3, kolom prosedur: ")
    assert len(result.output.splitlines()) == 1
    assert not out.exists()


def test_missing_columns_are_named(tmp_path: Path) -> None:
    result = run(tmp_path, "persyaratan,prosedur,Waktu,biaya,produk,kompetensi,perilaku,sarpras\n" + "4," * 8)
    assert (result.exit_code, result.output) == (1, "Error: kolom tidak ada: waktu, pengaduan\n")


def test_no_answers_at_all(tmp_path: Path) -> None:
    result = run(tmp_path, f"nama,{','.join(KEYS)}\nAna\n")
    assert (result.exit_code, result.output) == (
        1,
        "Error: tidak ada satu pun nilai pada kolom sembilan unsur\n",
    )


def test_not_a_csv_file(tmp_path: Path) -> None:
    result = run(tmp_path, b"PK\x03\x04")
    assert result.exit_code == 1
    assert "bukan berkas CSV" in result.output


def test_wrong_calls(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["skm"]).exit_code == 2
    assert CliRunner().invoke(main, ["skm", str(tmp_path / "tidak-ada.csv")]).exit_code == 2
    assert run(tmp_path, answers(REFERENCE), "--population", "0").exit_code == 2
    assert CliRunner().invoke(main, ["skm", "--help"]).exit_code == 0
