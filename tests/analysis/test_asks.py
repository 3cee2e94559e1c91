"""What people ask for, in one sentence: how many, how, and of what; nothing where there is too little."""

import pytest

from analysis.asks import FRAMES, theme_asks, ways
from analysis.normalise import IndonesianNormaliser
from analysis.phrases import Spoken
from analysis.terms import theme_terms

normalise = IndonesianNormaliser()
NOISE = ["semoga sehat selalu", "salam sejahtera", "atap kantor", "genset", "parkir motor", "toilet"]


def asked(texts: list[str], folds: list[int] | None = None) -> tuple[str, str]:
    every = [*texts, *NOISE]
    shadows = [normalise(text) for text in every]
    voices = None if folds is None else [*folds, *range(100, 100 + len(NOISE))]
    spoken = Spoken(shadows, voices)
    groups = {"a": list(range(len(texts))), "b": list(range(len(texts), len(every)))}
    return theme_asks(groups, theme_terms(spoken, groups), spoken, shadows)["a"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mohon diadakan pelatihan Excel", {"ask"}),
        ("tlg ada bimtek", {"ask"}),
        ("katong butuh genset", {"ask"}),
        ("Printer rusak dan tinta habis", {"complain"}),
        ("sonde ada air", {"complain"}),
        ("Surat belum jadi, mohon dipercepat", {"ask", "complain"}),
        ("petugas ramah, terima kasih", {"praise"}),
        ("petugas tidak ramah", {"complain"}),
        ("petugas kurang terlalu ramah", {"complain"}),
        ("semoga pelayanan baik", {"ask"}),
        ("supaya pelayanan lebih baik", set()),
        ("Pelayanan baik tetapi kursi rusak", {"complain"}),
        ("the service is good, thanks", {"praise"}),
        ("petugas minta uang", set()),
        ("kami minta kursi", {"ask"}),
        ("Mau belajar komputer", {"ask"}),
        ("syarat diminta lagi", set()),
        ("", set()),
        ("penyusunan laporan keuangan", set()),
    ],
)
def test_ways_of_speaking(text: str, found: set[str]) -> None:
    assert ways(normalise(text)) == found


def test_most_ask_for_the_same() -> None:
    texts = [
        "mohon pelatihan Excel untuk staf", "minta pelatihan excel", "butuh pelatihan excel segera",
        "perlu pendampingan SIPD", "tolong pendampingan aplikasi sipd", "mohon pelatihan excel",
    ]  # fmt: skip
    assert asked(texts) == (
        "Hampir semua menyampaikan permintaan, terutama pelatihan Excel, pendampingan dan SIPD.",
        "Almost all make requests, above all for Excel training, mentoring and SIPD.",
    )


def test_some_complain_and_some_ask() -> None:
    texts = [
        "jaringan internet lambat", "jaringan internet putus terus", "jaringan internet tidak stabil",
        "jaringan internet macet", "mohon genset baru", "minta genset", "internet kantor ini",
    ]  # fmt: skip
    assert asked(texts) == (
        "Sekitar separuh mengeluh, terutama soal jaringan internet; sebagian menyampaikan permintaan, terutama genset.",
        "About half complain, above all about internet connection; some make requests, above all for generators.",
    )


def test_praise_without_a_matter_is_still_praise() -> None:
    texts = ["mantap", "bagus sekali", "terima kasih banyak", "hebat", "puas sekali", "luar biasa"]
    assert asked(texts) == ("Hampir semua menyampaikan pujian.", "Almost all give praise.")


def test_thanks_are_no_matter_of_praise() -> None:
    texts = [
        f"terima kasih {word}" for word in ["pelayanan", "pelayanan cepat", "semua", "banyak", "ya", "sekali"]
    ]
    assert asked(texts) == (
        "Hampir semua memuji, terutama soal pelayanan.",
        "Almost all give praise, above all for service.",
    )


def test_too_few_voices_say_nothing() -> None:
    texts = ["mohon pelatihan excel"] * 4
    assert asked(texts) == ("", "")
    flood = [f"mohon pelatihan excel {word}" for word in ["a", "b", "c", "d", "e", "f"]]
    assert asked(flood, [0] * 6) == ("", "")


def test_nobody_asks_for_those_it_is_for() -> None:
    texts = [
        f"mohon {what} untuk masyarakat {where}" for what in ["kursi", "kipas"] for where in ["a", "b", "c"]
    ]
    assert asked(texts) == (
        "Hampir semua menyampaikan permintaan, terutama kipas dan kursi.",
        "Almost all make requests, above all for fans and chairs.",
    )


def test_requests_of_many_kinds_are_told_only_alone() -> None:
    rest = ["mohon kursi", "mohon kipas", "mohon lampu", "mohon parkir", "mohon genset"]
    assert asked(rest) == (
        "Hampir semua menyampaikan permintaan yang bermacam-macam.",
        "Almost all make requests of many kinds.",
    )
    complaints = [f"atap bocor {word}" for word in ["merah", "biru", "hijau", "putih"]]
    assert asked([*rest, *complaints]) == (
        "Sebagian mengeluh, terutama soal atap bocor.",
        "Some complain, above all about leaking roofs.",
    )


def test_what_nobody_asks_or_complains_of_is_not_told() -> None:
    assert asked(["penyusunan laporan"] * 3 + ["laporan keuangan"] * 3) == ("", "")


def test_the_word_for_many_things_is_of_the_analysis_own() -> None:
    """Else an answer that says it alone would take the name from the theme."""
    assert {"campuran", "mixed", "dan", "and"} <= FRAMES
