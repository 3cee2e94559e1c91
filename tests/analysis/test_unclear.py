"""The gate for contentless answers: it lets through whatever names a thing."""

import pytest

from analysis.normalise import IndonesianNormaliser
from analysis.unclear import affirmed, is_unclear

UNCLEAR = [
    "", "-", "...", "😊🙏", "123", "N/A", "terima kasih", "Terima kasih banyak 🙏", "makasih pak", "tidak ada",
    "Tidak ada komentar", "belum ada saran", "ok", "cukup baik", "selamat pagi", "semoga sehat selalu", "mantap",
    "asdf", "qwerty", "sdfghjk", "xcvbnmk", "hahahaha", "wkwkwkwk", "tes", "sama", "aaaaaaa",
]  # fmt: skip
CLEAR = [
    "AC rusak", "WC kotor", "atap", "terima kasih ATK sudah datang", "tidak ada air", "belum ada wifi",
    "SK pangkat", "ruang baik tapi panas", "KTP lama", "jaringan", "server down", "strength training",
    "电脑坏了", "сервер сломан", "dong minta pelatihan",
]  # fmt: skip


@pytest.mark.parametrize("text", UNCLEAR)
def test_says_nothing(text: str) -> None:
    assert is_unclear(IndonesianNormaliser()(text))


@pytest.mark.parametrize("text", CLEAR)
def test_says_something(text: str) -> None:
    assert not is_unclear(IndonesianNormaliser()(text))


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("tidak ada saran", {"tidak"}),
        ("sonde ada saran", {"tidak"}),
        ("kotak saran", {"kotak", "saran"}),
        ("tidak ada kritik, pelayanan bagus", {"tidak", "pelayanan", "bagus"}),
        ("belum bagus", {"belum"}),
        ("", set()),
    ],
)
def test_what_is_denied_is_not_affirmed(text: str, stems: set[str]) -> None:
    assert affirmed(IndonesianNormaliser()(text)) == stems
