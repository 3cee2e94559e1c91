"""A search that goes on from an earlier one: where that had the texts, and a theme more for what came up since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count as counted
from itertools import islice
from typing import TYPE_CHECKING

from analysis.discovery.mixture import Mixture, fit_mixture
from analysis.discovery.number import WORTH, Repeated, repeat
from analysis.discovery.steering import Steering
from analysis.folding import near_copies
from analysis.normalise import Shadow
from analysis.vectors import Progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analysis.discovery.arrays import Places, Rows

# A wording, the key of a theme it was found under ("": none), and how surely.
Before = tuple[str, str, float]

# A subject that came up since: at least so many different texts that were not there before, which are such a part of a
# group that so many of the repetitions have. Why so many: docs/decisions/themes-discovery.md.
FEWEST_FRESH, NEW, HELD = 15, 0.75, 0.6
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
    steering: Steering,
    rows: Rows,
    texts: Sequence[Shadow],
    before: Sequence[Before],
    seed: int,
    tell: Progress | None = None,
) -> Steering:
    """`steering` with a theme for each group of new texts that stands beside the earlier ones; the same where none does."""
    import numpy as np

    had = {wording for wording, _, _ in before}
    new = np.array([shadow.wording not in had for shadow in texts])
    if not steering.earlier or new.sum() < FEWEST_FRESH:
        return steering
    groups = _fresh_groups(steering, rows, texts, new, seed, tell)
    free = (f"tema-{number}" for number in counted(1) if f"tema-{number}" not in steering.keys)
    places = {
        texts[row].wording: {place: 1.0}
        for place, group in enumerate(groups, len(steering.keys))
        for row in group
    }
    return replace(
        steering,
        keys=(*steering.keys, *islice(free, len(groups))),
        earlier={**steering.earlier, **places},
    )


def _fresh_groups(
    steering: Steering,
    rows: Rows,
    texts: Sequence[Shadow],
    new: NDArray[np.bool_],
    seed: int,
    tell: Progress | None,
) -> list[Places]:
    """New rows of the fresh groups, the largest first: among one group more than is known, or among two where these say more
    than they cost.
    """
    known = len(steering.keys)
    tried: list[tuple[float, list[Places]]] = []
    for more in range(1, MOST_FRESH + 1):
        count = known + more
        lean = steering.lean(texts, count)
        fit = fit_mixture(rows, count, seed, lean=lean)
        again = repeat(rows, fit, seed, lean=lean)
        fresh = _fresh(fit, again, rows, texts, new, range(known, count))
        worth = round(fit.value + again.stability - WORTH * count, 6)
        if fresh and (not tried or worth > tried[-1][0]):
            tried.append((worth, fresh))
        if tell:
            tell("number of themes", more, MOST_FRESH)
    return sorted(tried[-1][1], key=len, reverse=True) if tried else []


def _fresh(
    fit: Mixture,
    again: Repeated,
    rows: Rows,
    texts: Sequence[Shadow],
    new: NDArray[np.bool_],
    places: Iterable[int],
) -> list[Places]:
    """The new rows of each of these groups that is a subject of its own."""
    import numpy as np

    found = []
    for place in places:
        group = np.flatnonzero(fit.labels == place)
        came = group[new[group]]
        if (
            len(came) >= NEW * max(len(group), 1)
            and _different([texts[row].wording for row in came], rows[came]) >= FEWEST_FRESH
            and again.votes[group, place].mean() >= HELD
        ):
            found.append(came)
    return found


def _different(wordings: Sequence[str], rows: Rows) -> int:
    """Near copies are one, and so are texts of words that nothing is known of: they have one row."""
    import numpy as np

    return min(len(set(near_copies(wordings))), len(np.unique(np.round(rows, 6), axis=0)))
