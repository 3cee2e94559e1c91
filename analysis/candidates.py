"""Themes proposed from what fits no theme of a taxonomy: never forced in, never lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.discovery import Discovered
from analysis.normalise import Shadow
from analysis.reading import Reader, Reading
from analysis.resources import word_list

# The plan keeps a key like this from run to run when the answers are the same.
CANDIDATE = "baru-"
# So many different answers make a group worth proposing, and each must be likelier in it than out of it.
FEWEST = 5
BELIEVED = 0.5
# What is left over always falls into groups. One is a theme only if a word with content holds it together: so many and so
# large a part of its answers use it, and so many times the part of the others that do.
USED_BY = 4
HELD_BY = 0.5
MORE_THAN_OTHERS = 3


@dataclass(frozen=True, slots=True)
class WithCandidates:
    """A reader of known themes, and the groups found in what it leaves."""

    known: Reader
    found: Discovered
    names: Mapping[str, str]

    @property
    def keys(self) -> tuple[str, ...]:
        return (*self.known.keys, *self.names.values())

    def read(self, shadows: Sequence[Shadow]) -> list[Reading]:
        return self.placed(shadows, self.known.read(shadows))

    def placed(self, shadows: Sequence[Shadow], known: Sequence[Reading]) -> list[Reading]:
        """What is `known` of the texts, and the groups of those that were left."""
        readings, left = list(known), unplaced(known)
        for at, reading in zip(left, self.found.read([shadows[at] for at in left]), strict=True):
            name = self.names.get(reading.theme or "")
            if name is not None and reading.confidence >= BELIEVED:
                readings[at] = replace(reading, theme=name, second=None, sub=None)
        return readings

    def figures(self) -> dict[str, Any]:
        return {**self.known.figures(), "candidates": len(self.names)}

    def state(self) -> dict[str, Any]:
        """The found groups and their names; what is known is stored by itself."""
        return {"found": self.found.state(), "names": dict(self.names)}


def unplaced(readings: Sequence[Reading]) -> list[int]:
    """Places of the texts that have content and no theme."""
    return [at for at, reading in enumerate(readings) if reading.theme is None and not reading.unclear]


def with_candidates(known: Reader, found: Discovered, left: Sequence[Shadow]) -> Reader:
    """`known`, and the groups of `found` that a word and enough different texts of `left` speak for."""
    groups: dict[str, dict[str, Shadow]] = {key: {} for key in found.keys}
    for shadow, reading in zip(left, found.read(left), strict=True):
        if reading.theme is not None and reading.confidence >= BELIEVED:
            groups[reading.theme][shadow.key] = shadow
    others = Counter(
        stem for stems in {shadow.key: set(shadow.stems) for shadow in left}.values() for stem in stems
    )
    different = len({shadow.key for shadow in left})
    kept = [key for key, group in groups.items() if _held_together(list(group.values()), others, different)]
    names = {key: f"{CANDIDATE}{number}" for number, key in enumerate(kept, 1)}
    return WithCandidates(known, found, names) if names else known


def _held_together(group: Sequence[Shadow], everywhere: Mapping[str, int], different: int) -> bool:
    if len(group) < FEWEST:
        return False
    said_nothing = word_list("contentless.txt")
    uses = Counter(stem for shadow in group for stem in set(shadow.stems) - said_nothing)
    outside = max(different - len(group), 1)
    return any(
        count >= max(USED_BY, HELD_BY * len(group))
        and count / len(group) >= MORE_THAN_OTHERS * (everywhere[stem] - count) / outside
        for stem, count in uses.items()
    )
