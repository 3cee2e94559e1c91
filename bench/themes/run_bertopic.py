"""Run by the environment of bertopic_env.sh, not by ours: FOLDER COUNT SEED; COUNT 0 means BERTopic's own way."""

import json
import sys
from pathlib import Path

import numpy as np
from bertopic import BERTopic
from sklearn.cluster import KMeans
from umap import UMAP

folder, count, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
texts = json.loads((folder / "texts.json").read_text())
vectors = np.load(folder / "vectors.npy")
# BERTopic's defaults, with a seed.
stages = {
    "umap_model": UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=seed
    )
}
if count:
    stages["hdbscan_model"] = KMeans(count, n_init=4, random_state=seed)
labels, _ = BERTopic(embedding_model=None, **stages).fit_transform(texts, vectors)
(folder / "labels.json").write_text(json.dumps([int(label) for label in labels]))
