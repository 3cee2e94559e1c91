"""The few turns of matrices every stage needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float64]
    Places = NDArray[np.int64]

# Directions with less than this share of the strongest one's variance are noise of the arithmetic.
LEAST_VARIANCE = 1e-8


def unit(rows: Rows) -> Rows:
    """Rows of length one; a row of zeros stays."""
    import numpy as np

    length = np.linalg.norm(rows, axis=1, keepdims=True)
    turned: Rows = rows / np.where(length > 0, length, 1.0)
    return turned


def principal(rows: Rows, dimensions: int, whiten: float = 0.0) -> Rows:
    """Coordinates along the strongest directions about the mean; `whiten` 0 keeps their spread, 1 makes it equal.

    With values between, what most answers share (how people write) weighs less against what few say.
    """
    import numpy as np

    rows = rows - rows.mean(axis=0)
    variance, directions = np.linalg.eigh(rows.T @ rows)
    kept = np.argsort(-variance, kind="stable")[:dimensions]
    kept = kept[variance[kept] > max(variance.max(), 0.0) * LEAST_VARIANCE]
    coordinates: Rows = (rows @ directions[:, kept]) * variance[kept] ** (-whiten / 2)
    return coordinates


def singular(matrix: Any, dimensions: int) -> tuple[Rows, Rows]:
    """Left singular vectors and values of a sparse matrix, the strongest first."""
    import numpy as np
    from scipy.sparse.linalg import svds

    small = min(matrix.shape)
    if small <= max(dimensions + 1, 50):
        left, values, _ = np.linalg.svd(matrix.toarray(), full_matrices=False)
    else:
        # A fixed start: the iteration must not depend on chance.
        left, values, _ = svds(matrix, k=dimensions, v0=np.ones(small))
        left, values = left[:, ::-1], values[::-1]
    kept = values[:dimensions] > max(values.max(initial=0.0), 0.0) * LEAST_VARIANCE
    return left[:, :dimensions][:, kept], values[:dimensions][kept]
