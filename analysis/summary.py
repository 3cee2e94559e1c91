"""The themes of a report: name, telling words, quotes, size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analysis.normalise import Shadow
from analysis.quotes import theme_quotes
from analysis.reading import Reading
from analysis.report import ThemeSummary
from analysis.taxonomy import Taxonomy
from analysis.terms import theme_terms

# Words that name a discovered theme.
NAMING = 3


def summaries(
    keys: Sequence[str],
    taxonomy: Taxonomy | None,
    texts: Sequence[str],
    shadows: Sequence[Shadow],
    readings: Sequence[Reading],
) -> tuple[ThemeSummary, ...]:
    """Every theme in its order, also one nobody spoke of."""
    labels = [reading.theme for reading in readings]
    terms = theme_terms(shadows, labels)
    sizes = Counter(labels)
    names = {theme.key: (theme.name_id, theme.name_en) for theme in taxonomy.themes} if taxonomy else {}
    return tuple(
        ThemeSummary(
            key,
            *names.get(key, (_name(key, terms), _name(key, terms))),
            tuple(terms.get(key, ())),
            tuple(theme_quotes(texts, shadows, readings, key)),
            sizes[key],
        )
        for key in keys
    )


def _name(key: str, terms: dict[str, list[str]]) -> str:
    return ", ".join(terms.get(key, ())[:NAMING]) or key
