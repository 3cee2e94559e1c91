"""Kernel ridge classification over how alike texts are: what themes say of themselves first, then examples.

The rows that tell of themes (descriptions, terms) give every text a first score. The examples correct it: they are fitted
to what it misses, so one example of a theme cannot outweigh all that was told. One factorisation serves all folds. With
G = (K + R)^-1 and A = G Y, the coefficients of the machine that never saw the rows F are A - G[:, F] G[F, F]^-1 A[F]
(block inversion): the same numbers as training again without F, which a test checks. Ridge regression on +1/-1 targets:
Rifkin and Klautau, "In defense of one-vs-all classification", JMLR 2004.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.compared import Compared, beside, beside_told, gram, scores, told_gram
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
# Texts whose scores lie closer together than this share of the others' hardly resemble what is told and do not set the scale:
# those of the run or the examples beside the told rows, told rows left out beside the same learned.
LEAST_RESEMBLANCE = 0.1
# So many told rows, from the first to the last, are left out to see how far apart the rows lie.
LEFT_OUT = 300
# What is said of a class that nothing was told about: as far away as the far side of the margin.
UNMET = -1.0
# Inputs compared with the training rows at once: a bound for memory, not a setting.
BLOCK = 2000


@dataclass(frozen=True, slots=True)
class Machine:
    """Coefficients (rows x classes) of the examples and of what themes are told by, over what they look like in each view."""

    compared: tuple[Compared, ...]
    own: Scores
    told: Scores
    offset: float = UNMET
    # What the told rows say of some texts, found before: comparing with thousands of rows is what takes the time.
    known: Mapping[Shadow, Scores] = field(default_factory=dict)

    def scores(self, shadows: Sequence[Shadow]) -> Scores:
        """Texts x classes: about +1 for the class a text belongs to, -1 for the others."""
        import numpy as np

        found = np.full((len(shadows), self.own.shape[1]), self.offset)
        if not self.compared:
            return found
        known = [at for at, shadow in enumerate(shadows) if shadow in self.known]
        for rows in _blocks(known):
            texts = [shadows[at] for at in rows]
            first = np.array([self.known[shadow] for shadow in texts])
            found[rows] += first + scores(self.compared, texts, self.own)
        for rows in _blocks(sorted(set(range(len(shadows))).difference(known))):
            found[rows] += scores(self.compared, [shadows[at] for at in rows], self.own, self.told)
        return found


def _blocks(places: Sequence[int]) -> list[Sequence[int]]:
    return [places[start : start + BLOCK] for start in range(0, len(places), BLOCK)]


@dataclass(frozen=True, slots=True)
class Trained:
    """One machine per fold (that never saw it) and, under the key -1, the one that saw everything."""

    machines: dict[int, Machine]
    held_out: Scores


@dataclass(frozen=True, slots=True)
class Told:
    """What themes are told by, learned alone: coefficients (rows x classes), and how far apart the scores lie that the rows
    would get from each other (at least a share of what they get themselves).
    """

    coefficients: Scores
    spread: float


def tell(compared: Sequence[Compared], targets: Scores) -> Told:
    """`targets` (rows x classes) belong to the told rows."""
    import numpy as np
    from scipy.linalg import cho_solve, cholesky, solve_triangular

    if not len(targets):
        return Told(targets, 0.0)
    with one_thread():
        noisy = told_gram(compared)
        noisy[np.diag_indices_from(noisy)] += _noise(compared)
        # In the column order LAPACK works in: the other would be copied first, and it is as large as rows x rows.
        factor = cholesky(noisy.T, lower=True, overwrite_a=True, check_finite=False)
        coefficients = np.asarray(cho_solve((factor, True), targets, check_finite=False))
        rows = np.unique(np.linspace(0, len(targets) - 1, LEFT_OUT).astype(int))
        units = np.zeros((len(targets), len(rows)))
        units[rows, np.arange(len(rows))] = 1.0
        columns = solve_triangular(factor, units, lower=True, overwrite_b=True, check_finite=False)
    # Leaving a row out changes its score by its coefficients over the diagonal of the inverse.
    diagonal = np.einsum("ij,ij->j", columns, columns)
    left_out = _spread(targets[rows] - coefficients[rows] / diagonal[:, None])
    own = _spread(targets - _noise(compared) * coefficients)
    return Told(coefficients, max(left_out, LEAST_RESEMBLANCE * own))


def _noise(compared: Sequence[Compared]) -> float:
    """The noise on the diagonal of the told rows."""
    return TOLD_RIDGE * math.sqrt(len(compared))


def train(
    compared: Sequence[Compared],
    targets: Scores,
    folds: Sequence[int],
    told: Told,
    scale: float | None = None,
    progress: Progress | None = None,
    first: First | None = None,
) -> Trained:
    """`targets` (rows x classes) belong to the examples, whose `folds` these are (-1: in no fold); `scale` is how far `first`
    lies apart for the texts to be read, else the examples show it.
    """
    import numpy as np

    if not compared:
        return Trained({-1: Machine((), targets, told.coefficients)}, targets)
    count, views = len(folds), len(compared)
    offset = 2 / targets.shape[1] - 1
    with one_thread():
        alike = beside(compared)
        factor = _factor(alike, told, scale)
        scaled = _centred(told.coefficients) * factor
        missing = targets - offset - alike @ scaled
        fitted = _fit(gram(compared), missing, folds, RIDGE * views**0.5, progress)
    known = dict(zip(first.texts, _centred(first.scores) * factor, strict=True)) if first else {}
    machines = {
        fold: Machine(tuple(compared), own, scaled, offset, known) for fold, (own, _) in fitted.items()
    }
    held_out = np.full((count, targets.shape[1]), np.nan)
    for fold, (_, errors) in fitted.items():
        if fold >= 0:
            out = np.flatnonzero(np.array(folds) == fold)
            held_out[out] = targets[out] - errors
    return Trained(machines, held_out)


def one_thread() -> Any:
    """Threads add in no fixed order, and the same texts would not always give the same bytes."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

    return threadpool_limits(1)


@dataclass(frozen=True, slots=True)
class First:
    """What is told alone says of some texts (texts x classes), not yet scaled."""

    texts: tuple[Shadow, ...]
    scores: Scores

    @property
    def spread(self) -> float:
        """How far apart it puts them."""
        return _spread(self.scores)


def first_scores(compared: Sequence[Compared], told: Told, shadows: Sequence[Shadow]) -> First | None:
    """None where nothing is told. The texts of a run are wanted, not the examples alone: those that people were asked for
    because they are doubtful lie closer together than the others.
    """
    if not len(told.coefficients):
        return None
    with one_thread():
        return First(tuple(shadows), beside_told(compared, shadows) @ told.coefficients)


def _factor(alike: Scores, told: Told, scale: float | None) -> float:
    """By which scores of what is told lie SPREAD apart on the texts to be read, or on the examples; of few of them, or of ones
    that hardly resemble what is told, on the told rows.
    """
    if scale is None and len(alike) >= FEW and len(told.coefficients):
        scale = _spread(alike @ told.coefficients)
    spread = told.spread if scale is None else max(scale, LEAST_RESEMBLANCE * told.spread)
    return SPREAD / max(spread, 1e-9)


def _centred(scores: Scores) -> Scores:
    """Without what is common to all classes."""
    import numpy as np

    return np.asarray(scores - scores.mean(axis=1, keepdims=True)) if len(scores) else scores


def _spread(scores: Scores) -> float:
    """How far the scores of a row lie from their mean."""
    return float(_centred(scores).std())


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
