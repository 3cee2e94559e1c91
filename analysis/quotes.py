"""A few answers that stand for a theme, word for word: central, different from each other, without personal data."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from analysis.normalise import Shadow
from analysis.personal import personal
from analysis.reading import Reading

QUOTES = 3
SHORT, LONG = 25, 280
# The surest answers among which quotes are chosen: a theme of 50,000 has no better ones.
CONSIDERED = 400
# Maximal marginal relevance (Carbonell & Goldstein 1998): how much standing for the theme counts against being new.
RELEVANCE = 0.6
# Share of common stems from which two answers say the same thing.
ALIKE = 0.5

Weights = Mapping[str, float]


def theme_quotes(
    texts: Sequence[str],
    shadows: Sequence[Shadow],
    readings: Sequence[Reading],
    theme: str,
    count: int = QUOTES,
) -> list[str]:
    """Quotes of the texts read as `theme`; none with personal data, none that is a document."""
    own = [
        at
        for at, reading in enumerate(readings)
        if theme in (reading.theme, reading.sub) and not reading.unclear
    ]
    return [
        texts[at] for at in choose(texts, shadows, [reading.confidence for reading in readings], own, count)
    ]


def choose(
    texts: Sequence[str],
    shadows: Sequence[Shadow],
    confidences: Sequence[float],
    own: Sequence[int],
    count: int = QUOTES,
) -> list[int]:
    """Places of quotes among the places `own` of a theme, the most central first."""
    ranked = sorted(own, key=lambda at: (not SHORT <= len(texts[at]) <= LONG, -confidences[at], texts[at]))
    # Copies stand beside each other in no order: of equal texts the first place speaks.
    first = {texts[at]: at for at in reversed(ranked) if len(texts[at]) <= LONG}
    near = list(dict.fromkeys(first[texts[at]] for at in ranked if texts[at] in first))[:CONSIDERED]
    rows = _rows([shadows[at] for at in near])
    centre = _centre(rows)
    central = {
        at: _cosine(row, centre) * (0.5 + confidences[at] / 2) * (1.0 if len(texts[at]) >= SHORT else 0.5)
        for at, row in zip(near, rows, strict=True)
    }
    by_place = dict(zip(near, rows, strict=True))
    chosen: list[int] = []
    while near and len(chosen) < count:
        best = min(near, key=lambda at: (-_worth(at, central, by_place, chosen), texts[at]))
        near.remove(best)
        if personal(texts[best]) is None and not any(
            _same(shadows[best], shadows[other]) for other in chosen
        ):
            chosen.append(best)
    return chosen


def _worth(
    at: int, central: Mapping[int, float], rows: Mapping[int, Weights], chosen: Sequence[int]
) -> float:
    repeated = max((_cosine(rows[at], rows[other]) for other in chosen), default=0.0)
    return round(RELEVANCE * central[at] - (1 - RELEVANCE) * repeated, 9)


def _rows(shadows: Sequence[Shadow]) -> list[Weights]:
    """TF-IDF of the stems within the theme, each row of length one."""
    spread = Counter(stem for shadow in shadows for stem in set(shadow.stems))
    rows: list[Weights] = []
    for shadow in shadows:
        # A word that one answer alone uses makes it no more central, a word of all does.
        row = {stem: 1.0 + math.log(spread[stem]) for stem in sorted(set(shadow.stems))}
        length = math.sqrt(sum(weight * weight for weight in row.values())) or 1.0
        rows.append({stem: weight / length for stem, weight in row.items()})
    return rows


def _centre(rows: Sequence[Weights]) -> Weights:
    total: Counter[str] = Counter()
    for row in rows:
        total.update(row)
    length = math.sqrt(sum(weight * weight for weight in total.values())) or 1.0
    return {stem: weight / length for stem, weight in total.items()}


def _cosine(left: Weights, right: Weights) -> float:
    small, large = sorted((left, right), key=len)
    return sum(weight * large.get(stem, 0.0) for stem, weight in small.items())


def _same(left: Shadow, right: Shadow) -> bool:
    ours, theirs = set(left.stems), set(right.stems)
    return ours == theirs or len(ours & theirs) / max(len(ours | theirs), 1) >= ALIKE
