"""A second level: what a large theme consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.discovery.arrays import unit
from analysis.discovery.mixture import fit_mixture
from analysis.discovery.number import repeat
from analysis.discovery.student import Student, teach

if TYPE_CHECKING:
    from analysis.discovery.arrays import Places, Rows

FEWEST_TEXTS = 40
MOST_PARTS = 4
# Groups that come back less than this when answers are drawn again are no parts of anything.
HOLDS = 0.6
DRAWS = 4


def part(rows: Rows, features: Any, labels: Places, classes: int, seed: int) -> tuple[Student | None, ...]:
    """For each theme the model of its parts, or None where it has none that hold."""
    return tuple(_parts(rows[labels == theme], features[labels == theme], seed) for theme in range(classes))


def _parts(rows: Rows, features: Any, seed: int) -> Student | None:
    if len(rows) < FEWEST_TEXTS:
        return None
    # About the theme's own middle: what its answers share is no part of it.
    own = unit(rows - rows.mean(axis=0))
    fits = [fit_mixture(own, count, seed, starts=2) for count in range(2, MOST_PARTS + 1)]
    tried = [(fit, repeat(own, fit, seed, DRAWS)) for fit in fits]
    fit, again = max(tried, key=lambda one: (round(one[1].stability, 2), len(one[0].centres)))
    if again.stability < HOLDS:
        return None
    return teach(features, fit.labels, len(fit.centres), again.votes, seed)
