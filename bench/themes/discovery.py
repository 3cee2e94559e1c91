"""Methods side by side on labelled sets: adjusted Rand index, seconds without encoding, peak memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

from analysis import Taxonomy, Theme, ThemeModel
from analysis.encoders import choose_encoders
from analysis.normalise import IndonesianNormaliser
from analysis.vectors import VectorCache, encode_all
from bench.themes import rivals
from bench.themes.figures import emit, peak_mib, sets_in, timed
from bench.themes.seeds import WORDS

SEEDS = (0, 1, 2)
RESAMPLES = 1000
OWN = ", own number"
Labels = Sequence[int | str | None]


def main(folder: Path, cache: VectorCache) -> None:
    """`cache` keeps vectors between runs; only then the seconds of ours leave encoding out."""
    found: dict[str, dict[str, list[Labels]]] = {}
    true: dict[str, list[str]] = {}
    for name, (texts, labels) in sets_in(folder).items():
        true[name] = labels
        for method, work in _methods(texts, len(set(labels)), cache).items():
            found.setdefault(method, {})[name] = _measure(name, method, work, labels)
    for method, sets in found.items():
        means = [fmean(_ari(true[name], one) for one in runs) for name, runs in sets.items() if runs]
        if means:
            emit("all", f"{method}/ari", fmean(means))
    _against(true, found["five views"], found["bertopic, e5, k-means"])
    for name in sorted(WORDS.keys() & true.keys()):
        _by_words(name, *sets_in(folder)[name], cache)


def _methods(texts: list[str], count: int, cache: VectorCache) -> dict[str, Callable[[int], Labels | None]]:
    normalise = IndonesianNormaliser()
    wordings = [normalise(text).wording for text in texts]
    encoder = choose_encoders("auto")[-1]
    vectors = encode_all(encoder, wordings, cache)
    return {
        "tf-idf k-means": partial(rivals.tfidf_kmeans, texts, count),
        "nmf on stems": partial(rivals.nmf_on_stems, texts, count),
        "e5 k-means": partial(rivals.kmeans, vectors, count),
        "bertopic, e5": partial(rivals.bertopic, texts, vectors, None),
        "bertopic, e5, k-means": partial(rivals.bertopic, texts, vectors, count),
        "lexical": partial(_ours, texts, count, "none", cache),
        "five views": partial(_ours, texts, count, "auto", cache),
        f"lexical{OWN}": partial(_ours, texts, None, "none", cache),
        f"five views{OWN}": partial(_ours, texts, None, "auto", cache),
    }


def _ours(texts: list[str], count: int | None, encoders: str, cache: VectorCache, seed: int) -> Labels:
    return ThemeModel(None, count, seed, encoders=encoders, cache=cache).fit(texts).labels_


def _measure(name: str, method: str, work: Callable[[int], Labels | None], true: list[str]) -> list[Labels]:
    runs: list[Labels] = []
    seconds: list[float] = []
    # The search for a number takes ten times as long.
    for seed in SEEDS[:1] if method.endswith(OWN) else SEEDS:
        labels, spent = timed(partial(work, seed))
        if labels is None:
            emit(name, f"{method}/missing", "run bench/themes/bertopic_env.sh and set BERTOPIC_ENV")
            return []
        runs.append(labels)
        seconds.append(spent)
    emit(name, f"{method}/ari", fmean(_ari(true, labels) for labels in runs))
    emit(name, f"{method}/themes", fmean(len({*labels} - {None, -1}) for labels in runs))
    emit(name, f"{method}/unassigned", fmean(_share_without(labels) for labels in runs))
    emit(name, f"{method}/seconds", fmean(seconds))
    emit(name, f"{method}/peak_mib", peak_mib())
    return runs


def _share_without(labels: Labels) -> float:
    return sum(label in (None, -1) for label in labels) / len(labels)


def _ari(true: list[str], labels: Labels) -> float:
    """What has no theme counts as one group of its own."""
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(true, ["" if label is None else str(label) for label in labels]))


def _against(
    true: dict[str, list[str]], ours: dict[str, list[Labels]], theirs: dict[str, list[Labels]]
) -> None:
    """Paired bootstrap over texts, runs of the same seed side by side: lead and its 95 % interval."""
    import numpy as np

    dice = np.random.default_rng(0)
    leads: list[Any] = []
    for name, labels in true.items():
        if not theirs[name]:
            return
        drawn = []
        for at in range(RESAMPLES):
            pick = dice.integers(0, len(labels), len(labels))
            pair = (ours[name][at % len(SEEDS)], theirs[name][at % len(SEEDS)])
            own = [labels[place] for place in pick]
            left, right = (_ari(own, [one[place] for place in pick]) for one in pair)
            drawn.append(left - right)
        leads.append(drawn)
        low, high = np.quantile(drawn, [0.025, 0.975])
        emit(name, "lead over bertopic", [round(float(v), 4) for v in (np.mean(drawn), low, high)])
    mean = np.mean(leads, axis=0)
    low, high = np.quantile(mean, [0.025, 0.975])
    emit("all", "lead over bertopic", [round(float(v), 4) for v in (mean.mean(), low, high)])


def _by_words(name: str, texts: list[str], labels: list[str], cache: VectorCache) -> None:
    themes = tuple(Theme(key, key, key, "", words) for key, words in WORDS[name].items())
    for encoders in ("auto", "none"):
        got = ThemeModel(Taxonomy(name, themes), encoders=encoders, cache=cache).fit(texts).labels_
        right = sum(one == other for one, other in zip(got, labels, strict=True))
        emit(name, f"three words a theme, {encoders}/accuracy", right / len(labels))
