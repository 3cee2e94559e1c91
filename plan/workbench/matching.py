"""Which found theme is which theme of an earlier run: those that hold the same contributions. Pure.

A theme of a list has a key that means the same in every run. One that the machine found has only a number: the
"tema-1" of two runs are two themes.
"""

from collections import Counter
from collections.abc import Mapping

from core.contributions import ContributionRef

# Keys of what was found without a list, and of what fitted no theme of a list.
FOUND, CANDIDATE = "temuan", "baru"
# Two are the same where they share at least half of what either holds: more would be as like to another one.
# A wrong match would tell people a decision that is not about them; a missed one is merged by hand.
SAME = 0.5


def is_found(theme_key: str) -> bool:
    """Whether a key was given by us to something that was found."""
    kind, _, number = theme_key.partition("-")
    return kind in (FOUND, CANDIDATE) and number.isdigit()


def number_of(theme_key: str) -> int:
    """The number of a found theme; 0 for others."""
    return int(theme_key.partition("-")[2]) if is_found(theme_key) else 0


def same_themes(
    earlier: Mapping[str, Mapping[ContributionRef, str]], now: Mapping[ContributionRef, str]
) -> dict[str, str]:
    """For each theme of `now` the key it had before, where it had one; each key once.

    `now` has the theme of each contribution; `earlier`, for each old key, the themes of all contributions in the
    run that last had it. Only contributions in both count: new ones make no theme another one.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment  # heavy: only in the job

    olds, news = sorted(earlier), sorted(set(now.values()) - {""})
    if not olds or not news:
        return {}
    alike = np.array([_likeness(key, earlier[key], now, news) for key in olds])
    rows, columns = linear_sum_assignment(alike, maximize=True)
    return {
        news[column]: olds[row]
        for row, column in zip(rows, columns, strict=True)
        if alike[row, column] >= SAME
    }


def _likeness(
    key: str,
    before: Mapping[ContributionRef, str],
    now: Mapping[ContributionRef, str],
    news: list[str],
) -> list[float]:
    """The Jaccard index of an old theme with each new one."""
    common = [(before[ref], theme) for ref, theme in now.items() if ref in before]
    held = sum(old == key for old, _ in common)
    sizes = Counter(new for _, new in common)
    shared = Counter(new for old, new in common if old == key)
    return [shared[new] / union if (union := held + sizes[new] - shared[new]) else 0.0 for new in news]
