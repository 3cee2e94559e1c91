"""Themes in free text: how well, how fast, how large. One JSON line per figure.

`python bench/themes.py` reads the shipped examples, each out of fold. Paths of further labelled files (columns text
and label; .csv, or .tsv without quoting) are read twice: supervised by their own labels out of fold, and discovered.
"""

import csv
import json
import resource
import sys
import time
from pathlib import Path

from analysis import SHIPPED, ThemeModel
from analysis.resources import read_rows

NEGATIVE = "lainnya"
MEBIBYTE = 1024


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


def labelled(path: Path) -> tuple[list[str], list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        tabbed = path.suffix == ".tsv"
        rows = list(
            csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if tabbed else csv.DictReader(file)
        )
    return [row["text"] for row in rows], [row["label"] for row in rows]


def measure(
    name: str, model: ThemeModel, texts: list[str], labels: list[str], given: list[str] | None = None
) -> None:
    from sklearn.metrics import adjusted_rand_score, f1_score

    started = time.perf_counter()
    model.fit(texts, given)
    seconds = time.perf_counter() - started
    got = [label or NEGATIVE for label in model.labels_]
    themed = [at for at, label in enumerate(labels) if label != NEGATIVE]
    figures = {
        "ari": adjusted_rand_score([labels[at] for at in themed], [got[at] for at in themed]),
        "ari_with_none": adjusted_rand_score(labels, got),
        "seconds": seconds,
        # Linux counts in kibibytes; it is the peak of the process so far, so the first lines are the cleanest.
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE,
    }
    if set(got) <= {*labels, NEGATIVE}:
        figures["macro_f1"] = f1_score(
            labels, got, labels=sorted(set(labels)), average="macro", zero_division=0
        )
        figures["accuracy"] = sum(a == b for a, b in zip(got, labels, strict=True)) / len(labels)
    for figure, value in figures.items():
        print(
            json.dumps({"bench": "themes", "case": name, "figure": figure, "value": round(value, 4)}),
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
