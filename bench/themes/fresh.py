"""A search that goes on: is a subject that came up since found, and is none found where nothing came up?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from analysis import ThemeModel
from analysis.vectors import VectorCache
from bench.themes.figures import emit, labelled

# Earlier answers at most, and those of the new subject.
ANSWERS, COME_UP = 800, 80
SHARES = (10, 3)
DRAWS = 3


class Case(NamedTuple):
    """A set of answers and how they are read."""

    name: str
    texts: list[str]
    labels: list[str]
    encoders: str
    cache: VectorCache


class GoneOn(NamedTuple):
    """Labels of the new answers under each theme that is new, and how alike the earlier ones' themes are (ARI)."""

    fresh: list[list[str]]
    alike: float


def main(folder: Path, cache: VectorCache) -> None:
    for path in sorted(folder.glob("*.tsv")):
        texts, labels = labelled(path)
        for encoders in ("auto", "none"):
            case = Case(f"{path.stem}/{encoders}", texts, labels, encoders, cache)
            _nothing_new(case)
            _something_new(case)


def _nothing_new(case: Case) -> None:
    import numpy as np

    for share in SHARES:
        tried = []
        for draw in range(DRAWS):
            drawn = np.random.default_rng(draw).permutation(len(case.texts)).tolist()[:ANSWERS]
            cut = len(drawn) // share
            tried.append(_go_on(case, drawn[cut:], drawn[:cut]))
        told = f"1/{share} new, no subject"
        emit(case.name, f"{told}: new themes in {DRAWS} searches", sum(len(one.fresh) for one in tried))
        emit(case.name, f"{told}: ari of the old", fmean(one.alike for one in tried))


def _something_new(case: Case) -> None:
    """Each label in turn came up since, with a tenth of the others."""
    import numpy as np

    labels = np.array(case.labels)
    shares, spread, alike, found, tried = [], [], [], 0, 0
    for draw, label in enumerate(sorted(set(case.labels))):
        drawn = np.random.default_rng(draw).permutation(len(labels))
        subject, others = drawn[labels[drawn] == label][:COME_UP], drawn[labels[drawn] != label][:ANSWERS]
        if len(subject) < COME_UP:
            continue
        cut = len(others) // 10
        gone = _go_on(case, others[cut:], [*subject, *others[:cut]])
        own = max(gone.fresh, key=lambda one: one.count(label), default=[])
        tried, found = tried + 1, found + (own.count(label) > len(own) / 2)
        alike.append(gone.alike)
        if own:
            shares.append(own.count(label) / len(own))
            spread.append(own.count(label) / COME_UP)
    emit(case.name, f"a subject came up since: found of {tried}", found)
    emit(case.name, "of the new theme, answers on the subject", fmean(shares or [0.0]))
    emit(case.name, "of the subject, answers in the new theme", fmean(spread or [0.0]))
    emit(case.name, "ari of the old", fmean(alike or [0.0]))


def _go_on(case: Case, old: Sequence[int], new: Sequence[int]) -> GoneOn:
    from sklearn.metrics import adjusted_rand_score

    first = ThemeModel(None, encoders=case.encoders, cache=case.cache).fit([case.texts[at] for at in old])
    had = [
        (case.texts[at], one.theme or "", one.confidence)
        for at, one in zip(old, first.readings_, strict=True)
    ]
    places = [*old, *new]
    second = ThemeModel(None, encoders=case.encoders, cache=case.cache, before=had)
    second.fit([case.texts[at] for at in places])
    fresh = sorted(
        {label or "" for label in second.labels_} - {label or "" for label in first.labels_} - {""}
    )
    themes = zip(places, second.labels_, strict=True)
    alike = adjusted_rand_score(
        [label or "" for label in first.labels_], [label or "" for label in second.labels_[: len(old)]]
    )
    read = [(case.labels[at], label) for at, label in themes]
    return GoneOn([[true for true, label in read if label == key] for key in fresh], float(alike))
