"""The same answers under different arithmetic kernels of OpenBLAS: labels must be equal."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from analysis import ThemeModel
from analysis.resources import read_rows
from bench.themes.figures import emit

# From the widest to the plainest; one that the machine can't do falls back to one it can.
KERNELS = ("SkylakeX", "Haswell", "Zen", "Prescott")


def labels_under(kernel: str, encoders: str, size: int) -> list[str | None]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.themes.core", encoders, str(size)],
        env={**os.environ, "OPENBLAS_CORETYPE": kernel},
        capture_output=True,
        text=True,
        check=True,
    )
    labels: list[str | None] = json.loads(done.stdout)
    return labels


def main(size: int = 600) -> None:
    for encoders in ("none", "auto"):
        found = [labels_under(kernel, encoders, size) for kernel in KERNELS]
        apart = max(sum(a != b for a, b in zip(found[0], one, strict=True)) for one in found)
        emit(f"kernels/{encoders}", "labels that differ", apart)


if __name__ == "__main__":
    texts = [row["text"] for row in read_rows("asn.csv")][: int(sys.argv[2])]
    print(json.dumps(ThemeModel(None, encoders=sys.argv[1]).fit(texts).labels_))
