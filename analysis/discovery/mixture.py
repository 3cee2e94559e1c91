"""A mixture of von Mises-Fisher distributions: groups are directions, and an answer may lie between two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.discovery.arrays import unit

if TYPE_CHECKING:
    from analysis.discovery.arrays import Places, Rows

# Four starts missed the likeliest grouping of one set in two seeds of three; twelve found it in each.
STARTS = 12
STEPS = 40
# Concentration grows while fitting: first the large groups, then their edges.
LOOSE, TIGHT, TIGHTENED = 4.0, 12.0, 15
# No group dies out entirely: a log of nothing would be no number.
LEAST_SHARE = 1e-6
SETTLED = 1e-5
# Weight of an answer nobody led, in the first centres.
UNLED = 0.5


@dataclass(frozen=True, slots=True)
class Mixture:
    """Centres (groups x dimensions), what each text leans to (texts x groups), mean log-likelihood up to a constant."""

    centres: Rows
    likely: Rows
    value: float

    @property
    def labels(self) -> Places:
        labels: Places = self.likely.argmax(axis=1)
        return labels


def fit_mixture(rows: Rows, count: int, seed: int, starts: int = STARTS, lean: Rows | None = None) -> Mixture:
    """The likeliest of several starts. `lean` (texts x groups, log odds) draws texts to groups from outside."""
    fits = [
        _settle(rows, _start(rows, count, seed * 101 + start, lean), lean)
        for start in range(starts if lean is None or (lean == 0).all(axis=0).any() else 1)
    ]
    return max(fits, key=lambda fit: round(fit.value, 6))


def _start(rows: Rows, count: int, seed: int, lean: Rows | None) -> Rows:
    """First leanings: of k-means, or of those that are led; groups nobody is led to are what those leave over."""
    import numpy as np

    if lean is None:
        return np.eye(count)[_k_means(rows, count, seed)]
    first = np.zeros((len(rows), count))
    led = lean.max(axis=1) > lean.min(axis=1)
    first[led] = np.exp(lean[led] - lean[led].max(axis=1, keepdims=True))
    first[led] /= first[led].sum(axis=1, keepdims=True)
    free = np.flatnonzero((lean == 0).all(axis=0))
    if len(free):
        first[~led] = UNLED * np.eye(count)[_fitted(rows, first, free, seed)[~led]]
    return first


def _fitted(rows: Rows, first: Rows, free: Places, seed: int) -> Places:
    """K-means groups renumbered: each group people lead to takes the nearest, the free ones the rest."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    count = first.shape[1]
    labels = _k_means(rows, count, seed)
    known = np.setdiff1d(np.arange(count), free)
    nearness = unit(first.T @ rows)[known] @ unit(np.eye(count)[labels].T @ rows).T
    taken = linear_sum_assignment(-nearness)[1]
    place = np.zeros(count, dtype=np.int64)
    place[taken] = known
    place[np.setdiff1d(np.arange(count), taken)] = free
    return np.asarray(place[labels], dtype=np.int64)


def _k_means(rows: Rows, count: int, seed: int) -> Places:
    import numpy as np
    from sklearn.cluster import KMeans

    labels = KMeans(count, n_init=1, max_iter=20, random_state=seed).fit_predict(rows)
    return np.asarray(labels, dtype=np.int64)


def _settle(rows: Rows, likely: Rows, lean: Rows | None) -> Mixture:
    import numpy as np

    value = -np.inf
    for step in range(STEPS):
        share = likely.sum(axis=0) / max(likely.sum(), 1.0)
        centres = unit(likely.T @ rows)
        tight = LOOSE + (TIGHT - LOOSE) * min(1.0, step / TIGHTENED)
        log = tight * (rows @ centres.T) + np.log(np.maximum(share, LEAST_SHARE))
        top = log.max(axis=1)
        before, value = value, float((np.log(np.exp(log - top[:, None]).sum(axis=1)) + top).mean())
        drawn = log if lean is None else log + lean
        likely = np.exp(drawn - drawn.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        if step > TIGHTENED and value - before < SETTLED:
            break
    return Mixture(centres, likely, value)
