"""Kernel ridge classification over the sum of the views' similarities: what themes say of themselves first, then examples.

The rows that tell of themes (descriptions, terms) give every text a first score. The examples correct it: they are fitted
to what it misses, so one example of a theme cannot outweigh all that was told. One factorisation serves all folds. With
G = (K + R)^-1 and A = G Y, the coefficients of the machine that never saw the rows F are A - G[:, F] G[F, F]^-1 A[F]
(block inversion): the same numbers as training again without F, which a test checks. Ridge regression on +1/-1 targets:
Rifkin and Klautau, "In defense of one-vs-all classification", JMLR 2004.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.compared import Compared
from analysis.normalise import Shadow
from analysis.vectors import Progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]

# The noise on the diagonal, a view's worth: a term is surely of its theme, the label of a short text less so.
TOLD_RIDGE, RIDGE = 0.5, 2.0
# How far the first scores of a text lie apart, in units of the targets.
SPREAD = 0.6
# Fewer examples do not show how far apart they lie.
FEW = 20
# What is said of a class that nothing was told about: as far away as the far side of the margin.
UNMET = -1.0
# Inputs compared with the training rows at once: a bound for memory, not a setting.
BLOCK = 2000


@dataclass(frozen=True, slots=True)
class Machine:
    """Coefficients (training rows x classes) over what the training rows look like in each view."""

    compared: tuple[Compared, ...]
    coefficients: Scores
    offset: float = UNMET

    def scores(self, shadows: Sequence[Shadow]) -> Scores:
        """Texts x classes: about +1 for the class a text belongs to, -1 for the others."""
        import numpy as np

        if not self.compared:
            return np.full((len(shadows), self.coefficients.shape[1]), self.offset)
        blocks = [shadows[start : start + BLOCK] for start in range(0, len(shadows), BLOCK)]
        parts = [
            self.offset + sum(one.scores(block, self.coefficients) for one in self.compared)
            for block in blocks
        ]
        return np.vstack(parts) if parts else np.zeros((0, self.coefficients.shape[1]))

    def alike(self, shadows: Sequence[Shadow]) -> Scores:
        """Texts x texts: the sum of the views' similarities."""
        import numpy as np

        if not self.compared:
            return np.eye(len(shadows))
        alike: Scores = np.sum([one.alike(shadows) for one in self.compared], axis=0)
        return alike


@dataclass(frozen=True, slots=True)
class Trained:
    """One machine per fold (that never saw it) and, under the key -1, the one that saw everything."""

    machines: dict[int, Machine]
    held_out: Scores


def train(
    compared: Sequence[Compared], targets: Scores, folds: Sequence[int], progress: Progress | None = None
) -> Trained:
    """`targets` (rows x classes) belong to the rows that are compared with: the examples, whose `folds` these are (-1: in
    no fold), then what tells of the themes.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

    if not compared:
        return Trained({-1: Machine((), targets)}, targets)
    count, views = len(folds), len(compared)
    offset = 2 / targets.shape[1] - 1
    # Threads add in no fixed order, and the same texts would not always give the same bytes.
    with threadpool_limits(1):
        gram: Scores = np.sum([one.gram() for one in compared], axis=0)
        told = _told(gram, targets, count, TOLD_RIDGE * views**0.5)
        first = offset + gram[:count, count:] @ told
        fitted = _fit(gram[:count, :count], targets[:count] - first, folds, RIDGE * views**0.5, progress)
    machines = {
        fold: Machine(tuple(compared), np.vstack([own, told]), offset) for fold, (own, _) in fitted.items()
    }
    held_out = np.full((count, targets.shape[1]), np.nan)
    for fold, (_, errors) in fitted.items():
        if fold >= 0:
            out = np.flatnonzero(np.array(folds) == fold)
            held_out[out] = targets[out] - errors
    return Trained(machines, held_out)


def _told(gram: Scores, targets: Scores, count: int, ridge: float) -> Scores:
    """Coefficients of the rows that tell of themes: scores without a common part, SPREAD apart on the examples."""
    import numpy as np
    from scipy.linalg import inv

    own = gram[count:, count:]
    if not len(own):
        return np.zeros((0, targets.shape[1]))
    inverse = inv(own + ridge * np.eye(len(own)), check_finite=False)
    plain = inverse @ targets[count:]
    # Of few examples the spread is that of the told rows themselves, each scored by the others.
    scores = (
        gram[:count, count:] @ plain if count >= FEW else targets[count:] - plain / np.diag(inverse)[:, None]
    )
    spread = float((scores - scores.mean(axis=1, keepdims=True)).std())
    told: Scores = (plain - plain.mean(axis=1, keepdims=True)) * (SPREAD / max(spread, 1e-9))
    return told


def _fit(
    gram: Scores, missing: Scores, folds: Sequence[int], ridge: float, progress: Progress | None
) -> dict[int, tuple[Scores, Scores]]:
    """For -1 and every fold: coefficients of the examples, and the errors of what was left out."""
    import numpy as np
    from scipy.linalg import inv

    if not len(gram):
        return {-1: (missing, missing)}
    place = np.array(folds)
    inverse = inv(gram + ridge * np.eye(len(gram)), check_finite=False)
    whole = inverse @ missing
    fitted = {-1: (whole, whole[:0])}
    for fold in sorted(set(folds) - {-1}):
        out = np.flatnonzero(place == fold)
        errors = np.linalg.solve(inverse[np.ix_(out, out)], whole[out])
        fitted[fold] = (whole - inverse[:, out] @ errors, errors)
        if progress:
            progress("models", len(fitted), len({*folds, -1}))
    return fitted
