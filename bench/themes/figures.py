"""What every measurement of themes shares: reading labelled files, timing, one line per figure."""

from __future__ import annotations

import csv
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

MEBIBYTE = 1024
Answer = TypeVar("Answer")


def emit(case: str, figure: str, value: object) -> None:
    told = round(value, 4) if isinstance(value, float) else value
    print(json.dumps({"bench": "themes", "case": case, "figure": figure, "value": told}), flush=True)


def labelled(path: Path) -> tuple[list[str], list[str]]:
    """Texts and labels of a .csv, or of a .tsv without quoting; the column is called label or theme."""
    with path.open(encoding="utf-8", newline="") as file:
        tabbed = path.suffix == ".tsv"
        rows = list(
            csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if tabbed else csv.DictReader(file)
        )
    name = "label" if rows and "label" in rows[0] else "theme"
    return [row["text"] for row in rows], [row[name] for row in rows]


def sets_in(folder: Path) -> dict[str, tuple[list[str], list[str]]]:
    return {path.stem: labelled(path) for path in sorted(folder.glob("*.tsv"))}


def timed(work: Callable[[], Answer]) -> tuple[Answer, float]:
    started = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - started


def peak_mib() -> float:
    """Linux counts in kibibytes; it is the peak of the process so far, so the first lines are the cleanest."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE
