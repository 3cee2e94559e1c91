"""The usual ways to group answers, for comparison: each gives one label per text."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.normalise import IndonesianNormaliser

# The environment that bertopic_env.sh made; without it BERTopic is left out, and that is said.
BERTOPIC = Path(os.environ.get("BERTOPIC_ENV", "bertopic-env")) / "bin" / "python"
SCRIPT = Path(__file__).parent / "run_bertopic.py"


def tfidf_kmeans(texts: Sequence[str], count: int, seed: int) -> list[int]:
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer().fit_transform(texts)
    return [int(label) for label in KMeans(count, n_init=4, random_state=seed).fit_predict(rows)]


def nmf_on_stems(texts: Sequence[str], count: int, seed: int) -> list[int]:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    normalise = IndonesianNormaliser()
    stems = [" ".join(normalise(text).stems) or "\N{EMPTY SET}" for text in texts]
    rows = TfidfVectorizer(token_pattern=r"\S+", min_df=2).fit_transform(stems)
    weights = NMF(count, random_state=seed, max_iter=400).fit_transform(rows)
    return [int(label) for label in weights.argmax(axis=1)]


def kmeans(vectors: Any, count: int, seed: int) -> list[int]:
    from sklearn.cluster import KMeans

    return [int(label) for label in KMeans(count, n_init=4, random_state=seed).fit_predict(vectors)]


def bertopic(texts: Sequence[str], vectors: Any, count: int | None, seed: int) -> list[int] | None:
    """Labels from BERTopic in its own environment (-1: unassigned); None when that is missing."""
    import numpy as np

    if not BERTOPIC.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        np.save(Path(folder) / "vectors.npy", vectors)
        (Path(folder) / "texts.json").write_text(json.dumps(list(texts)))
        subprocess.run([BERTOPIC, SCRIPT, folder, str(count or 0), str(seed)], check=True)
        labels: list[int] = json.loads((Path(folder) / "labels.json").read_text())
    return labels
