"""The open formula of the priority: five criteria between 0 and 1, and how much each weighs. Pure and exact."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from core.errors import N_

_LOWEST_NRR, _HIGHEST_NRR = 1, 4
_HIGHEST_URGENCY = 5


class Criterion(StrEnum):
    """What speaks for a need."""

    PEOPLE = "people"
    SPREAD = "spread"
    SKM = "skm"
    LEGAL = "legal"
    URGENCY = "urgency"


CRITERION_LABELS = {
    Criterion.PEOPLE: N_("Berapa banyak masukan"),
    Criterion.SPREAD: N_("Berapa banyak unit"),
    Criterion.SKM: N_("Unsur SKM yang terkait"),
    Criterion.LEGAL: N_("Kewajiban hukum"),
    Criterion.URGENCY: N_("Kemendesakan"),
}
EVEN = dict.fromkeys(Criterion, 20)

Weights = Mapping[Criterion, int]


@dataclass(frozen=True)
class Facts:
    """What is known of a need. `most` is the largest `people` of the cycle; NRR 1 to 4; urgency 1 to 5."""

    key: str
    people: int
    most: int
    units: int
    all_units: int
    nrr: Decimal | None
    legal: bool
    urgency: int | None


@dataclass(frozen=True)
class Ranked:
    """A need in its place. `points` 0 to 100; `parts` how far each criterion is fulfilled, 0 to 1."""

    key: str
    place: int
    score: Fraction
    parts: Mapping[Criterion, Fraction]

    @property
    def points(self) -> Decimal:
        """The score as it is shown: of 100, with one place, half up."""
        return Decimal((self.score * 2000 + 1) // 2).scaleb(-1)


def parts_of(facts: Facts) -> dict[Criterion, Fraction]:
    """Each criterion between 0 and 1; what nobody has said counts as 0.

    The number of people counts by its logarithm: the step from 5 to 10 says as much as that from 100 to 200, so
    that one great theme does not push every need of a small unit off the list.
    """
    crowd = Fraction(math.log1p(facts.people) / math.log1p(facts.most)) if facts.most else Fraction(0)
    spread = Fraction(facts.units, facts.all_units) if facts.all_units else Fraction(0)
    skm = (_HIGHEST_NRR - Fraction(facts.nrr)) / (_HIGHEST_NRR - _LOWEST_NRR) if facts.nrr else Fraction(0)
    urgency = Fraction(facts.urgency - 1, _HIGHEST_URGENCY - 1) if facts.urgency else Fraction(0)
    found = {
        Criterion.PEOPLE: crowd,
        Criterion.SPREAD: spread,
        Criterion.SKM: skm,
        Criterion.LEGAL: Fraction(int(facts.legal)),
        Criterion.URGENCY: urgency,
    }
    return {criterion: min(max(part, Fraction(0)), Fraction(1)) for criterion, part in found.items()}


def score(parts: Mapping[Criterion, Fraction], weights: Weights) -> Fraction:
    """The weighted mean, 0 to 1. Weights need not sum to 100; at least one is above zero."""
    whole = sum(weights[criterion] for criterion in Criterion)
    return sum((weights[c] * parts[c] for c in Criterion), Fraction(0)) / whole


def rank(needs: Sequence[Facts], weights: Weights) -> list[Ranked]:
    """The most pressing first; equal scores by key, each in a place of its own."""
    scored = [(facts.key, parts_of(facts)) for facts in needs]
    ordered = sorted(
        ((score(parts, weights), key, parts) for key, parts in scored), key=lambda s: (-s[0], s[1])
    )
    return [Ranked(key, place, points, parts) for place, (points, key, parts) in enumerate(ordered, start=1)]
