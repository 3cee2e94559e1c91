"""How something is said, to be taken out of the vectors that should say what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.normalise import Shadow

if TYPE_CHECKING:
    from analysis.discovery.arrays import Rows

# As if so many answers had no style at all: among few, a theme's own words decide how long its answers are, and a
# rare variety (three answers in Kupang Malay) would be fitted exactly.
RIDGE = 50.0


def style_of(shadows: Sequence[Shadow]) -> Rows:
    """Texts x properties of style: words, content words, length of words, variety; each with mean 0 and spread 1."""
    import numpy as np

    rows = []
    for shadow in shadows:
        words = shadow.wording.split()
        length = np.log1p(len(words))
        letters = np.log1p(sum(map(len, words)) / max(len(words), 1))
        told = (shadow.variety == "kupang", shadow.variety == "english")
        rows.append((length, length**2, np.log1p(len(shadow.stems)), letters, *map(float, told)))
    style = np.array(rows, dtype=np.float64)
    style -= style.mean(axis=0)
    spread = style.std(axis=0)
    scaled: Rows = style / np.where(spread > 0, spread, 1.0)
    return scaled


def without_style(rows: Rows, style: Rows) -> Rows:
    """Rows about their mean, without what a line through the properties of style foretells of them."""
    import numpy as np

    rows = rows - rows.mean(axis=0)
    square = style.T @ style + RIDGE * np.eye(style.shape[1])
    foretold = style @ np.linalg.solve(square, style.T @ rows)
    rest: Rows = rows - foretold
    return rest
