"""What is known of the groups before they are looked for: labels, words that name them, an earlier grouping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.normalise import Normaliser, Shadow
from analysis.taxonomy import NEGATIVE, Taxonomy, Theme

if TYPE_CHECKING:
    from analysis.discovery.arrays import Rows

# Log odds: a label decides whatever the rows say, a word of the theme outweighs most, an earlier reading a little less.
TOLD, NAMED, EARLIER = 50.0, 5.0, 4.0
# Words a theme, on average, from which a taxonomy is read rather than looked for.
MANY_WORDS = 20


@dataclass(frozen=True, slots=True)
class Steering:
    """`keys` of groups that are known beforehand; `told` wordings to places in keys; stems that name each key;
    `earlier` wordings to how surely a grouping made before had them in which place.
    """

    keys: tuple[str, ...]
    told: Mapping[str, int] = field(default_factory=dict)
    names: tuple[frozenset[tuple[str, ...]], ...] = ()
    earlier: Mapping[str, Mapping[int, float]] = field(default_factory=dict)

    def taxonomy(self, base: Taxonomy | None) -> Taxonomy:
        """What is known of the keys, without any text that was labelled."""
        return base or Taxonomy("labels", tuple(Theme(key, key, key) for key in self.keys))

    def lean(self, shadows: Sequence[Shadow], count: int) -> Rows:
        """Texts x groups, in log odds; the groups beyond `keys` are led to by nothing."""
        import numpy as np

        lean = np.zeros((len(shadows), count))
        known = len(self.keys)
        for row, shadow in zip(lean, shadows, strict=True):
            said = {*((stem,) for stem in shadow.stems), *zip(shadow.stems, shadow.stems[1:], strict=False)}
            hits = [len(said & names) for names in self.names]
            if sum(hits):
                row[:known] += NAMED * np.array(hits) / sum(hits)
            for place, sure in self.earlier.get(shadow.wording, {}).items():
                row[place] += EARLIER * sure
            if shadow.wording in self.told:
                row[self.told[shadow.wording]] += TOLD
        return lean


def seeds_of(taxonomy: Taxonomy, normalise: Normaliser) -> Steering | None:
    """The steering of a taxonomy that has some words for each theme and no examples; None for any other.

    With many words a theme they say as much as examples do, and are learned like them.
    """
    words = [len(theme.keywords) for theme in taxonomy.themes]
    if taxonomy.examples or taxonomy.sayings or not all(words) or sum(words) >= MANY_WORDS * len(words):
        return None
    names = [{normalise(word).stems[:2] for word in theme.keywords} - {()} for theme in taxonomy.themes]
    return Steering(taxonomy.keys, names=tuple(frozenset(own) for own in names))


def steering_for(
    base: Taxonomy | None,
    n_themes: int | None,
    shadows: Sequence[Shadow],
    labels: Sequence[str | None] | None,
    normalise: Normaliser,
    goes_on: bool = False,
) -> Steering | None:
    """How people's words and labels lead a search for groups; None when they are a taxonomy to be learned instead.

    A taxonomy of keywords without an example is looked for in the texts; so are themes beyond the labels' own, and those of a
    search that goes on from an earlier one.
    """
    negative = base.negative if base else NEGATIVE
    given = [(label or "").strip() for label in labels or ()]
    own = sorted({label for label in given if label} - {negative})
    beyond = goes_on or (n_themes is not None and n_themes > len(own))
    if base is None and not (own and beyond):
        return None
    seeds = seeds_of(base, normalise) if base else Steering(tuple(own))
    if seeds is None:
        return None
    place = {key: at for at, key in enumerate(seeds.keys)}
    told = {
        shadow.wording: place[label]
        for label, shadow in sorted(zip(given, shadows, strict=False), key=lambda one: one[0])
        if label in place
    }
    return Steering(seeds.keys, told, seeds.names)
