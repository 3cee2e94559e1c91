"""Telling words and quotes."""

from analysis.normalise import IndonesianNormaliser
from analysis.quotes import theme_quotes
from analysis.reading import Reading
from analysis.terms import theme_terms

normalise = IndonesianNormaliser()


def test_terms_set_a_theme_apart_and_are_surface_words() -> None:
    texts = [
        "pelatihan komputer", "dilatih komputer", "pelatihan pelatihan excel komputer",
        "kantor rusak atap", "atap kantor rusak", "atap bocor di kantor",
    ]  # fmt: skip
    labels = ["digital"] * 3 + ["sarana"] * 3
    terms = theme_terms([normalise(text) for text in texts], labels)
    assert terms == {"digital": ["komputer", "pelatihan"], "sarana": ["atap", "kantor"]}


def test_words_common_to_all_tell_nothing() -> None:
    shadows = [normalise(text) for text in ["kantor merah", "kantor biru", "kantor hijau"]]
    assert theme_terms(shadows, ["a", "a", None]) == {"a": ["biru", "merah"]}


def test_no_text_no_terms() -> None:
    assert theme_terms([], []) == {}
    assert theme_terms([normalise("kantor")], [None]) == {}


def quotes(texts: list[str], confidences: list[float], **more: int) -> list[str]:
    readings = [Reading("a", None, confidence, 0.0) for confidence in confidences]
    return theme_quotes(texts, [normalise(text) for text in texts], readings, "a", **more)


SURE = "Atap kantor bocor setiap kali hujan turun"
NEXT = "Printer rusak sejak bulan Januari, tinta habis"


def test_quotes_are_the_surest_first() -> None:
    assert quotes([NEXT, SURE], [0.5, 0.9]) == [SURE, NEXT]


def test_quotes_differ() -> None:
    assert quotes([SURE, SURE.upper() + "!", NEXT], [0.9, 0.8, 0.1]) == [SURE, NEXT]


def test_a_short_text_gives_way_to_a_readable_one() -> None:
    assert quotes(["genset", SURE], [0.99, 0.2], count=1) == [SURE]
    assert quotes(["genset"], [0.99]) == ["genset"]


def test_a_document_is_no_quote() -> None:
    assert quotes([SURE * 10], [0.9]) == []


def test_other_themes_are_not_quoted() -> None:
    readings = [Reading("b", None, 0.9, 0.0), Reading(None, None, 0.9, 0.0)]
    assert theme_quotes([SURE, NEXT], [normalise(SURE), normalise(NEXT)], readings, "a") == []
