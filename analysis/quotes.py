"""A few answers that stand for a theme, word for word."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.normalise import Shadow
from analysis.reading import Reading

QUOTES = 3
SHORT, LONG = 25, 280
# Share of common stems from which two answers say the same thing.
ALIKE = 0.5


def theme_quotes(
    texts: Sequence[str],
    shadows: Sequence[Shadow],
    readings: Sequence[Reading],
    theme: str,
    count: int = QUOTES,
) -> list[str]:
    """The surest answers of a theme that differ from each other; one of readable length where there is one."""
    own = [at for at, reading in enumerate(readings) if reading.theme == theme]
    ranked = sorted(
        own, key=lambda at: (not SHORT <= len(texts[at]) <= LONG, -readings[at].confidence, texts[at])
    )
    chosen: list[int] = []
    for at in ranked:
        if len(chosen) == count:
            break
        if len(texts[at]) <= LONG and all(_overlap(shadows[at], shadows[other]) < ALIKE for other in chosen):
            chosen.append(at)
    return [texts[at] for at in chosen]


def _overlap(left: Shadow, right: Shadow) -> float:
    ours, theirs = set(left.stems), set(right.stems)
    return len(ours & theirs) / max(len(ours | theirs), 1) if ours != theirs else 1.0
