"""How alike themes come back: when answers are drawn again, and when a tenth of them is new."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

from analysis import ThemeModel
from analysis.resources import read_rows
from analysis.vectors import VectorCache
from bench.themes.figures import emit, labelled

RESAMPLES = 20
DRAWN = 0.8


def main(folder: Path, cache: VectorCache) -> None:
    cases: dict[str, tuple[list[str], int | None]] = {
        "demo": ([row["text"] for row in read_rows("asn.csv")], None)
    }
    for path in sorted(folder.glob("id_monev4.tsv")):
        texts, labels = labelled(path)
        cases[path.stem] = (texts, len(set(labels)))
    for name, (texts, count) in cases.items():
        for encoders in ("auto", "none"):
            measure(f"{name}/{encoders}", texts, count, encoders, cache)


def measure(case: str, texts: list[str], count: int | None, encoders: str, cache: VectorCache) -> None:
    import numpy as np

    whole = ThemeModel(None, count, encoders=encoders, cache=cache).fit(texts)
    themes = len(whole.report_.themes)
    emit(case, "themes", themes)
    alike = []
    for draw in range(RESAMPLES):
        picked = np.sort(
            np.random.default_rng(draw).choice(len(texts), int(DRAWN * len(texts)), replace=False)
        )
        again = ThemeModel(None, themes, encoders=encoders, cache=cache).fit([texts[at] for at in picked])
        alike.append(_ari([whole.labels_[at] for at in picked], again.labels_))
    emit(case, "matched ari over resamples", fmean(alike))
    emit(case, "least ari over resamples", min(alike))
    _grown(case, texts, themes, encoders, cache)


def _grown(case: str, texts: list[str], themes: int, encoders: str, cache: VectorCache) -> None:
    """Ten of eleven answers first, then all: cold, and from where the earlier search had them."""
    old = [at for at in range(len(texts)) if at % 11]
    before = ThemeModel(None, themes, encoders=encoders, cache=cache).fit([texts[at] for at in old])
    known = [
        (texts[at], one.theme, one.confidence)
        for at, one in zip(old, before.readings_, strict=True)
        if one.theme
    ]
    cold = ThemeModel(None, themes, encoders=encoders, cache=cache).fit(texts)
    warm = ThemeModel(None, themes, encoders=encoders, cache=cache, before=known).fit(texts)
    emit(case, "old answers, cold refit", _ari(before.labels_, [cold.labels_[at] for at in old]))
    emit(case, "old answers, refit from the earlier", _ari(before.labels_, [warm.labels_[at] for at in old]))
    same = sum(warm.labels_[at] == label for at, label in zip(old, before.labels_, strict=True))
    emit(case, "old answers under the same key", same / len(old))


def _ari(left: list[str | None], right: list[str | None]) -> float:
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score([one or "" for one in left], [one or "" for one in right]))
