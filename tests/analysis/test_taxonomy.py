"""Taxonomies: the shipped ones are whole, one's own is checked with a clear word."""

import csv

import pytest

from analysis import Example, Taxonomy, TaxonomyError, Theme, examples_file, parse_taxonomy, shipped_taxonomy
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
