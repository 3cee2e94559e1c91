"""`rembuk themes` and `rembuk themes-assign`: files in, files out, exit codes."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from rembuk.cli.themes import ProgressLine, themes, themes_assign
from tests.analysis.conftest import GARDEN, NOISE, SEA

TOML = """
key = "kampung"
examples = "contoh.csv"
[[themes]]
key = "kebun"
name_id = "Kebun"
keywords = ["pohon", "sayur"]
[[themes]]
key = "laut"
name_id = "Laut"
keywords = ["perahu", "ikan"]
"""
TEXTS = ["pupuk pohon mangga", "N/A", "", 'perahu nelayan, "bocor"\r\ndi laut', "bibit sayur untuk kebun 🌱"]
THEMES = ["kebun", None, None, "laut", "kebun"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    # The lexical route: what is tested here is the command.
    monkeypatch.setattr("analysis.encoders.util.find_spec", lambda name: None)
    Path("own.toml").write_text(TOML, encoding="utf-8")
    rows = [
        (text, theme) for theme, texts in (("kebun", GARDEN), ("laut", SEA), ("", NOISE)) for text in texts
    ]
    write("contoh.csv", ["text", "theme"], rows)
    write("in.csv", ["id", "jawaban"], [(at, text) for at, text in enumerate(TEXTS)])


def write(name: str, header: list[str], rows: Any, delimiter: str = ",", encoding: str = "utf-8") -> None:
    with open(name, "w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *rows])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(themes, [*arguments, "--out", "out.json"])


def assign(*arguments: str) -> Result:
    return CliRunner().invoke(themes_assign, [*arguments, "--out", "out2.json"])


def read(name: str = "out.json") -> Any:
    return json.loads(Path(name).read_text(encoding="utf-8"))


OWN = ("in.csv", "--column", "jawaban", "--taxonomy", "own.toml")


def test_the_result_has_the_promised_shape() -> None:
    done = run(*OWN)
    assert (done.exit_code, done.output) == (0, "")
    out = read()
    assert list(out) == ["version", "settings", "quality", "themes", "subthemes", "assignments"]
    assert [row["row"] for row in out["assignments"]] == [0, 1, 2, 3, 4]
    assert [row["theme"] for row in out["assignments"]] == THEMES
    assert all(list(row) == ["row", "theme", "theme2", "confidence"] for row in out["assignments"])
    assert [theme["id"] for theme in out["themes"]] == ["kebun", "laut"]
    assert all(
        list(theme)[:6] == ["id", "name_id", "name_en", "terms", "quotes", "size"] for theme in out["themes"]
    )
    assert out["themes"][1]["quotes"] == [TEXTS[3]]
    assert "🌱" in Path("out.json").read_text(encoding="utf-8")


def test_twice_the_same_bytes() -> None:
    run(*OWN)
    first = Path("out.json").read_bytes()
    run(*OWN)
    assert Path("out.json").read_bytes() == first


def test_later_answers_need_only_the_result() -> None:
    run(*OWN)
    for name in ("own.toml", "contoh.csv"):
        Path(name).unlink()
    write("new.csv", ["teks"], [("ikan di laut dan jaring nelayan",), *[(text,) for text in TEXTS]])
    assert assign("out.json", "new.csv", "--column", "teks").exit_code == 0
    out, out2 = read(), read("out2.json")
    assert list(out2) == list(out)
    assert out2["settings"] == out["settings"]
    assert out2["assignments"][0]["theme"] == "laut"
    assert [row["theme"] for row in out2["assignments"][1:]] == THEMES
    assert [theme["size"] for theme in out2["themes"]] == [2, 2]
    assert [theme["terms"] for theme in out2["themes"]] == [theme["terms"] for theme in out["themes"]]


def test_discovered_themes_are_assigned_too() -> None:
    done = run("contoh.csv", "--column", "text", "--taxonomy", "none", "--n-themes", "2", "--seed", "3")
    assert done.exit_code == 0
    assert read()["settings"]["seed"] == 3
    assert assign("out.json", "contoh.csv", "--column", "text").exit_code == 0
    assert read("out2.json")["assignments"] == read()["assignments"]


def test_labels_make_the_themes() -> None:
    assert run("contoh.csv", "--column", "text", "--labels", "theme", "--taxonomy", "none").exit_code == 0
    assert [theme["id"] for theme in read()["themes"]] == ["kebun", "laut"]


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8"), ("\t", "utf-8"), (",", "utf-8-sig")])
def test_spreadsheet_flavours_are_read(delimiter: str, encoding: str) -> None:
    write("in.csv", ["jawaban", "id"], [(text, 1) for text in TEXTS], delimiter, encoding)
    assert run(*OWN).exit_code == 0
    assert [row["theme"] for row in read()["assignments"]] == THEMES


def test_no_answers_is_an_empty_result() -> None:
    write("in.csv", ["jawaban"], [])
    assert run(*OWN).exit_code == 0
    assert read()["assignments"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("in.csv", "--column", "teks", "--taxonomy", "own.toml"),
            "in.csv has no column 'teks'; it has: id, jawaban",
        ),
        ((*OWN, "--labels", "id"), "labels the taxonomy 'kampung' does not have: 0, 1, 2, 3, 4"),
        (("in.csv", "--column", "jawaban", "--taxonomy", "bad.toml"), "the taxonomy is not valid TOML"),
        (("in.csv", "--column", "jawaban", "--taxonomy", "missing.toml"), "cannot read missing.toml"),
        (("latin.csv", "--column", "jawaban", "--taxonomy", "none"), "latin.csv is not UTF-8"),
    ],
)
def test_refusals_are_one_clear_line(arguments: tuple[str, ...], message: str) -> None:
    Path("bad.toml").write_text("key =", encoding="utf-8")
    Path("latin.csv").write_bytes(b"jawaban\ncaf\xe9\n")
    done = run(*arguments)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert not Path("out.json").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("in.csv",),
        ("missing.csv", "--column", "jawaban"),
        ("in.csv", "--column", "jawaban", "--taxonomy", "esn"),
        ("in.csv", "--column", "jawaban", "--n-themes", "0"),
        ("in.csv", "--column", "jawaban", "--seed", "-1"),
        ("in.csv", "--column", "jawaban", "--unknown"),
    ],
)
def test_a_wrong_call_exits_with_two(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("content", ["{}", "[]", "no json", '{"settings": {"taxonomy": 1}}'])
def test_what_is_no_result_is_refused(content: str) -> None:
    Path("out.json").write_text(content, encoding="utf-8")
    done = assign("out.json", "in.csv", "--column", "jawaban")
    assert done.exit_code == 1
    assert done.stderr == "Error: out.json is not a result of rembuk themes\n"


def test_a_result_of_another_taxonomy_version_is_refused() -> None:
    run(*OWN)
    out = read()
    out["settings"]["taxonomy_hash"] = "0"
    Path("out.json").write_text(json.dumps(out), encoding="utf-8")
    done = assign("out.json", "in.csv", "--column", "jawaban")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "another version of the taxonomy" in done.stderr


def test_a_folder_that_is_not_there_is_refused() -> None:
    done = CliRunner().invoke(themes, [*OWN, "--out", "no/out.json"])
    assert (done.exit_code, "cannot write" in done.stderr) == (1, True)


@pytest.mark.parametrize("command", [themes, themes_assign])
def test_help(command: Any) -> None:
    done = CliRunner().invoke(command, ["--help"])
    assert done.exit_code == 0
    assert "--column" in done.output


@pytest.mark.parametrize(
    ("terminal", "seconds", "shown"), [(True, 3.0, True), (True, 1.0, False), (False, 3.0, False)]
)
def test_the_bar_is_for_a_terminal_and_long_work(
    terminal: bool,
    seconds: float,
    shown: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    times = iter([10.0, 10.0 + seconds])
    monkeypatch.setattr("time.monotonic", lambda: next(times))
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal, raising=False)
    ProgressLine()("usem3", 16, 32)
    assert ("16/32" in capsys.readouterr().err) is shown
