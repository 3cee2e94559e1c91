"""The words and phrases that set a theme apart, as people wrote them: class TF-IDF over answers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping

from analysis.names import glossary
from analysis.phrases import FEWEST, Phrase, Spoken
from analysis.resources import word_list

TERMS = 10
# A phrase takes the place of its part where so much of the part's use is in the phrase.
ABSORBS = 0.5
# 3.84 is where the log-likelihood ratio with one degree of freedom passes 5 %; what chance explains counts less.
TELLING = 3.84
CHANCE = 0.4
LONGER = 0.2
TURNING = frozenset(["tidak", "belum", "kurang", "bukan", "tanpa", "not", "no"])


def theme_terms(
    spoken: Spoken,
    groups: Mapping[str, Collection[int]],
    hidden: Collection[str] = (),
    count: int = TERMS,
    within: Collection[int] | None = None,
) -> dict[str, list[Phrase]]:
    """For each theme (places of its answers) its terms, the most telling first.

    Told apart from the answers `within` (all). None that one voice alone uses, and none with a word of `hidden`, the
    names of people.
    """
    field = range(len(spoken.said)) if within is None else within
    everywhere, total = spoken.count(field), spoken.size(field)
    inside = {theme: spoken.count(places) for theme, places in groups.items()}
    average = sum(sum(counts.values()) for counts in inside.values()) / max(len(inside), 1)
    found: dict[str, list[Phrase]] = {}
    for theme, places in groups.items():
        usable = Counter(
            {phrase: n for phrase, n in inside[theme].items() if n >= FEWEST and telling(phrase, spoken)}
        )
        shown = Counter({phrase: n for phrase, n in usable.items() if not _names(phrase, spoken, hidden)})
        scores = _scores(shown, everywhere, spoken.size(places), total, average)
        found[theme] = _chosen(scores, shown, spoken, count)
    return found


def _names(phrase: Phrase, spoken: Spoken, hidden: Collection[str]) -> bool:
    return any(word in hidden for word in spoken.surface[phrase].split())


def _scores(
    inside: Counter[Phrase], everywhere: Counter[Phrase], size: int, total: int, average: float
) -> dict[Phrase, float]:
    """Class TF-IDF (Grootendorst 2022): share of the theme's voices, against how common the phrase is at all.

    What a theme says no more often than all do tells nothing.
    """
    from nltk.metrics.association import BigramAssocMeasures

    scores: dict[Phrase, float] = {}
    for phrase, together in inside.items():
        table = (together, (everywhere[phrase], size))
        if together * total > everywhere[phrase] * size or size == total:
            weight = together / size * math.log(1 + average / everywhere[phrase])
            if size < total and BigramAssocMeasures.likelihood_ratio(*table, total) < TELLING:
                weight *= CHANCE
            # A phrase says more than its word: its length counts a little.
            scores[phrase] = round(weight * (1 + LONGER * (len(phrase) - 1)), 9)
    return scores


def _chosen(
    scores: Mapping[Phrase, float], inside: Counter[Phrase], spoken: Spoken, count: int
) -> list[Phrase]:
    """Phrases by score, each part given up where a phrase says the same, and takes its place."""
    lifted = dict(scores)
    for phrase in sorted(scores, key=lambda phrase: (len(phrase), phrase)):
        for part in _parts(phrase):
            if part in lifted and inside[phrase] >= ABSORBS * inside[part]:
                lifted[phrase] = max(lifted[phrase], lifted.pop(part))
    ranked = sorted(lifted, key=lambda phrase: (-lifted[phrase], spoken.start(phrase), phrase))
    chosen: list[Phrase] = []
    for phrase in ranked:
        if len(chosen) == count:
            break
        if not any(set(phrase) <= set(other) or set(other) <= set(phrase) for other in chosen):
            chosen.append(phrase)
    return chosen


def _parts(phrase: Phrase) -> list[Phrase]:
    return [
        phrase[start : start + size]
        for size in range(1, len(phrase))
        for start in range(len(phrase) - size + 1)
    ]


def telling(phrase: Phrase, spoken: Spoken) -> bool:
    """Says something by itself: no letter, and not only words that every theme needs."""
    if len(phrase) > 1 and spoken.surface[phrase] in glossary():
        return True
    weak = word_list("weak.txt")
    strong = [len(stem) > 2 and stem not in weak for stem in phrase]
    # Of weak words only one that turns the meaning (tidak jelas) or a noun (kantor camat) begins a phrase.
    first = glossary().get(spoken.surface[phrase].split()[0])
    noun = first is not None and first.kind in ("noun", "person") and len(phrase) > 1
    return strong[-1] and (strong[0] or noun or phrase[0] in TURNING)
