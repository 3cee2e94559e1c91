"""Which texts people should read first: those whose label would teach the most."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analysis.normalise import Shadow
from analysis.reading import Reading


def most_useful(
    shadows: Sequence[Shadow], readings: Sequence[Reading], count: int, known: Collection[int] = ()
) -> list[int]:
    """Places of at most `count` texts, the most useful first: doubtful ones, no two with the same content.

    Doubt is the lead of the decision over the runner-up ("margin sampling", Scheffer et al. 2001). A text without
    content teaches nothing, and neither does a copy, nor one of the `known` places.
    """
    told = {shadows[at].key for at in known}
    readable = [at for at, one in enumerate(readings) if not one.unclear and shadows[at].key not in told]
    ranked = sorted(
        readable, key=lambda at: (readings[at].margin, readings[at].confidence, shadows[at].wording)
    )
    chosen: dict[str, int] = {}
    for at in ranked:
        if len(chosen) == count:
            break
        chosen.setdefault(shadows[at].key, at)
    return list(chosen.values())
