"""Size and wording of the sources; nothing in them belongs to one district."""

import csv
import re

import pytest

from tests.conventions.sources import HOME, functions, name, python_files, templates

# Where people write a name of a place: only the seed may. The list itself is the seed's.
SEED_UNITS = HOME / "rembuk" / "seed" / "units.csv"
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def place_names() -> list[str]:
    """The names of the demo's units without their kind: "Kelurahan Namosain" -> "Namosain"."""
    with SEED_UNITS.open(newline="", encoding="utf-8") as file:
        names = {row["name"] for row in csv.DictReader(file)}
    return sorted({n.removeprefix("Kelurahan ").removeprefix("Kecamatan ").strip() for n in names})


def district_words() -> re.Pattern[str]:
    """Words that would tie the code to the demo's district."""
    kinds = {"Sekretariat", "Seksi", "Subbagian", "Subbag", "Camat"}
    own = [n for n in place_names() if not any(n.startswith(kind) for kind in kinds)]
    return re.compile(rf"\b({'|'.join(map(re.escape, ['Alak', *own]))})\b", re.IGNORECASE)


def test_no_file_passes_400_lines() -> None:
    long = {name(p): n for p in python_files() if (n := len(p.read_text().splitlines())) > 400}
    assert long == {}


def test_no_function_passes_60_lines() -> None:
    assert [where for p in python_files() for where, lines in functions(p) if lines > 60] == []


def test_half_of_the_files_are_short() -> None:
    sizes = sorted(len(p.read_text().splitlines()) for p in python_files())
    assert sizes[len(sizes) // 2] <= 100


def test_nothing_is_left_for_later() -> None:
    found = [name(p) for p in [*python_files(), *templates()] if UNFINISHED.search(p.read_text())]
    assert found == []


def test_nothing_in_code_or_templates_belongs_to_one_district() -> None:
    words = district_words()
    sources = [p for p in [*python_files(), *templates()] if HOME / "rembuk" / "seed" not in p.parents]
    assert {name(p): m.group() for p in sources if (m := words.search(p.read_text()))} == {}


@pytest.mark.parametrize("text", ["Kecamatan Alak", "di alak,", "KELURAHAN NAMOSAIN"])
def test_words_of_the_district_are_seen(text: str) -> None:
    assert district_words().search(text)
    assert not district_words().search("alakadarnya, kalakian")


def test_every_module_says_what_it_is_for() -> None:
    """A docstring at the top of each file but empty package files."""
    silent = [
        name(p) for p in python_files() if p.read_text().strip() and not p.read_text().startswith('"""')
    ]
    assert silent == []
