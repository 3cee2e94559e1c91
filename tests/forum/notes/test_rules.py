"""How a scribe's text is divided, and which names are seen in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from forum.notes.rules import MAX_AT_ONCE, MAX_TEXT, clean_sentences, names_in, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("  \n\n ", []),
        ("Perlu pelatihan arsip", ["Perlu pelatihan arsip"]),
        ("Perlu pelatihan. Jam buka diperpanjang!", ["Perlu pelatihan.", "Jam buka diperpanjang!"]),
        ("- Perlu pelatihan\n• Jam buka\n3. Loket baru", ["Perlu pelatihan", "Jam buka", "Loket baru"]),
        ("a) satu\n(2) dua", ["satu", "dua"]),
        ("Kantor di Jl. Sudirman No. 5 sempit.", ["Kantor di Jl. Sudirman No. 5 sempit."]),
        ("Menurut Drs. Yusuf perlu. Setuju.", ["Menurut Drs. Yusuf perlu.", "Setuju."]),
        ("Biaya Rp. 20.000 terlalu mahal. Gratis saja.", ["Biaya Rp. 20.000 terlalu mahal.", "Gratis saja."]),
        ("Apa bisa? Bisa… Nanti.", ["Apa bisa?", "Bisa…", "Nanti."]),
        ('Ia berkata "cukup." Lalu diam.', ['Ia berkata "cukup."', "Lalu diam."]),
        ("pakai huruf kecil. lalu lagi", ["pakai huruf kecil. lalu lagi"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@given(st.text(max_size=300))
def test_nothing_that_was_typed_gets_lost(text: str) -> None:
    """But bullets and white space, every sign is there again, in its order."""
    left = "".join("".join(split_sentences(text)).split())
    whole = iter("".join(text.split()))
    assert all(sign in whole for sign in left)
    assert all(sentence.strip() for sentence in split_sentences(text))


def test_sentences_struck_out_are_not_kept() -> None:
    assert clean_sentences([" a  b ", "", "  ", "c"]) == ["a b", "c"]


def test_limits() -> None:
    assert clean_sentences(["a" * MAX_TEXT]) == ["a" * MAX_TEXT]
    with pytest.raises(Invalid):
        clean_sentences(["a" * (MAX_TEXT + 1)])
    assert len(clean_sentences(["a"] * MAX_AT_ONCE)) == MAX_AT_ONCE
    with pytest.raises(Invalid):
        clean_sentences(["a"] * (MAX_AT_ONCE + 1))


NAMES = ["Drs. Yohanes Ndolu, M.Si.", "Maria Goreti Bere", "Siti"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kata yohanes ndolu, arsip hilang.", [NAMES[0]]),
        ("Pak Ndolu tidak ada di loket.", [NAMES[0]]),
        ("Ibu Maria terlambat.", [NAMES[1]]),
        ("Ibu Siti dan Goreti Bere.", [NAMES[1], NAMES[2]]),
        ("Maria perlu dibantu.", []),
        ("Perlu pelatihan arsip.", []),
    ],
)
def test_names(text: str, found: list[str]) -> None:
    assert names_in(text, NAMES) == found
