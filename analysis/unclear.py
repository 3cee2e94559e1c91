"""Answers without content: greetings, thanks, "no comment", one word of praise, keys struck at random."""

from __future__ import annotations

import functools
import re

from analysis.normalise import Shadow
from analysis.resources import read_rows, word_list

# A run of so many consonants stands in no Indonesian or English word ("ngstr" has five).
_STRUCK = re.compile(r"[^aeiouy\W\d_]{6,}|(.{1,3}?)\1{3,}")
_VOWEL = re.compile(r"[aeiouy]")
# Scripts without our vowels are not junk for having none.
_LATIN = re.compile(r"[a-z]+")


def is_unclear(shadow: Shadow) -> bool:
    """True when no word of the text says what it is about."""
    return shadow.empty or not any(
        _says(surface, stem) for surface, stem in zip(shadow.surfaces, shadow.stems, strict=True)
    )


def affirmed(shadow: Shadow) -> set[str]:
    """Stems right after no negation: "saran" of "kotak saran", not of "tidak ada saran"."""
    before = ("", *shadow.stems)
    return {stem for stem, earlier in zip(shadow.stems, before, strict=False) if earlier not in _turns()}


@functools.cache
def _turns() -> frozenset[str]:
    return frozenset(row["word"] for row in read_rows("ways.csv") if row["sign"] == "turn")


def _says(surface: str, stem: str) -> bool:
    said_nothing = word_list("contentless.txt")
    if len(stem) < 2 or surface in said_nothing or stem in said_nothing:
        return False
    return (
        not _LATIN.fullmatch(surface)
        or (_VOWEL.search(surface) is not None or len(surface) < 5)
        and not (_STRUCK.search(surface))
    )
