"""A shadow copy of a text for the machine to compare; the text itself is never rewritten."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from analysis.resources import read_rows, word_list
from analysis.stem import SastrawiStemmer, Stemmer
from analysis.variety import Variety, detect_variety

# A 100,000-character answer is a pasted document: its beginning says what it is about, and encoders read ~100 words/s.
READ_CHARACTERS = 2000

_URL = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+")
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_REDUPLICATED = re.compile(r"\b([^\W\d_]{2,})-\1\b")
_STRETCHED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True, slots=True)
class Shadow:
    """What the stages read instead of the text: normalised wording, its content words and their stems side by side."""

    wording: str
    surfaces: tuple[str, ...]
    stems: tuple[str, ...]
    variety: Variety

    @property
    def key(self) -> str:
        """Equal for texts of equal content, whatever their order, spelling and function words."""
        return " ".join(sorted(set(self.stems))) or self.wording

    @property
    def empty(self) -> bool:
        """True when nobody could read a theme from it: no word of two letters."""
        return not any(len(word) > 1 for word in self.wording.split())


class Normaliser(Protocol):
    def __call__(self, text: str) -> Shadow: ...


class PlainNormaliser:
    """Null object: lower case and words, nothing translated or stemmed."""

    def __call__(self, text: str) -> Shadow:
        words = split_words(text)
        return Shadow(" ".join(words), tuple(words), tuple(words), "indonesian")


class IndonesianNormaliser:
    """Kupang Malay and chat spelling to plain Indonesian, then stems without function words."""

    def __init__(self, stemmer: Stemmer | None = None) -> None:
        self.stemmer: Stemmer = stemmer or SastrawiStemmer()

    def __call__(self, text: str) -> Shadow:
        words = split_words(text)
        variety = detect_variety(words)
        if variety == "kupang":
            words = _translate(words, kupang_table())
        if variety != "english":
            words = _translate(words, slang_table())
        stop = stop_words()
        content = tuple(word for word in words if word not in stop)
        return Shadow(" ".join(words), content, tuple(self.stemmer(word) for word in content), variety)


def split_words(text: str) -> list[str]:
    """Lower-case words. A word said twice (*bae-bae*, *org2*) is written once: the tables know only that."""
    from nltk.tokenize import TweetTokenizer

    plain = unicodedata.normalize("NFKC", text[:READ_CHARACTERS]).lower()
    plain = _REDUPLICATED.sub(r"\1", _URL.sub(" ", plain))
    tokens = TweetTokenizer(preserve_case=False, reduce_len=True, strip_handles=True).tokenize(plain)
    return [_STRETCHED.sub(r"\1", word) for token in tokens for word in _WORD.findall(token)]


def _translate(words: Sequence[str], table: Mapping[str, str]) -> list[str]:
    """Replace words, the longest match (two words) first: *ini hari* means *hari ini*."""
    out: list[str] = []
    position = 0
    while position < len(words):
        pair = " ".join(words[position : position + 2])
        if pair in table and " " in pair:
            out += table[pair].split()
            position += 2
            continue
        word = words[position]
        out += table.get(word, word).split()
        position += 1
    return out


@functools.cache
def kupang_table() -> Mapping[str, str]:
    return {row["kupang"]: _first_meaning(row["indonesian"]) for row in read_rows("kupang_malay.csv")}


@functools.cache
def slang_table() -> Mapping[str, str]:
    return {row["slang"]: row["formal"] for row in read_rows("slang.csv")}


@functools.cache
def stop_words() -> frozenset[str]:
    return word_list("stopwords.txt") - word_list("keep.txt")


def _first_meaning(entry: str) -> str:
    """`(partikel tanya)/supaya` -> `supaya`: notes in brackets are for people, the first meaning left counts."""
    meanings = (part.strip() for part in re.sub(r"\([^)]*\)", "", entry).split("/"))
    return next((meaning for meaning in meanings if meaning), "")
