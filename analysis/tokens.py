"""Words of a text: NLTK's tokens, each distinct run without white space tokenised once.

No token of NLTK but a telephone number spans white space, and those hold no word: so a text is cut at white space
first, and a corpus costs as many tokenisations as it has different runs, not as it has answers.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from nltk.tokenize import TweetTokenizer

# A 100,000-character answer is a pasted document: its beginning says what it is about, and encoders read ~100 words/s.
READ_CHARACTERS = 2000
# A longer run is no speech; NLTK's patterns, quadratic in places, never see it.
LONGEST_RUN = 80
# Different runs kept; then a new start, so that a corpus of noise can't fill the memory.
KEPT = 200_000

_ADDRESS = re.compile(r"https?://.+|www\..+", re.DOTALL)
_ENDING = re.compile(r"\.\w+")
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_REDUPLICATED = re.compile(r"\b([^\W\d_]{2,})-\1\b")
_STRETCHED = re.compile(r"(.)\1{2,}")
# Joiners, direction marks, soft hyphens: they hide inside words and are seen by nobody. Accents that did not compose
# (stacked marks) likewise.
_UNSEEN = dict.fromkeys(
    [0xAD, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
    + [*range(0x300, 0x370), *range(0xFE00, 0xFE10)]
)


class Tokeniser(Protocol):
    def __call__(self, text: str) -> list[str]: ...


class WordTokeniser:
    """Lower-case words. A word said twice (*bae-bae*, *org2*) is written once: the tables know only that.

    It remembers runs of the texts it has read for as long as it lives; a fit makes its own.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}
        self._tokens: TweetTokenizer | None = None

    def __call__(self, text: str) -> list[str]:
        known = self._known
        words: list[str] = []
        for run in plain(text).split():
            found = known.get(run)
            words += self._learn(run) if found is None else found
        return words

    def _learn(self, run: str) -> tuple[str, ...]:
        if len(self._known) >= KEPT:
            self._known.clear()
        words = tuple(
            _STRETCHED.sub(r"\1", word) for token in self._cut(run) for word in _WORD.findall(token)
        )
        self._known[run] = words
        return words

    def _cut(self, run: str) -> list[str]:
        run = _REDUPLICATED.sub(r"\1", without_addresses(run))
        if len(run) > LONGEST_RUN:
            return [run]
        if self._tokens is None:
            from nltk.tokenize import TweetTokenizer

            self._tokens = TweetTokenizer(preserve_case=False, reduce_len=True, strip_handles=True)
        tokens: list[str] = self._tokens.tokenize(run)
        return tokens


def plain(text: str) -> str:
    """The beginning of a text in lower case, in one form of each character, without what nobody sees."""
    text = text[:READ_CHARACTERS]
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).translate(_UNSEEN).lower()


def without_addresses(run: str) -> str:
    """A run without web and mail addresses. By hand for mail: a pattern would go over a row of @ a million times."""
    run = _ADDRESS.sub(" ", run)
    at = run.find("@")
    if at < 1:
        return run
    ends = [match.end() for match in _ENDING.finditer(run, at + 2)]
    return " " + run[ends[-1] :] if ends else run
