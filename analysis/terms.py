"""The words that set a theme apart, as people wrote them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from analysis.normalise import Shadow

TERMS = 10
# 3.84 is where the log-likelihood ratio with one degree of freedom passes 5 %.
TELLING = 3.84


def theme_terms(
    shadows: Sequence[Shadow], labels: Sequence[str | None], count: int = TERMS
) -> dict[str, list[str]]:
    """For each theme, the surface words of the stems most associated with it (log-likelihood over texts)."""
    texts_with: Counter[str] = Counter(stem for shadow in shadows for stem in set(shadow.stems))
    spoken = _surfaces(shadows)
    inside: dict[str, Counter[str]] = defaultdict(Counter)
    sizes = Counter(label for label in labels if label is not None)
    for shadow, label in zip(shadows, labels, strict=True):
        if label is not None:
            inside[label].update(set(shadow.stems))
    return {
        theme: [spoken[stem] for stem in _telling(inside[theme], texts_with, size, len(shadows))[:count]]
        for theme, size in sizes.items()
    }


def _telling(inside: Counter[str], everywhere: Counter[str], size: int, total: int) -> list[str]:
    from nltk.metrics.association import BigramAssocMeasures

    ranked: list[tuple[float, int, str]] = []
    for stem, together in inside.items():
        # A word as common elsewhere says nothing, and neither does one that a single answer of many used.
        if len(stem) < 3 or together * total <= everywhere[stem] * size or (together < 2 <= size // 3):
            continue
        weight = BigramAssocMeasures.likelihood_ratio(together, (everywhere[stem], size), total)
        ranked.append((-round(weight, 6), -together, stem))
    ranked.sort()
    telling = [stem for weight, _, stem in ranked if -weight >= TELLING]
    # A theme of a few answers has no significant words; its commonest ones still name it.
    return telling or [stem for _, _, stem in ranked]


def _surfaces(shadows: Sequence[Shadow]) -> dict[str, str]:
    """The most used form of each stem; the alphabet decides a tie."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for shadow in shadows:
        for surface, stem in zip(shadow.surfaces, shadow.stems, strict=True):
            forms[stem][surface] += 1
    return {stem: min(counts, key=lambda form: (-counts[form], form)) for stem, counts in forms.items()}
