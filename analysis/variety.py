"""Which variety a text is written in, so that a word table is applied only where it is true.

A normaliser made for Jakarta reads Kupang Malay *pi* (go) as *tapi* (but). Kupang words that no other variety has
decide; words it shares with others (*dong*, *do*, *ma*) are read the Kupang way only beside one of those, or when
two of them meet. English and Indonesian go by their function words; only where a text has none of any kind does
py3langid choose between the two.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from analysis.resources import read_rows

Variety = Literal["kupang", "indonesian", "english"]

# py3langid guesses on fewer words. So sure must it be that a text is English: Indonesian is what people write here.
FEWEST_WORDS = 4
SURE = 0.9


def detect_variety(words: Sequence[str]) -> Variety:
    """The variety of a text given its lower-case words; Indonesian when nothing speaks for another."""
    signs = _signs()
    met = [sign for sign in map(signs.get, words) if sign is not None]
    if not met:
        return _guess(words) if len(words) >= FEWEST_WORDS else "indonesian"
    kupang, english = met.count("kupang"), met.count("english")
    if english > kupang + met.count("indonesian") and _different(words, "english") >= 2:
        return "english"
    if kupang:
        return "kupang"
    return "kupang" if _different(words, "shared") >= 2 else "indonesian"


def _different(words: Sequence[str], sign: str) -> int:
    return len({word for word in words if _signs().get(word) == sign})


def _guess(words: Sequence[str]) -> Variety:
    language, sure = _identifier().classify(" ".join(words))
    return "english" if language == "en" and sure >= SURE else "indonesian"


@functools.cache
def _signs() -> Mapping[str, str]:
    return {row["word"]: row["sign"] for row in read_rows("variety.csv")}


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["id", "en"])
    return identifier
