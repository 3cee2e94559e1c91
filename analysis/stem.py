"""Stems of Indonesian words, with the words the stemmer is known to spoil left whole."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Protocol

from analysis.resources import word_list

if TYPE_CHECKING:
    from Sastrawi.Stemmer.Stemmer import Stemmer as Sastrawi

# Nobody writes a word this long; a pasted key or a held-down letter would cost the stemmer seconds.
LONGEST_WORD = 40


class Stemmer(Protocol):
    def __call__(self, word: str) -> str: ...


class NoStemmer:
    """Null object: the word as it is."""

    def __call__(self, word: str) -> str:
        return word


class SastrawiStemmer:
    """PySastrawi behind a cache and the list of exceptions."""

    def __call__(self, word: str) -> str:
        if len(word) > LONGEST_WORD or word in word_list("stem_exceptions.txt"):
            return word
        return _stem(word)


@functools.lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_sastrawi().stem(word)) or word


@functools.cache
def _sastrawi() -> Sastrawi:
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    return StemmerFactory().create_stemmer()
