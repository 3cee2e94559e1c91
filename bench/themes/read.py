"""Themes of a taxonomy read in answers whose themes people know: by file, across files, in a skewed mix, kept aside.

Rows have the columns text, theme and perhaps theme2. A reading is right in the strict sense if it is `theme`, and right
in either sense if it is one of the two. The model learns the given rows and the terms and sayings of the shipped
taxonomy, never the shipped examples, and never a row it is asked about.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis import Example, Taxonomy, ThemeModel, shipped_taxonomy
from analysis.vectors import VectorCache
from bench.themes.figures import emit

NEGATIVE = "lainnya"
FILES = {"asn": ("aspirations", "aspirations_dev"), "skm": ("feedback", "feedback_dev")}
# An older name of the same theme in one of the files.
RENAMED = {("skm", "sarana"): "sarpras"}
FOLDS = 5
SPLITS = 6
BINS = 10
DRAWN, NONE_SHARE = 1000, 0.3


@dataclass(frozen=True, slots=True)
class Known:
    """An answer and its one or two themes."""

    text: str
    theme: str
    theme2: str

    @property
    def example(self) -> Example:
        return Example(self.text, None if self.theme == NEGATIVE else self.theme, self.theme2 or None)


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in a known answer, and how sure."""

    known: Known
    got: str
    confidence: float

    @property
    def strict(self) -> bool:
        return self.got == self.known.theme

    @property
    def either(self) -> bool:
        return self.got in (self.known.theme, self.known.theme2 or self.known.theme)


def main(folder: Path, held_out: Sequence[str], cache: VectorCache) -> None:
    """`held_out` names further files as KEY=PATH; all rows of the folder are learned for them."""
    for key, names in FILES.items():
        first, second = (known_rows(folder / f"{name}.csv", key) for name in names)
        for name, rows in zip(names, (first, second), strict=True):
            tell(f"{key}/folds of {name}", list(in_folds(key, rows, cache)))
        tell(f"{key}/{names[1]} to {names[0]}", read(key, second, first, cache))
        tell(f"{key}/{names[0]} to {names[1]}", read(key, first, second, cache))
        both = list(in_folds(key, [*first, *second], cache))
        tell(f"{key}/folds of both", both)
        more = [list(in_folds(key, [*first, *second], cache, seed)) for seed in range(1, SPLITS)]
        tell_mean(f"{key}/folds of both, mean of {SPLITS} splits", [both, *more])
        tell(f"{key}/skewed, 30 % none", skewed(both))
        for path in (path for own, _, path in (one.partition("=") for one in held_out) if own == key):
            tell(f"{key}/{Path(path).name}", read(key, [*first, *second], known_rows(Path(path), key), cache))


def known_rows(path: Path, key: str) -> list[Known]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Known(row["text"], RENAMED.get((key, row["theme"]), row["theme"]), row.get("theme2") or "")
        for row in rows
    ]


def taxonomy(key: str, learned: Sequence[Known], bare: bool = False) -> Taxonomy:
    """The shipped themes with these examples; `bare` with their names and descriptions, without a term or saying."""
    base = shipped_taxonomy(key)
    if bare:
        themes = tuple(replace(theme, keywords=()) for theme in base.themes)
        base = replace(base, themes=themes, negative_keywords=(), sayings=())
    return replace(base, key="bench", examples=tuple(known.example for known in learned))


def model(key: str, learned: Sequence[Known], cache: VectorCache, bare: bool = False) -> ThemeModel:
    return ThemeModel(taxonomy(key, learned, bare), cache=cache)


def read(
    key: str, learned: Sequence[Known], asked: Sequence[Known], cache: VectorCache, bare: bool = False
) -> list[Read]:
    fitted = model(key, learned, cache, bare).fit([known.text for known in asked])
    # A proposed candidate is no theme of the taxonomy: it says that the answer fits none.
    keys = shipped_taxonomy(key).keys
    return [
        Read(known, one.theme if one.theme in keys else NEGATIVE, one.confidence)
        for known, one in zip(asked, fitted.readings_, strict=True)
    ]


def in_folds(key: str, rows: Sequence[Known], cache: VectorCache, seed: int = 0) -> Iterator[Read]:
    for learned, asked in folds(rows, seed):
        yield from read(key, learned, asked, cache)


def folds(rows: Sequence[Known], seed: int = 0) -> Iterator[tuple[list[Known], list[Known]]]:
    """Learned and asked rows of each fold."""
    import numpy as np

    place = np.random.default_rng(seed).permutation(len(rows)) % FOLDS
    for fold in range(FOLDS):
        yield (
            [row for row, own in zip(rows, place, strict=True) if own != fold],
            [row for row, own in zip(rows, place, strict=True) if own == fold],
        )


def skewed(reads: Sequence[Read], seed: int = 0) -> list[Read]:
    """Drawn with replacement: 30 % of no theme, the themes as unequal as 1, 1/2, 1/3 …"""
    import numpy as np

    chance = np.random.default_rng(seed)
    themes = sorted({one.known.theme for one in reads} - {NEGATIVE})
    share = dict(zip(chance.permutation(themes), 1 / np.arange(1, len(themes) + 1), strict=True))
    total = sum(share.values())
    wanted = {NEGATIVE: NONE_SHARE, **{one: (1 - NONE_SHARE) * part / total for one, part in share.items()}}
    counts = {theme: sum(one.known.theme == theme for one in reads) for theme in wanted}
    weights = np.array([wanted[one.known.theme] / counts[one.known.theme] for one in reads])
    return [reads[at] for at in chance.choice(len(reads), DRAWN, p=weights / weights.sum())]


def tell(case: str, reads: Sequence[Read]) -> None:
    emit(case, "answers", len(reads))
    for figure, value in figures(reads).items():
        emit(case, figure, value)


def tell_mean(case: str, splits: Sequence[Sequence[Read]]) -> None:
    """One split of a few hundred answers moves the last two figures by a hundredth or two."""
    found = [figures(reads) for reads in splits]
    for figure in found[0]:
        emit(case, figure, sum(one[figure] for one in found) / len(found))


def figures(reads: Sequence[Read]) -> dict[str, float]:
    from sklearn.metrics import f1_score

    true, got = [one.known.theme for one in reads], [one.got for one in reads]
    surest = sorted(reads, key=lambda one: -one.confidence)[: len(reads) // 2]
    return {
        "strict": share([one.strict for one in reads]),
        "either": share([one.either for one in reads]),
        "macro_f1": float(f1_score(true, got, average="macro", labels=sorted(set(true)), zero_division=0)),
        "left without a theme": share([one.got == NEGATIVE for one in reads]),
        "precision of the surest half": share([one.either for one in surest]),
        "calibration error": calibration_error(reads),
    }


def calibration_error(reads: Sequence[Read]) -> float:
    """Expected calibration error over ten bins of equal width; right is right in either sense."""
    bins: list[list[Read]] = [[] for _ in range(BINS)]
    for one in reads:
        bins[min(int(one.confidence * BINS), BINS - 1)].append(one)
    gaps = [
        len(own) * abs(share([one.either for one in own]) - sum(one.confidence for one in own) / len(own))
        for own in bins
        if own
    ]
    return sum(gaps) / len(reads)


def share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits)
