"""Stems of Indonesian words, with the words the stemmer is known to spoil left whole."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from analysis.resources import data_file, read_rows, word_list

if TYPE_CHECKING:
    from nltk.stem.snowball import SnowballStemmer
    from Sastrawi.Stemmer.Stemmer import Stemmer as Sastrawi

STEMS = "stems.csv"

# Nobody writes a word this long; a pasted key or a held-down letter would cost the stemmer seconds.
LONGEST_WORD = 40

# Of *-nya* and one letter nothing would be left.
LONGEST_ARTICLE = 4


class Stemmer(Protocol):
    def __call__(self, word: str) -> str: ...


class NoStemmer:
    """Null object: the word as it is."""

    def __call__(self, word: str) -> str:
        return word


class SastrawiStemmer:
    """PySastrawi and the list of exceptions. Whoever stems a corpus keeps the stems: it costs 70 microseconds a word.
    Those of the words of the shipped lists are shipped.
    """

    def __call__(self, word: str) -> str:
        return shipped_stems().get(word) or self.find(word)

    def find(self, word: str) -> str:
        if len(word) > LONGEST_WORD or word in word_list("stem_exceptions.txt"):
            return word
        stem = str(_sastrawi().stem(word)) or word
        if stem == word and len(word) > LONGEST_ARTICLE and word.endswith("nya") and not _is_root(word):
            # It knows no *acnya*: of a word that is not in its dictionary the article goes all the same.
            return word[:-3].rstrip("-")
        return stem


class EnglishStemmer:
    """NLTK's Snowball for answers written in English."""

    def __call__(self, word: str) -> str:
        return word if len(word) > LONGEST_WORD else str(_snowball().stem(word))


@functools.cache
def shipped_stems() -> Mapping[str, str]:
    return {row["word"]: row["stem"] for row in read_rows(STEMS)} if data_file(STEMS).is_file() else {}


@functools.cache
def _sastrawi() -> Sastrawi:
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    # Without its own cache: that one grows without end and would outlive the answers.
    return StemmerFactory().create_stemmer().delegatedStemmer


def _is_root(word: str) -> bool:
    return bool(_sastrawi().get_dictionary().contains(word))


@functools.cache
def _snowball() -> SnowballStemmer:
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer("english")
