"""Cut at white space first: the same words as NLTK over the whole text, for a bounded amount of its work."""

import re
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nltk.tokenize import TweetTokenizer

from analysis import tokens
from analysis.tokens import LONGEST_RUN, READ_CHARACTERS, WordTokeniser, without_addresses

# Letters of smileys and words, what joins and parts them, emoji, accents.
PIECES = [
    *"abdopé'-.:;=8_#<>()[]{}/|*,!?&\"… 2\n",
    "😊",
    "👍🏽",
    "aku",
    "orang-orang",
    "aaa",
    "...",
    "xd",
    "🇮🇩",
]
# So many digits make a telephone number, the one token that spans white space.
PHONE = 7


def whole_text(text: str) -> list[str]:
    """The words of NLTK's tokens over the whole text at once: right, and slow."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = re.sub(r"\b([^\W\d_]{2,})-\1\b", r"\1", re.sub(r"https?://\S+|www\.\S+", " ", plain))
    found = TweetTokenizer(preserve_case=False, reduce_len=True, strip_handles=True).tokenize(plain)
    return [
        re.sub(r"(.)\1{2,}", r"\1", word)
        for token in found
        for word in re.findall(r"[^\W\d_]+(?:[-'][^\W\d_]+)*", token)
    ]


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_words_are_those_of_nltk_over_the_whole_text(text: str) -> None:
    assume(sum(letter.isdigit() for letter in text) < PHONE)
    assume(all(len(run) <= LONGEST_RUN for run in text.split()))
    assert WordTokeniser()(text) == whole_text(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ka\u200bta ru\u00adsak \u202eterbalik\u202c", ["kata", "rusak", "terbalik"]),
        ("k\u0336a\u0336t\u0336a", ["kata"]),
        ("cafe\u0301 ﬁle ＡＢ", ["café", "file", "ab"]),
        ("a\x00b \ud800 c", ["a", "b", "c"]),
        ("هذا نص 日本語", ["هذا", "نص", "日本語"]),
        ("HEBATTTT!!! bagussss", ["hebat", "bagus"]),
        ("aplikasi2 org2 jum'at e-kinerja", ["aplikasi", "org", "jum'at", "e-kinerja"]),
        ("0812 3456 789 telepon", ["telepon"]),
        ("👨\u200d👩\u200d👧 keluarga ❤\ufe0f", ["keluarga"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert WordTokeniser()(text) == words


@pytest.mark.parametrize(
    ("run", "left"),
    [
        ("https://contoh.id/a", " "),
        ("lihathttp://x", "lihat "),
        ("(www.contoh.id)", "( "),
        ("a.b@contoh.co.id", " "),
        ("tulis:a@b.id,segera", " ,segera"),
        ("@nama", "@nama"),
        ("a@b", "a@b"),
        ("@" * 2000, "@" * 2000),
        ("jam.8@rumah", "jam.8@rumah"),
    ],
)
def test_addresses_are_left_out(run: str, left: str) -> None:
    assert without_addresses(run) == left


HOSTILE = {
    "one letter": "a" * 100_000,
    "brackets": "(" * 50_000 + ")" * 50_000,
    "at signs": "@" * 100_000,
    "dots": "a." * 50_000,
    "mail": "a@" * 50_000 + ".",
    "marks": "e\u0301" * 50_000,
    "right to left": "\u202e" * 100_000,
    "zero width": "a\u200b" * 50_000,
    "joined": "👨\u200d" * 50_000,
    "hyphens": "a-" * 50_000,
    "apostrophes": "a'" * 50_000,
    "entities": "&#x" * 30_000,
    "tags": "<" * 100_000,
    "equal words": "sama " * 10_000,
    "digits": "1-" * 50_000,
    "NUL": "\x00" * 100_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_costs_no_more_than_its_beginning(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = TweetTokenizer.tokenize

    def spy(self: TweetTokenizer, text: str) -> list[str]:
        seen.append(text)
        return list(real(self, text))

    monkeypatch.setattr(TweetTokenizer, "tokenize", spy)
    read = WordTokeniser()
    words = read(HOSTILE[kind])
    assert words == read(HOSTILE[kind][:READ_CHARACTERS])
    assert sum(map(len, seen)) <= READ_CHARACTERS
    assert all(len(run) <= LONGEST_RUN for run in seen)


def test_a_flood_of_equal_texts_is_tokenised_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(TweetTokenizer, "tokenize", lambda self, text: [seen.append(text) or text])
    read = WordTokeniser()
    assert [read("atap bocor") for _ in range(10_000)] == [["atap", "bocor"]] * 10_000
    assert seen == ["atap", "bocor"]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "KEPT", 10)
    read = WordTokeniser()
    for at in range(100):
        assert read(f"kata{at}x") == ["kata", "x"]
        assert len(read._known) <= 10
