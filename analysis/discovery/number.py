"""How many themes: as many as come back when answers are drawn again, and no more than say something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.discovery.mixture import Mixture, fit_mixture

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.discovery.arrays import Places, Rows

MOST_THEMES = 15
DRAWS = 8
DRAWN = 0.7
MOST_DRAWN = 1000
# Likelihood (nats an answer) that one more theme must bring beyond what it takes from stability.
WORTH = 0.15


@dataclass(frozen=True, slots=True)
class Repeated:
    """How alike groupings of resamples are to the one of all (ARI of matched groups), and their votes per text."""

    stability: float
    votes: Rows


def choose_count(rows: Rows, most: int, seed: int, tell: Callable[[int, int], None] | None = None) -> int:
    """The number whose likelihood and stability together are highest, a theme costing WORTH."""
    rows = rows[_draw(len(rows), 2 * MOST_DRAWN, 2 * MOST_DRAWN, seed)]
    best = (0.0, 1)
    for count in range(2, most + 1):
        fit = fit_mixture(rows, count, seed, starts=3)
        gain = fit.value + repeat(rows, fit, seed).stability - WORTH * count
        best = max(best, (round(gain, 6), count), key=lambda one: one[0])
        if tell:
            tell(count, most)
    return best[1]


def repeat(rows: Rows, fit: Mixture, seed: int, draws: int = DRAWS, lean: Rows | None = None) -> Repeated:
    import numpy as np
    from sklearn.metrics import adjusted_rand_score

    count = len(fit.centres)
    votes, alike = np.zeros((len(rows), count)), []
    for draw in range(draws):
        places = _draw(len(rows), max(int(DRAWN * len(rows)), count), MOST_DRAWN, seed + draw + 1)
        led = None if lean is None else lean[places]
        other = fit_mixture(rows[places], count, seed + draw + 1, starts=1, lean=led)
        labels = (rows @ other.centres.T).argmax(axis=1)
        alike.append(float(adjusted_rand_score(fit.labels, labels)))
        votes[np.arange(len(rows)), _matched(fit.labels, labels, count)[labels]] += 1 / draws
    return Repeated(sum(alike) / len(alike), votes)


def _draw(count: int, wanted: int, most: int, seed: int) -> Places:
    """Places drawn without return, in order; all of them when there are no more than wanted."""
    import numpy as np

    size = min(wanted, most, count)
    return np.sort(np.random.default_rng(seed).choice(count, size, replace=False))


def _matched(ours: Places, theirs: Places, count: int) -> Places:
    """For each of their groups the one of ours that shares the most texts with it, one to one."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    shared = np.zeros((count, count))
    np.add.at(shared, (theirs, ours), 1)
    return np.asarray(linear_sum_assignment(-shared)[1], dtype=np.int64)
