"""A shadow copy of a text for the machine to compare; the text itself is never rewritten."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from analysis.resources import read_rows, word_list
from analysis.stem import EnglishStemmer, SastrawiStemmer, Stemmer
from analysis.tokens import KEPT, WordTokeniser
from analysis.variety import Variety, detect_variety

# Replacements of single words, and of pairs by their first word: {"ini": {"hari": ["hari", "ini"]}}.
Singles = Mapping[str, Sequence[str]]
Pairs = Mapping[str, Mapping[str, Sequence[str]]]


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

    def __init__(self) -> None:
        self.split = WordTokeniser()

    def __call__(self, text: str) -> Shadow:
        words = self.split(text)
        return Shadow(" ".join(words), tuple(words), tuple(words), "indonesian")


class IndonesianNormaliser:
    """Kupang Malay and chat spelling to plain Indonesian, then stems without function words.

    Words are cut, looked up and stemmed once each, as long as this normaliser lives.
    """

    def __init__(self, stemmer: Stemmer | None = None, english: Stemmer | None = None) -> None:
        self.stemmer: Stemmer = stemmer or SastrawiStemmer()
        self.english: Stemmer = english or (EnglishStemmer() if stemmer is None else stemmer)
        self.split = WordTokeniser()
        self._stems: dict[str, str] = {}
        self._english_stems: dict[str, str] = {}

    @property
    def mark(self) -> str:
        """Equal for normalisers that read alike."""
        return " ".join(repr(type(part)) for part in (self, self.stemmer, self.english))

    def __call__(self, text: str) -> Shadow:
        words = self.split(text)
        variety = detect_variety(words)
        if variety == "english":
            return self._shadow(words, variety, english_stop_words(), self.english, self._english_stems)
        if variety == "kupang":
            words = _translate(words, *kupang_words())
        words = _translate(words, *slang_words())
        return self._shadow(words, variety, stop_words(), self.stemmer, self._stems)

    def _shadow(
        self, words: list[str], variety: Variety, stop: frozenset[str], stem: Stemmer, known: dict[str, str]
    ) -> Shadow:
        content = tuple([word for word in words if word not in stop])
        if len(known) >= KEPT:
            known.clear()
        for word in content:
            if word not in known:
                known[word] = stem(word)
        return Shadow(" ".join(words), content, tuple([known[word] for word in content]), variety)


def _translate(words: Sequence[str], singles: Singles, pairs: Pairs) -> list[str]:
    """Replace words, the longest match (two words) first: *ini hari* means *hari ini*."""
    out: list[str] = []
    position, count = 0, len(words)
    while position < count:
        word = words[position]
        seconds = pairs.get(word)
        if seconds and position + 1 < count and words[position + 1] in seconds:
            out += seconds[words[position + 1]]
            position += 2
            continue
        meaning = singles.get(word)
        if meaning is None:
            out.append(word)
        else:
            out += meaning
        position += 1
    return out


@functools.cache
def kupang_table() -> Mapping[str, str]:
    return {row["kupang"]: _first_meaning(row["indonesian"]) for row in read_rows("kupang_malay.csv")}


@functools.cache
def slang_table() -> Mapping[str, str]:
    return {row["slang"]: row["formal"] for row in read_rows("slang.csv")}


@functools.cache
def kupang_words() -> tuple[Singles, Pairs]:
    return _by_length(kupang_table())


@functools.cache
def slang_words() -> tuple[Singles, Pairs]:
    return _by_length(slang_table())


@functools.cache
def stop_words() -> frozenset[str]:
    return word_list("stopwords.txt") - word_list("keep.txt")


@functools.cache
def english_stop_words() -> frozenset[str]:
    return (stop_words() | word_list("stopwords_en.txt")) - word_list("keep.txt")


def _by_length(table: Mapping[str, str]) -> tuple[Singles, Pairs]:
    pairs: dict[str, dict[str, Sequence[str]]] = {}
    for entry, meaning in table.items():
        if " " in entry:
            first, second = entry.split()
            pairs.setdefault(first, {})[second] = meaning.split()
    return {entry: meaning.split() for entry, meaning in table.items() if " " not in entry}, pairs


def _first_meaning(entry: str) -> str:
    """`(partikel tanya)/supaya` -> `supaya`: notes in brackets are for people, the first meaning left counts."""
    meanings = (part.strip() for part in re.sub(r"\([^)]*\)", "", entry).split("/"))
    return next((meaning for meaning in meanings if meaning), "")
