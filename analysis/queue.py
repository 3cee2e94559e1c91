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

# So many of the most doubtful texts are weighed against each other.
WEIGHED = 1500
# A text is typical if this many others are like it.
NEAR = 10


def most_useful(
    shadows: Sequence[Shadow],
    readings: Sequence[Reading],
    count: int,
    known: Collection[int] = (),
    alike: Alike | None = None,
) -> list[int]:
    """Places of at most `count` texts, the most useful first; no copy, none without content, none of the `known` places.

    Doubt is the lead of the decision over the runner-up ("margin sampling", Scheffer et al. 2001). `alike` compares texts
    as the reader does: then doubt counts as much as a text is like others ("information density", Settles and Craven
    2008), and the themes that were read take turns, for a person should see something of each.
    """
    doubtful = _doubtful(shadows, readings, known)
    if alike is None or not doubtful:
        return doubtful[:count]
    weighed = doubtful[:WEIGHED]
    typical = _typical(alike([shadows[at] for at in weighed]))
    worth = {at: (1 - readings[at].margin) * own for at, own in zip(weighed, typical, strict=True)}
    # Rounded: arithmetic of another machine must not turn a tie.
    ranked = sorted(weighed, key=lambda at: (-round(worth[at], 6), shadows[at].wording))
    return [*_in_turn(ranked, readings), *doubtful[WEIGHED:]][:count]


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


def _typical(gram: NDArray[np.float64]) -> list[float]:
    """How like each text the texts nearest to it are, 1 for a text itself."""
    import numpy as np

    own = np.sqrt(np.maximum(np.diag(gram), 1e-12))
    likeness = gram / own / own[:, None]
    np.fill_diagonal(likeness, -np.inf)
    nearest = np.sort(likeness, axis=1)[:, -min(NEAR, max(len(gram) - 1, 1)) :]
    return [float(value) if np.isfinite(value) else 1.0 for value in nearest.mean(axis=1)]


def _in_turn(ranked: Sequence[int], readings: Sequence[Reading]) -> list[int]:
    """One of each theme, then a second of each, in the order of the first ones."""
    rounds: dict[str | None, int] = {}
    place: dict[int, tuple[int, int]] = {}
    for at in ranked:
        turn = rounds.get(readings[at].theme, 0)
        rounds[readings[at].theme] = turn + 1
        place[at] = (turn, len(place))
    return sorted(ranked, key=place.__getitem__)
