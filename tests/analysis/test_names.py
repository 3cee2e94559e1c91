"""Names of themes: noun phrases in both languages, never half a sentence, no two alike."""

import csv

import pytest

from analysis.names import glossary, noun_phrase, theme_names, written_term
from analysis.normalise import IndonesianNormaliser
from analysis.phrases import Spoken
from analysis.resources import read_rows
from analysis.stem import SastrawiStemmer
from analysis.terms import theme_terms

normalise = IndonesianNormaliser()


def named(texts: dict[str, list[str]]) -> dict[str, tuple[str, str]]:
    flat = [(theme, text) for theme, own in texts.items() for text in own]
    spoken = Spoken([normalise(text) for _, text in flat])
    groups = {theme: [at for at, (own, _) in enumerate(flat) if own == theme] for theme in texts}
    return theme_names(groups, theme_terms(spoken, groups), spoken)


NOISE = ["semoga sehat selalu", "ikut saja apa kata ketua", "salam sejahtera"]


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (
            [
                "pelatihan aplikasi keuangan untuk staf",
                "minta pelatihan aplikasi keuangan",
                "pelatihan aplikasi keuangan dong",
                "kapan pelatihan aplikasi keuangan",
            ],
            ("Pelatihan aplikasi keuangan", "Finance application training"),
        ),
        (
            ["printer rusak lagi", "printer rusak sejak Mei", "kapan printer rusak diganti"],
            ("Printer rusak", "Broken printers"),
        ),
        (
            ["ruang tunggu sempit", "ruang tunggu panas", "kipas untuk ruang tunggu"],
            ("Ruang tunggu", "Waiting rooms"),
        ),
        (
            ["bimtek srikandi dong", "bimtek SRIKANDI lagi", "srikandi butuh bimtek"],
            ("Bimtek SRIKANDI", "SRIKANDI technical guidance"),
        ),
        (
            [
                "alur tidak jelas",
                "alur tidak jelas dan lama",
                "kenapa alur tidak jelas",
                "papan alur tidak jelas",
            ],
            ("Alur tidak jelas", "Unclear workflows"),
        ),
        (
            ["musik gambus bagus", "gambus lagi", "gambus tiap rabu", "gambus"],
            ("Gambus", "Gambus"),
        ),
        (
            ["pelatihan staf", "pelatihan lagi", "pelatihan", "loket sempit", "loket penuh"],
            ("Pelatihan dan loket", "Training and counters"),
        ),
        (["cepat sekali", "lambat", "cepat", "lambat sekali"], ("Tema 7", "Theme 7")),
    ],
)
def test_a_theme_is_named(texts: list[str], name: tuple[str, str]) -> None:
    assert named({"tema-7": texts, "tema-8": NOISE})["tema-7"] == name


@pytest.mark.parametrize(
    ("others", "name"),
    [
        (14, ("Loket dan gambus", "Counters and gambus")),
        (16, ("Loket dan gambus", "Counters and gambus")),
        (17, ("Campuran: loket, gambus", "Mixed: counters, gambus")),
    ],
)
def test_a_name_that_hardly_anybody_says_is_none(others: int, name: tuple[str, str]) -> None:
    """Two say one word, two the other: four of twenty are a fifth, of twenty-one less."""
    texts = ["gambus satu", "gambus dua", "loket tiga", "loket empat"]
    alone = [f"{letter}{letter}ra" for letter in "bcdfghjklmnpqrstvwxyz"[:others]]
    assert named({"tema-7": [*texts, *alone], "tema-8": NOISE})["tema-7"] == name


@pytest.mark.parametrize(
    ("surface", "known"),
    [
        ("penitipan", True),
        ("perbaikan", True),
        ("pernikahan", True),
        ("penitipan anak", True),
        ("pertahankan", False),
        ("perlahan", False),
        ("titipan", False),
    ],
)
def test_a_word_that_its_form_makes_a_noun_is_known_for_one(surface: str, known: bool) -> None:
    found = noun_phrase(surface, tuple(surface.split()))
    assert found is not None
    assert found.known is known


