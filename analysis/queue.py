"""Which texts people should read first: those whose label would teach the most."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.normalise import Shadow
from analysis.reading import Reading


def most_useful(shadows: Sequence[Shadow], readings: Sequence[Reading], count: int) -> list[int]:
    """Places of at most `count` texts, the most useful first: doubtful ones, no two with the same content.

    Doubt is the lead of the decision over the runner-up ("margin sampling", Scheffer et al. 2001). A text without
    content teaches nothing, and neither does a copy.
    """
    readable = [at for at, reading in enumerate(readings) if not reading.unclear]
    ranked = sorted(
        readable, key=lambda at: (readings[at].margin, readings[at].confidence, shadows[at].wording)
    )
    chosen: dict[str, int] = {}
    for at in ranked:
        if len(chosen) == count:
            break
        chosen.setdefault(shadows[at].key, at)
    return list(chosen.values())
