"""Kernel ridge classification over the sum of the views' similarities, with every fold held out exactly.

One factorisation serves all folds. With G = (K + R)^-1 and A = G Y, the coefficients of the machine that never saw the
rows F are A - G[:, F] G[F, F]^-1 A[F] (block inversion): the same numbers as training again without F, which a test
checks. Ridge regression on +1/-1 targets: Rifkin and Klautau, "In defense of one-vs-all classification", JMLR 2004.
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

# How much of the diagonal is noise: labels of short texts are never certain.
RIDGE = 0.5
# What is said of a class that nothing was told about: as far away as the far side of the margin.
UNMET = -1.0
# Inputs compared with the training rows at once: a bound for memory, not a setting.
BLOCK = 2000


@dataclass(frozen=True, slots=True)
class Machine:
    """Coefficients (training rows x classes) over what the training rows look like in each view."""

    compared: tuple[Compared, ...]
    coefficients: Scores

    def scores(self, shadows: Sequence[Shadow]) -> Scores:
        """Texts x classes: about +1 for the class a text belongs to, -1 for the others."""
        import numpy as np

        if not self.compared:
            return np.full((len(shadows), self.coefficients.shape[1]), UNMET)
        blocks = [shadows[start : start + BLOCK] for start in range(0, len(shadows), BLOCK)]
        parts = [sum(one.scores(block, self.coefficients) for one in self.compared) for block in blocks]
        return np.vstack(parts) if parts else np.zeros((0, self.coefficients.shape[1]))


@dataclass(frozen=True, slots=True)
class Trained:
    """One machine per fold (that never saw it) and, under the key -1, the one that saw everything."""

    machines: dict[int, Machine]
    held_out: Scores


def train(
    compared: Sequence[Compared], targets: Scores, folds: Sequence[int], progress: Progress | None = None
) -> Trained:
    """`targets` (rows x classes) and `folds` (-1: in no fold) belong to the rows that are compared with."""
    import numpy as np
    from scipy.linalg import inv
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

    if not compared:
        return Trained({-1: Machine((), targets)}, targets)
    place = np.array(folds)
    # Threads add in no fixed order, and the same texts would not always give the same bytes.
    with threadpool_limits(1):
        gram: Scores = np.sum([one.gram() for one in compared], axis=0)
        gram[np.diag_indices(len(gram))] += RIDGE * len(compared) ** 0.5
        inverse = inv(gram, overwrite_a=True, check_finite=False)
        whole = inverse @ targets
        machines = {-1: Machine(tuple(compared), whole)}
        held_out = np.full(targets.shape, np.nan)
        for fold in sorted(set(folds) - {-1}):
            out = np.flatnonzero(place == fold)
            errors = np.linalg.solve(inverse[np.ix_(out, out)], whole[out])
            machines[fold] = Machine(tuple(compared), whole - inverse[:, out] @ errors)
            held_out[out] = targets[out] - errors
            if progress:
                progress("models", len(machines), len(set(folds)))
    return Trained(machines, held_out)
