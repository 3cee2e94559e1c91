"""Themes without a taxonomy: clusters of sentence vectors and words, kept as centroids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.normalise import Shadow
from analysis.reading import DIGITS, UNREADABLE, Reading
from analysis.views import View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float64]

MOST_THEMES = 15
WORDS_KEPT = 2000
# Below this a silhouette says nothing; above it, a sample of texts says the same.
FEWEST_TEXTS = 6
SAMPLE = 1000
# How sharply a lead in cosine becomes confidence: a lead of 0.1 counts e to 1.
SHARPNESS = 10.0


@dataclass(frozen=True, slots=True)
class Centroids:
    """A reader that holds no text: the centre of each theme in the joined views."""

    views: tuple[View, ...]
    rows: Rows
    chosen: Mapping[str, Any]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(f"tema-{number}" for number in range(1, len(self.rows) + 1))

    def read(self, shadows: Sequence[Shadow]) -> list[Reading]:
        import numpy as np

        readable = [shadow for shadow in shadows if not shadow.empty]
        if not readable or not len(self.rows):
            return [UNREADABLE] * len(shadows)
        near = joined(self.views, readable) @ self.rows.T
        likely = np.exp(SHARPNESS * (near - near.max(axis=1, keepdims=True)))
        likely /= likely.sum(axis=1, keepdims=True)
        readings = iter([self._reading(row) for row in likely])
        return [UNREADABLE if shadow.empty else next(readings) for shadow in shadows]

    def figures(self) -> dict[str, Any]:
        return dict(self.chosen)

    def _reading(self, likely: Rows) -> Reading:
        best, *rest = sorted(range(len(likely)), key=lambda at: (-likely[at], at))
        lead = float(likely[best]) - (float(likely[rest[0]]) if rest else 0.0)
        return Reading(self.keys[best], None, round(float(likely[best]), DIGITS), round(lead, DIGITS))


def joined(views: Sequence[View], shadows: Sequence[Shadow]) -> Rows:
    """All views side by side with equal weight, each row of length one."""
    import numpy as np

    parts = [np.asarray(_dense(view.transform(shadows)), dtype=np.float64) for view in views]
    rows = np.hstack(parts)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Rows = rows / np.where(length > 0, length, 1.0)
    return unit


def discover(views: Sequence[View], shadows: Sequence[Shadow], n_themes: int | None, seed: int) -> Centroids:
    """Cluster the distinct readable texts; their order and copies change nothing."""
    import numpy as np
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

    distinct = sorted({shadow.wording: shadow for shadow in shadows if not shadow.empty}.items())
    texts = [shadow for _, shadow in distinct]
    if not texts:
        return Centroids((), np.zeros((0, 0)), {"themes": 0, "silhouette": None})
    fitted = tuple(view.fit(texts) for view in views)
    rows = joined(fitted, texts)
    # Threads add in no fixed order, and the same texts would not always give the same bytes.
    with threadpool_limits(1):
        labels, silhouette = _cluster(rows, n_themes, seed)
    order = sorted(set(labels), key=lambda label: (-labels.count(label), labels.index(label)))
    members = [[at for at, own in enumerate(labels) if own == label] for label in order]
    centres = np.vstack([rows[places].mean(axis=0) for places in members])
    # Rounded as they are stored, so a restored model decides exactly alike.
    centres = np.round(centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9), 5)
    return Centroids(fitted, centres, {"themes": len(order), "silhouette": silhouette})


def _cluster(rows: Rows, n_themes: int | None, seed: int) -> tuple[list[int], float | None]:
    import numpy as np
    from sklearn.metrics import silhouette_score

    different = len(np.unique(np.round(rows, 6), axis=0))
    if different < 2 or n_themes == 1 or (n_themes is None and different < FEWEST_TEXTS):
        return [0] * len(rows), None
    if n_themes is not None:
        labels = _k_means(rows, min(n_themes, different), seed)
        return labels, None
    best: tuple[float, list[int]] = (-1.0, [0] * len(rows))
    for count in range(2, min(MOST_THEMES, different // 2) + 1):
        labels = _k_means(rows, count, seed)
        size = min(SAMPLE, len(rows))
        score = float(silhouette_score(rows, labels, metric="cosine", sample_size=size, random_state=seed))
        if score > best[0]:
            best = (score, labels)
    return best[1], round(best[0], DIGITS)


def _k_means(rows: Rows, count: int, seed: int) -> list[int]:
    from sklearn.cluster import KMeans

    return [int(label) for label in KMeans(count, n_init=10, random_state=seed).fit_predict(rows)]


def _dense(rows: Any) -> Any:
    return rows.toarray() if hasattr(rows, "toarray") else rows
