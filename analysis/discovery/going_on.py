"""A search that goes on from an earlier one: where that had the texts, and a theme more for what came up since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import count as counted
from itertools import islice
from typing import TYPE_CHECKING

from analysis.discovery.mixture import fit_mixture
from analysis.discovery.number import WORTH, repeat
from analysis.discovery.steering import Steering
from analysis.normalise import Shadow

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analysis.discovery.arrays import Places, Rows

# A wording, the key of a theme it was found under ("": none), and how surely.
Before = tuple[str, str, float]

# A subject that came up since: at least so many different texts, and such a part of them were not there before. Where nothing
# came up, no group of fifteen had more than seven new ones in ten, though a third of all was new.
FEWEST_FRESH, NEW = 15, 0.75
# So many subjects may come up at a time: of more groups some hold new texts by chance.
MOST_FRESH = 2


def earlier(before: Sequence[Before], texts: Sequence[Shadow], steering: Steering | None) -> Steering | None:
    """Steering by where an earlier search had these texts, which people's labels correct; words for themes lead alone.

    Of equal wordings each counts. A theme without a text that is compared leads to nothing: what is left over would take its
    key.
    """
    here = {shadow.wording for shadow in texts}
    said = [one for one in before if one[0] in here]
    # Shorter first: tema-2 before tema-10.
    had = sorted({key for _, key, _ in said} - {""}, key=lambda key: (len(key), key))
    if not had or (steering and steering.names):
        return steering
    keys = (*had, *(key for key in (steering.keys if steering else ()) if key not in had))
    told = (
        {wording: keys.index(steering.keys[at]) for wording, at in steering.told.items()} if steering else {}
    )
    times = Counter(wording for wording, _, _ in said)
    places: dict[str, dict[int, float]] = {wording: {} for wording in times}
    # Sorted: sums must not depend on the order of the texts.
    for wording, key, sure in sorted(said):
        if key:
            place = keys.index(key)
            places[wording][place] = places[wording].get(place, 0.0) + sure / times[wording]
    return Steering(keys, told, earlier=places)


def with_fresh(
    steering: Steering, rows: Rows, texts: Sequence[Shadow], before: Sequence[Before], seed: int
) -> Steering:
    """`steering` with a theme for each group of new texts that stands beside the earlier ones; the same where none does."""
    import numpy as np

    had = {wording for wording, _, _ in before}
    new = np.array([shadow.wording not in had for shadow in texts])
    if not steering.earlier or new.sum() < NEW * FEWEST_FRESH:
        return steering
    groups = _fresh_groups(steering, rows, texts, new, seed)
    free = (f"tema-{number}" for number in counted(1) if f"tema-{number}" not in steering.keys)
    places = {
        texts[row].wording: {place: 1.0}
        for place, group in enumerate(groups, len(steering.keys))
        for row in group
        if new[row]
    }
    return replace(
        steering,
        keys=(*steering.keys, *islice(free, len(groups))),
        earlier={**steering.earlier, **places},
    )


def _fresh_groups(
    steering: Steering, rows: Rows, texts: Sequence[Shadow], new: NDArray[np.bool_], seed: int
) -> list[Places]:
    """Rows of the fresh groups among one group more than is known, or among two where they say more than they cost."""
    import numpy as np

    known = len(steering.keys)
    tried: list[tuple[float, list[Places]]] = [(0.0, [])]
    for count in range(known + 1, known + MOST_FRESH + 1):
        lean = steering.lean(texts, count)
        fit = fit_mixture(rows, count, seed, lean=lean)
        groups = [np.flatnonzero(fit.labels == group) for group in range(known, count)]
        fresh = [group for group in groups if len(group) >= FEWEST_FRESH and new[group].mean() >= NEW]
        worth = fit.value + repeat(rows, fit, seed, lean=lean).stability - WORTH * count
        if fresh and (len(tried) == 1 or worth > tried[-1][0]):
            tried.append((worth, fresh))
    return tried[-1][1]
