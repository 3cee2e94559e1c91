"""Which texts people should read first: those whose label would teach the most."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from analysis.normalise import Shadow
from analysis.reading import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Alike = Callable[[Sequence[Shadow]], NDArray[np.float64]]

# So many of the most doubtful texts, and of those that have a label, are weighed against each other.
WEIGHED, KNOWN = 1500, 500
# A label is never certain, in units of how alike a text is to itself.
NOISE = 0.25


def most_useful(
    shadows: Sequence[Shadow],
    readings: Sequence[Reading],
    count: int,
    known: Collection[int] = (),
    alike: Alike | None = None,
) -> list[int]:
    """Places of at most `count` texts, the most useful first; no copy, none without content, none of the `known` places.

    `alike` compares texts as the reader does. Then each choice takes the most doubt from all texts: the variance of a
    Gaussian process it removes, weighted by how doubtful each reading is (Seo et al., "Gaussian process regression:
    active data selection and test point rejection", 2000). Without it the most doubtful come first ("margin sampling",
    Scheffer et al. 2001); what is left once nothing more is removed comes in that order, too.
    """
    doubtful = _doubtful(shadows, readings, known)
    if alike is None or not doubtful:
        return doubtful[:count]
    weighed = doubtful[:WEIGHED]
    told = _told(shadows, known)
    chosen = _choose(
        alike([shadows[at] for at in (*weighed, *told)]),
        [1 - readings[at].margin for at in weighed],
        min(count, len(weighed)),
    )
    first = [weighed[place] for place in chosen]
    return [*first, *(at for at in doubtful if at not in set(first))][:count]


def _doubtful(shadows: Sequence[Shadow], readings: Sequence[Reading], known: Collection[int]) -> list[int]:
    """Places by the lead of the decision over the runner-up, the smallest first."""
    told = {shadows[at].key for at in known}
    readable = [at for at, one in enumerate(readings) if not one.unclear and shadows[at].key not in told]
    ranked = sorted(
        readable, key=lambda at: (readings[at].margin, readings[at].confidence, shadows[at].wording)
    )
    different: dict[str, int] = {}
    for at in ranked:
        different.setdefault(shadows[at].key, at)
    return list(different.values())


def _told(shadows: Sequence[Shadow], known: Collection[int]) -> list[int]:
    different = {shadows[at].key: at for at in sorted(known)}
    return [different[key] for key in sorted(different)][:KNOWN]


def _choose(gram: NDArray[np.float64], doubt: Sequence[float], count: int) -> list[int]:
    """Places among the first rows of `gram`; the rows after them have their labels already."""
    import numpy as np

    left, weights = gram.copy(), np.array(doubt)
    noise = NOISE * float(np.diag(gram).mean())
    for place in range(len(doubt), len(gram)):
        _learn(left, place, noise)
    chosen: list[int] = []
    for _ in range(count):
        own = left[: len(doubt), : len(doubt)]
        gains = (weights[:, None] * own**2).sum(axis=0) / (np.diag(own) + noise)
        gains[chosen] = -1.0
        # Rounded: arithmetic of another machine must not turn a tie.
        best = int(np.round(gains / max(gains.max(), 1e-12), 9).argmax())
        chosen.append(best)
        _learn(left, best, noise)
    return chosen


def _learn(left: NDArray[np.float64], place: int, noise: float) -> None:
    """What is still unknown once the label of this place is told; in the same array."""
    import numpy as np

    row = left[place].copy()
    left -= np.outer(row, row) / (row[place] + noise)
