"""The themes of a report: name, telling phrases, quotes, sizes, and what people ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from analysis.asks import theme_asks
from analysis.candidates import CANDIDATE
from analysis.names import theme_names, written_term
from analysis.normalise import Shadow
from analysis.personal import names
from analysis.phrases import Spoken
from analysis.quotes import theme_quotes
from analysis.reading import Reading
from analysis.report import ThemeSummary
from analysis.taxonomy import Taxonomy
from analysis.terms import theme_terms


class Summariser:
    """Reads the answers once; tells of their themes and of the sub-themes.

    `folded` holds the fold of near copies each text is in; without it every text counts for itself.
    """

    def __init__(
        self,
        texts: Sequence[str],
        shadows: Sequence[Shadow],
        readings: Sequence[Reading],
        folded: Sequence[int] | None = None,
    ) -> None:
        self._texts, self._shadows, self._readings = texts, shadows, readings
        self._folded = list(range(len(texts))) if folded is None else folded
        self._spoken = Spoken(shadows, self._folded)
        self._hidden = set(chain.from_iterable(map(names, texts)))

    def themes(self, keys: Sequence[str], taxonomy: Taxonomy | None) -> tuple[ThemeSummary, ...]:
        """Every theme in its order, also one nobody spoke of."""
        groups: dict[str, list[int]] = {key: [] for key in keys}
        for at, reading in enumerate(self._readings):
            if reading.theme is not None:
                groups.setdefault(reading.theme, []).append(at)
        known = {theme.key: (theme.name_id, theme.name_en) for theme in taxonomy.themes} if taxonomy else {}
        return tuple(self._told(groups, known))

    def subthemes(self) -> tuple[ThemeSummary, ...]:
        """The sub-themes that answers were read as, each told apart from the others of its theme."""
        parents = sorted({(one.theme or "", one.sub) for one in self._readings if one.sub is not None})
        found: list[ThemeSummary] = []
        for parent in dict.fromkeys(theme for theme, _ in parents):
            groups: dict[str, list[int]] = {sub: [] for theme, sub in parents if theme == parent}
            for at, reading in enumerate(self._readings):
                if reading.sub in groups and reading.theme == parent:
                    groups[reading.sub].append(at)
            found += self._told(groups, {}, parent)
        return tuple(found)

    def _told(
        self,
        groups: Mapping[str, Collection[int]],
        known: Mapping[str, tuple[str, str]],
        parent: str | None = None,
    ) -> Iterator[ThemeSummary]:
        within = None if parent is None else sorted(chain.from_iterable(groups.values()))
        terms = theme_terms(self._spoken, groups, self._hidden, within=within)
        named = theme_names(groups, terms, self._spoken)
        asked = theme_asks(groups, terms, self._spoken, self._shadows)
        for theme, places in groups.items():
            yield ThemeSummary(
                theme,
                *known.get(theme, named[theme]),
                tuple(dict.fromkeys(written_term(self._spoken.surface[term]) for term in terms[theme])),
                tuple(theme_quotes(self._texts, self._shadows, self._readings, theme)),
                len(places),
                *asked[theme],
                parent=parent,
                candidate=theme.startswith(CANDIDATE) and parent is None,
                distinct=len({self._folded[at] for at in places}),
            )
