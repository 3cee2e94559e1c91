"""Each answer moved towards those most like it: what one leaves unsaid its neighbours say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.discovery.arrays import unit

if TYPE_CHECKING:
    from analysis.discovery.arrays import Rows

NEIGHBOURS = 25
# Of few answers a smaller share, or all would move to one middle.
NEIGHBOURS_SHARE = 0.1
HOPS = 3
# Answers compared at a time: 500 x 20,000 likenesses are 40 MB, their order 80.
BLOCK = 500
# Digits of a likeness: machines differ beyond, and would rank equals differently.
LIKENESS_DIGITS = 5


def smooth(rows: Rows, neighbours: int = NEIGHBOURS, hops: int = HOPS) -> Rows:
    """Rows of length one, `hops` times halfway to the mean of their neighbours (either way round, by likeness)."""
    import numpy as np
    from scipy.sparse import csr_matrix, diags

    count = len(rows)
    near = min(neighbours, round(NEIGHBOURS_SHARE * count))
    if near < 1:
        return rows
    places, likeness = _nearest(rows, near)
    starts = np.repeat(np.arange(count), near)
    graph = csr_matrix((likeness.ravel(), (starts, places.ravel())), shape=(count, count))
    graph = graph + graph.T
    total = np.asarray(graph.sum(axis=1)).ravel()
    graph = diags(1 / np.where(total > 0, total, 1.0)) @ graph
    moved = rows
    for _ in range(hops):
        moved = unit(moved + graph @ moved)
    return moved


def _nearest(rows: Rows, near: int) -> tuple[Rows, Rows]:
    import numpy as np

    narrow = rows.astype(np.float32)
    places, likeness = [], []
    for start in range(0, len(rows), BLOCK):
        block = narrow[start : start + BLOCK] @ -narrow.T
        np.round(block, LIKENESS_DIGITS, out=block)
        block[np.arange(len(block)), np.arange(start, start + len(block))] = 2.0
        # A copy, or the whole partition would be kept for its few columns.
        found = np.argpartition(block, near - 1, axis=1)[:, :near].copy()
        places.append(found)
        likeness.append(np.maximum(-np.take_along_axis(block, found, axis=1), 0.0))
    return np.vstack(places), np.vstack(likeness).astype(np.float64)