def test_english_says_no_word_twice() -> None:
    found = noun_phrase("staf honorer", ("staf", "honorer"))
    assert found is not None
    assert (found.id, found.en) == ("staf honorer", "temporary staff")


def test_a_noun_by_its_form_speaks_before_rarer_ones_of_the_lists() -> None:
    texts = [
        "penitipan perlu ruang",
        "penitipan dekat rumah",
        "penitipan saja",
        "bayi butuh penitipan",
        "ruang penitipan",
    ]
    assert named({"a": texts, "b": NOISE})["a"][0].startswith("Penitipan")


def test_who_says_the_same_in_another_word_is_counted() -> None:
    """The head of a training, and what English has one word for."""
    alone = [f"{letter}{letter}ra" for letter in "bcdfghjklmnpqrstvwx"]
    taught = ["pelatihan komputer"] * 3 + [f"pelatihan {word}" for word in alone[:17]]
    assert named({"tema-7": taught, "tema-8": NOISE})["tema-7"][0] == "Pelatihan komputer"
    money = [*(f"uang {word}" for word in alone[:3]), *(f"duit {word}" for word in alone[3:5]), *alone[5:]]
    assert named({"tema-7": money, "tema-8": NOISE})["tema-7"] == ("Uang", "Money")


def test_no_two_themes_share_a_name() -> None:
    texts = ["printer rusak lagi", "printer rusak terus"]
    rest = ["genset kantor", "kursi tunggu", "air bersih", "lampu jalan"]
    names = named({"tema-1": texts, "tema-2": texts, "baru-3": NOISE, "tema-4": rest})
    assert names["tema-1"] == ("Printer rusak", "Broken printers")
    assert names["tema-2"] == ("Tema 2", "Theme 2")
    assert names["baru-3"] == ("Tema baru 3", "New theme 3")


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("jaringan internet", ("jaringan internet", "internet connection")),
        ("aplikasi keuangan", ("aplikasi keuangan", "finance applications")),
        ("meja kantor rusak", ("meja kantor rusak", "broken office desks")),
        ("mengurus surat", ("pengurusan surat", "letter processing")),
        ("surat ditolak", None),
        ("tangan", ("tangan", "tangan")),
        ("diminta surat", None),
        ("lambat", None),
        ("tidak ramah", None),
        ("orang", None),
        ("moke", ("moke", "moke")),
        ("minuman moke", ("minuman moke", "moke drinks")),
    ],
)
def test_noun_phrases(surface: str, name: tuple[str, str] | None) -> None:
    stems = tuple(map(SastrawiStemmer(), surface.split()))
    found = noun_phrase(surface, stems)
    assert (found and (found.id, found.en)) == name


def test_terms_stand_as_their_owners_write_them() -> None:
    terms = ["ktp", "aplikasi sipd", "e-kinerja", "mengurus surat"]
    assert list(map(written_term, terms)) == ["KTP", "aplikasi SIPD", "e-Kinerja", "mengurus surat"]


def test_the_list_of_words_is_whole() -> None:
    rows = read_rows("names_en.csv")
    assert len({row["id"] for row in rows}) == len(rows) >= 700
    assert {row["kind"] for row in rows} == {"noun", "person", "state", "act", "name"}
    for row in rows:
        assert row["en"].strip() == row["en"] != ""
        assert row["id"] == row["id"].lower().strip()
        assert row["plural"] == "" or row["kind"] in ("noun", "person", "act")
        assert row["written"] or row["kind"] != "act"


def test_words_of_buttons_are_no_nouns() -> None:
    assert "unduh" not in glossary()
    assert glossary()["aspirasi"].en == "aspiration"


def test_the_glossary_is_the_given_one_unchanged() -> None:
    rows = read_rows("glossary.csv")
    assert len(rows) == 126
    assert all(set(row) == {"id", "en"} and row["en"] for row in rows)
    assert csv.Sniffer().has_header("id,en\nsurvei,survey\n")
