"""How much a label teaches: a curve by the model's own queue and by chance, and ten corrections in a hundred answers.

The curve is told twice: of the run whose answers are asked about, as a planner sees it (what a person labelled is right, the
rest as it is read), and of later answers, which nobody could be asked about.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from analysis import ThemeModel, shipped_taxonomy
from analysis.vectors import VectorCache
from bench.themes.figures import emit
from bench.themes.read import FILES, Known, folds, known_rows, model, share

LABELS = (0, 5, 10, 20)
# Splits into five folds, and draws by chance in each fold.
SPLITS, DRAWS = 2, 2
PER_HUNDRED = 10


def main(folder: Path, cache: VectorCache) -> None:
    for key, names in FILES.items():
        first, second = (known_rows(folder / f"{name}.csv", key) for name in names)
        both = [*first, *second]
        for bare, told in ((True, "names alone"), (False, "names and terms")):
            for chooser, way in ((by_queue, "its own queue"), (by_chance, "chance")):
                for labels, point in curve(key, both, cache, chooser, bare).items():
                    case = f"{key}/{told}, labels by {way}, {labels} a theme"
                    emit(case, "right in the run", point.run)
                    emit(case, "right of later answers", point.later)
        for what, found in corrected(key, second, cache):
            emit(f"{key}/10 corrections in 100", what, found)


Chooser = Callable[[str, Sequence[Known], list[int], int, int, VectorCache, bool], list[int]]


@dataclass(frozen=True, slots=True)
class Point:
    """Shares right: of all answers of the run, and of those that came later."""

    run: float
    later: float


def curve(
    key: str, rows: Sequence[Known], cache: VectorCache, choose: Chooser, bare: bool
) -> dict[int, Point]:
    """Labels a theme -> means over the folds of SPLITS splits."""
    points: dict[int, list[Point]] = {labels: [] for labels in LABELS}
    for pool, asked in (pair for split in range(SPLITS) for pair in folds(rows, split)):
        for draw in range(DRAWS if choose is by_chance else 1):
            labelled: list[int] = []
            for labels in LABELS:
                wanted = labels * len(shipped_taxonomy(key).keys) - len(labelled)
                if wanted > 0:
                    labelled += choose(key, pool, labelled, wanted, draw, cache, bare)
                points[labels].append(_point(key, pool, labelled, asked, cache, bare))
    return {
        labels: Point(
            sum(one.run for one in found) / len(found), sum(one.later for one in found) / len(found)
        )
        for labels, found in points.items()
    }


def _point(
    key: str,
    pool: Sequence[Known],
    labelled: list[int],
    asked: Sequence[Known],
    cache: VectorCache,
    bare: bool,
) -> Point:
    known, keys = set(labelled), shipped_taxonomy(key).keys
    fitted = _fitted(key, pool, known, cache, bare)
    run = [
        at in known or _right(one, theme, keys)
        for at, (one, theme) in enumerate(zip(pool, fitted.labels_, strict=True))
    ]
    later = fitted.assign([one.text for one in asked])
    return Point(
        share(run), share([_right(one, got.theme, keys) for one, got in zip(asked, later, strict=True)])
    )


def _fitted(key: str, pool: Sequence[Known], known: set[int], cache: VectorCache, bare: bool) -> ThemeModel:
    labels = [one.theme if at in known else None for at, one in enumerate(pool)]
    return model(key, (), cache, bare).fit([one.text for one in pool], labels)


def by_queue(
    key: str,
    pool: Sequence[Known],
    labelled: list[int],
    wanted: int,
    draw: int,
    cache: VectorCache,
    bare: bool,
) -> list[int]:
    """Asked in rounds, as a person would be: each round has learned from the one before."""
    chosen: list[int] = []
    size = max(len(shipped_taxonomy(key).keys) * 5, 1)
    while len(chosen) < wanted:
        fitted = _fitted(key, pool, {*labelled, *chosen}, cache, bare)
        asked = fitted.ask(min(size, wanted - len(chosen)))
        if not asked:
            break
        chosen += asked
    return chosen


def by_chance(
    key: str,
    pool: Sequence[Known],
    labelled: list[int],
    wanted: int,
    draw: int,
    cache: VectorCache,
    bare: bool,
) -> list[int]:
    import numpy as np

    left = sorted(set(range(len(pool))) - set(labelled))
    return [int(at) for at in np.random.default_rng(draw).permutation(left)[:wanted]]


def corrected(key: str, rows: Sequence[Known], cache: VectorCache) -> Iterator[tuple[str, float]]:
    """A person works down the queue of a run: until ten labels in a hundred were given, or until ten were given that change
    what was read; then it is read again. What is right before, and of the answers nobody was asked about.
    """
    keys = shipped_taxonomy(key).keys
    before: list[bool] = []
    given, changing = Worked([], 0), Worked([], 0)
    for learned, asked in folds(rows):
        texts = [one.text for one in asked]
        fitted = model(key, learned, cache).fit(texts)
        right = [_right(one, theme, keys) for one, theme in zip(asked, fitted.labels_, strict=True)]
        before += right
        queue, limit = fitted.ask(len(texts)), len(texts) * PER_HUNDRED // 100
        changed = list(accumulate(fitted.labels_[at] != asked[at].theme for at in queue))
        for worked, wanted in ((given, limit), (changing, bisect_left(changed, limit) + 1 if limit else 0)):
            told = set(queue[:wanted])
            labels = [one.theme if at in told else None for at, one in enumerate(asked)]
            again = model(key, learned, cache).fit(texts, labels)
            rest = [at for at in range(len(asked)) if at not in told]
            worked.rest += [_right(asked[at], again.labels_[at], keys) for at in rest]
            worked.asked += len(told)
    yield "either before", share(before)
    yield "either of the rest", share(given.rest)
    yield "either of the rest, ten changed", share(changing.rest)
    yield "asked for ten changed, share of all", changing.asked / len(rows)


@dataclass
class Worked:
    """Whether the answers are right that nobody was asked about, and how many a person was."""

    rest: list[bool]
    asked: int


def _right(known: Known, theme: str | None, keys: Sequence[str]) -> bool:
    got = theme if theme in keys else "lainnya"
    return got in (known.theme, known.theme2 or known.theme)
