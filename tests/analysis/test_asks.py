"""What people ask for, in one sentence: how many, how, and of what; nothing where there is too little."""

import pytest

from analysis.asks import theme_asks, ways
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


def test_what_nobody_asks_or_complains_of_is_not_told() -> None:
    assert asked(["penyusunan laporan"] * 3 + ["laporan keuangan"] * 3) == ("", "")
