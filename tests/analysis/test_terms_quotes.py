"""Telling phrases and quotes."""

from analysis.normalise import IndonesianNormaliser
from analysis.phrases import Spoken, collocations, runs
from analysis.quotes import theme_quotes
from analysis.reading import Reading
from analysis.terms import theme_terms

normalise = IndonesianNormaliser()


def terms(texts: list[str], labels: list[str], hidden: tuple[str, ...] = ()) -> dict[str, list[str]]:
    spoken = Spoken([normalise(text) for text in texts])
    groups = {
        label: [at for at, own in enumerate(labels) if own == label]
        for label in dict.fromkeys(labels)
        if label
    }
    found = theme_terms(spoken, groups, hidden)
    return {theme: [spoken.surface[phrase] for phrase in phrases] for theme, phrases in found.items()}


def test_terms_set_a_theme_apart_and_are_surface_words() -> None:
    texts = [
        "pelatihan komputer", "komputer untuk dilatih", "pelatihan excel dan komputer",
        "kantor rusak atap", "atap di kantor rusak", "atap bocor di kantor", "semua komputer",
    ]  # fmt: skip
    labels = ["digital"] * 3 + ["sarana"] * 3 + [""]
    assert terms(texts, labels) == {"digital": ["pelatihan", "komputer"], "sarana": ["atap", "kantor rusak"]}


def test_a_word_of_one_answer_alone_is_no_term() -> None:
    assert terms(["kantor merah", "kantor biru", "kantor hijau"], ["a", "a", ""]) == {"a": []}


def test_near_copies_are_one_voice() -> None:
    shadows = [normalise(text) for text in ["genset mati", "genset mati", "printer habis", "printer macet"]]
    spoken = Spoken(shadows, [0, 0, 1, 2])
    assert theme_terms(spoken, {"a": [0, 1], "b": [2, 3]}) == {"a": [], "b": [("printer",)]}
    assert (spoken.size([0, 1]), spoken.size([1, 2])) == (1, 2)


def test_a_phrase_takes_the_place_of_its_parts() -> None:
    texts = ["kenaikan pangkat lambat", "syarat kenaikan pangkat", "berkas kenaikan pangkat"]
    noise = ["genset mati", "kursi tunggu rusak", "listrik padam", "air kotor"]
    assert terms([*texts, *noise], ["a"] * 3 + [""] * 4) == {"a": ["kenaikan pangkat"]}


def test_words_that_every_theme_needs_are_no_terms() -> None:
    texts = ["mohon semua orang perlu", "mohon semua orang tidak perlu", "kursi", "meja"]
    assert terms(texts, ["a", "a", "b", "b"]) == {"a": [], "b": []}


def test_negation_stays_with_its_word() -> None:
    texts = ["alur tidak jelas", "tarif tidak jelas", "syarat tidak jelas", "petugas ramah", "petugas sabar"]
    assert terms(texts, ["a", "a", "a", "b", "b"])["a"] == ["tidak jelas"]


def test_names_of_people_are_no_terms() -> None:
    texts = ["pak budi marah di loket", "loket pak budi penuh", "genset mati", "listrik padam"]
    labels = ["a", "a", "b", "b"]
    assert "budi" in " ".join(terms(texts, labels)["a"])
    assert terms(texts, labels, hidden=("budi",))["a"] == ["loket"]


def test_the_article_is_left_out_of_a_term_and_kept_where_it_is_the_word() -> None:
    texts = ["materinya bagus sekali", "soal materinya", "hanya itu", "punya itu"]
    assert terms(texts, ["a", "a", "b", "b"])["a"] == ["materi"]


def test_no_text_no_terms() -> None:
    assert terms([], []) == {}
    assert terms(["kantor"], [""]) == {}


def test_stretches_end_at_function_words() -> None:
    shadow = normalise("Pelatihan komputer untuk staf kelurahan yang baru")
    assert [[word for word, _ in stretch] for stretch in runs(shadow)] == [
        ["pelatihan", "komputer"],
        ["staf", "kelurahan"],
        ["baru"],
    ]


def test_collocations_stand_together_more_often_than_chance() -> None:
    noise = [["meja", word] for word in ["satu", "dua", "tiga", "empat"]]
    pairs = [["naik", "pangkat"]] * 5 + [["ahli", "waris", "sah"]] * 4
    assert collocations([*pairs, *noise]) == {
        ("naik", "pangkat"),
        ("ahli", "waris"),
        ("waris", "sah"),
        ("ahli", "waris", "sah"),
    }
    assert collocations([]) == set()


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


def test_the_most_central_answer_comes_first_and_the_next_differs() -> None:
    texts = [
        "Jaringan internet kantor lambat sekali setiap pagi",
        "Internet kantor lambat, jaringan sering putus",
        "Jaringan internet lambat waktu rapat daring di kantor",
        "Genset kantor tidak ada solar sejak Januari",
        "Kambing masuk halaman dan makan bunga setiap sore",
    ]
    first, second, third = quotes(texts, [0.8] * 5)
    assert first in texts[:3]
    assert {second, third} & set(texts[3:])


def test_an_answer_with_personal_data_is_never_quoted() -> None:
    told = [
        "Internet kantor lambat, hubungi saya 081234567890",
        "Internet kantor lambat, tanya ibu Meri di loket",
        "NIK 5371010101900001 tidak muncul karena internet lambat",
    ]
    assert quotes([*told, SURE], [0.99, 0.99, 0.99, 0.1]) == [SURE]
    assert quotes(told, [0.9] * 3) == []


def test_an_unclear_answer_is_not_quoted() -> None:
    readings = [Reading("a", None, 1.0, 0.0, unclear=True)]
    assert theme_quotes([SURE], [normalise(SURE)], readings, "a") == []


def test_quotes_of_a_subtheme_are_its_own() -> None:
    readings = [Reading("a", None, 0.9, 0.0, sub="a-1"), Reading("a", None, 0.9, 0.0, sub="a-2")]
    assert theme_quotes([SURE, NEXT], [normalise(SURE), normalise(NEXT)], readings, "a-2") == [NEXT]
