"""Which variety a text is written in, so that a word table is applied only where it is true.

A normaliser made for Jakarta reads Kupang Malay *pi* (go) as *tapi* (but). Kupang words that no other variety has
decide; words it shares with others (*dong*, *do*, *ma*) are read the Kupang way only beside one of those, or when
two of them meet.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from analysis.resources import read_rows

Variety = Literal["kupang", "indonesian", "english"]


def detect_variety(words: Sequence[str]) -> Variety:
    """The variety of a text given its lower-case words; Indonesian when nothing speaks for another."""
    signs = Counter(_signs().get(word) for word in words)
    if signs["english"] >= 2 and signs["english"] > signs["kupang"]:
        return "english"
    shared = {word for word in words if _signs().get(word) == "shared"}
    return "kupang" if signs["kupang"] or len(shared) >= 2 else "indonesian"


@functools.cache
def _signs() -> Mapping[str, str]:
    return {row["word"]: row["sign"] for row in read_rows("variety.csv")}
