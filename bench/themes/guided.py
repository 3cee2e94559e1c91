"""The shipped examples, each out of fold; further labelled files by their own labels and discovered."""

from __future__ import annotations

from pathlib import Path

from analysis import SHIPPED, ThemeModel
from analysis.resources import read_rows
from bench.themes.figures import emit, labelled, peak_mib, timed

NEGATIVE = "lainnya"


def main(paths: list[str]) -> None:
    for key in SHIPPED:
        rows = read_rows(f"{key}.csv")
        texts, labels = [row["text"] for row in rows], [row["theme"] for row in rows]
        for encoders in ("auto", "none"):
            measure(f"{key}/{encoders}", ThemeModel(key, encoders=encoders), texts, labels)
    for path in paths:
        texts, labels = labelled(Path(path))
        measure(f"{Path(path).stem}/labels", ThemeModel(None), texts, labels, labels)
        measure(f"{Path(path).stem}/none", ThemeModel(None, len(set(labels))), texts, labels)


def measure(
    name: str, model: ThemeModel, texts: list[str], labels: list[str], given: list[str] | None = None
) -> None:
    from sklearn.metrics import adjusted_rand_score, f1_score

    _, seconds = timed(lambda: model.fit(texts, given))
    got = [label or NEGATIVE for label in model.labels_]
    themed = [at for at, label in enumerate(labels) if label != NEGATIVE]
    emit(name, "ari", float(adjusted_rand_score([labels[at] for at in themed], [got[at] for at in themed])))
    emit(name, "ari_with_none", float(adjusted_rand_score(labels, got)))
    emit(name, "seconds", seconds)
    emit(name, "peak_mib", peak_mib())
    if set(got) <= {*labels, NEGATIVE}:
        known = sorted(set(labels))
        emit(name, "macro_f1", float(f1_score(labels, got, labels=known, average="macro", zero_division=0)))
        emit(name, "accuracy", sum(a == b for a, b in zip(got, labels, strict=True)) / len(labels))
