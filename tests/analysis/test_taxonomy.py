"""Taxonomies: the shipped ones are whole, one's own is checked with a clear word."""

import csv

import pytest

from analysis import (
    Example,
    Saying,
    Taxonomy,
    TaxonomyError,
    Theme,
    examples_file,
    parse_taxonomy,
    shipped_taxonomy,
)
from analysis.resources import read_rows

ASN = (
    "literasi_digital pelayanan_publik keuangan_aset administrasi_arsip kepemimpinan perencanaan_data "
    "pemberdayaan_masyarakat kebencanaan_trantib karier_kesejahteraan sarana_jaringan disiplin_budaya_kerja "
    "akses_pelatihan"
)
SKM = "persyaratan prosedur waktu biaya produk kompetensi perilaku sarpras pengaduan pujian"
OWN = """
key = "kampung"
negative = "lain"
examples = "kampung.csv"
[[themes]]
key = "kebun"
name_id = "Kebun"
keywords = ["pohon"]
examples = ["tanam pohon"]
[[themes]]
key = "laut"
"""


@pytest.mark.parametrize(("key", "keys", "examples"), [("asn", ASN, 618), ("skm", SKM, 313)])
def test_shipped_taxonomies(key: str, keys: str, examples: int) -> None:
    taxonomy = shipped_taxonomy(key)
    assert taxonomy.keys == tuple(keys.split())
    assert len(taxonomy.examples) == examples
    assert all(theme.name_id and theme.name_en and theme.description for theme in taxonomy.themes)
    assert all(len(theme.keywords) >= 9 for theme in taxonomy.themes)
    assert {example.theme for example in taxonomy.examples} == {*taxonomy.keys, None}


@pytest.mark.parametrize("key", ["asn", "skm"])
def test_no_example_is_given_twice(key: str) -> None:
    texts = [row["text"] for row in read_rows(f"{key}.csv")]
    assert len(set(texts)) == len(texts)


def test_second_labels_are_read() -> None:
    seconds = [example.theme2 for example in shipped_taxonomy("asn").examples if example.theme2]
    assert len(seconds) == 61


def test_an_unknown_shipped_taxonomy_is_refused() -> None:
    with pytest.raises(TaxonomyError, match="known are asn, skm"):
        shipped_taxonomy("xyz")


def test_a_taxonomy_of_ones_own() -> None:
    rows = list(csv.DictReader(["text,theme,theme2", "perahu karam,laut,kebun", "salam,lain,", "entah,,"]))
    assert parse_taxonomy(OWN, rows) == Taxonomy(
        "kampung",
        (Theme("kebun", "Kebun", "Kebun", "", ("pohon",)), Theme("laut", "laut", "laut")),
        (
            Example("perahu karam", "laut", "kebun"),
            Example("salam", None),
            Example("entah", None),
            Example("tanam pohon", "kebun"),
        ),
        "lain",
    )
    assert examples_file(OWN) == "kampung.csv"


def test_a_taxonomy_survives_its_dictionary() -> None:
    taxonomy = shipped_taxonomy("skm")
    again = Taxonomy.from_dict(taxonomy.to_dict())
    assert again == taxonomy
    assert again.digest == taxonomy.digest


def test_the_digest_changes_with_the_content() -> None:
    one = Taxonomy("x", (Theme("a", "A", "A"),))
    assert one.digest != one.with_examples([Example("t", "a")]).digest


@pytest.mark.parametrize(
    ("toml", "word"),
    [
        ("key = ", "not valid TOML"),
        ("key = 'x'", r"no \[\[themes\]\]"),
        ("themes = []", "has no themes"),
        ("themes = [1]", r"no \[\[themes\]\]"),
        ("[[themes]]\nname_id = 'A'", "has no key"),
        ("[[themes]]\nkey = 'a'\n[[themes]]\nkey = 'a'", "twice"),
        ("[[themes]]\nkey = 'lainnya'", "may not be used"),
        ("[[themes]]\nkey = ' a'", "may not be used"),
    ],
)
def test_a_bad_taxonomy_is_refused(toml: str, word: str) -> None:
    with pytest.raises(TaxonomyError, match=word):
        parse_taxonomy(toml)


@pytest.mark.parametrize(
    ("row", "word"),
    [({"text": "t", "theme": "b"}, "unknown theme 'b'"), ({"text": "t"}, "columns text and theme")],
)
def test_a_bad_example_is_refused(row: dict[str, str], word: str) -> None:
    with pytest.raises(TaxonomyError, match=word):
        parse_taxonomy("[[themes]]\nkey = 'a'", [row])


def test_a_broken_file_names_no_examples() -> None:
    assert examples_file("key = ") is None
    assert examples_file("key = 'a'") is None


@pytest.mark.parametrize(("key", "sayings"), [("asn", 7452), ("skm", 6274)])
def test_shipped_sayings_are_of_every_theme_and_none_is_an_answer(key: str, sayings: int) -> None:
    taxonomy = shipped_taxonomy(key)
    assert len(taxonomy.sayings) == sayings
    assert {saying.theme for saying in taxonomy.sayings} == {*taxonomy.keys, None}
    wordings = [wording.casefold() for saying in taxonomy.sayings for wording in saying.wordings]
    assert len(set(wordings)) == len(wordings)
    given = {example.text.casefold() for example in taxonomy.examples}
    assert given.intersection(wordings) <= {"no comment"}


def test_sayings_of_a_text_and_of_rows() -> None:
    told = '[[sayings]]\ntheme = "laut"\nwordings = ["jaring robek", "jaring su robek"]\n[[sayings]]\nwordings = ["halo"]\n'
    rows = [{"theme": "kebun", "plain": "pupuk mahal", "chat": "", "kupang": "pupuk mahal lai"}]
    taxonomy = parse_taxonomy(OWN + told, (), "own", rows)
    assert taxonomy.sayings == (
        Saying("laut", ("jaring robek", "jaring su robek")),
        Saying(None, ("halo",)),
        Saying("kebun", ("pupuk mahal", "pupuk mahal lai")),
    )
    assert Taxonomy.from_dict(taxonomy.to_dict()) == taxonomy
    assert "sayings" not in parse_taxonomy(OWN).to_dict()


@pytest.mark.parametrize(
    "wrong",
    [
        "sayings = 3",
        'sayings = ["x"]',
        '[[sayings]]\nwordings = "abc"',
        "[[sayings]]\nwordings = [1]",
        '[[sayings]]\ntheme = "laut"',
        "[[sayings]]\nwordings = []",
        '[[sayings]]\ntheme = "gunung"\nwordings = ["tinggi"]',
    ],
)
def test_a_saying_that_is_none_is_refused(wrong: str) -> None:
    whole = f"{wrong}\n{OWN}" if wrong.startswith("sayings") else OWN + wrong
    with pytest.raises(TaxonomyError, match="saying"):
        parse_taxonomy(whole)
