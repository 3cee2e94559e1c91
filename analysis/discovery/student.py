"""A linear model that tells found groups apart: it reads later answers, and its weights are all that is stored."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.normalise import Shadow
from analysis.views import StoredView

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analysis.discovery.arrays import Places, Rows

    Narrow = NDArray[np.float32]

# Softer than scikit-learn's 1: groups are found, not told, and their edges are not to be learned by heart.
STRICTNESS = 0.3
# Answers it learns from: more teach it nothing new and cost minutes.
MOST_TAUGHT = 5000
# Before anything was repeated: how a lead in the score becomes confidence.
USUAL_TEMPERATURE = 0.25


@dataclass(frozen=True, slots=True)
class Student:
    """`weights` classes x features and `offsets` in the precision they are stored in; `temperature` of the scores."""

    weights: Narrow
    offsets: Narrow
    temperature: float

    def probabilities(self, features: Any) -> Rows:
        import numpy as np

        scores = np.asarray(features @ self.weights.T + self.offsets, dtype=np.float64) / self.temperature
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        spread: Rows = likely / likely.sum(axis=1, keepdims=True)
        return spread

    def state(self) -> dict[str, Any]:
        return {
            "classes": len(self.offsets),
            "weights": _packed(self.weights),
            "offsets": _packed(self.offsets),
            "temperature": self.temperature,
        }


def restored(state: Mapping[str, Any]) -> Student:
    weights = _unpacked(state["weights"]).reshape(state["classes"], -1)
    return Student(weights, _unpacked(state["offsets"]), state["temperature"])


def features_of(views: Sequence[StoredView], shadows: Sequence[Shadow]) -> Any:
    """Sparse texts x features: every fitted view beside the next."""
    from scipy.sparse import csr_matrix, hstack

    return hstack([csr_matrix(view.transform(shadows), dtype="float32") for view in views]).tocsr()


def teach(features: Any, labels: Places, classes: int, votes: Rows | None, seed: int) -> Student:
    """Learn the groups; `votes` (how often repetitions put a text in each group) say how sure a lead is."""
    import numpy as np
    from sklearn.svm import LinearSVC

    weights, offsets = np.zeros((classes, features.shape[1])), np.full(classes, -1.0)
    met = np.unique(labels)
    if len(met) < 2:
        offsets[met] = 1.0
        return Student(_narrow(weights), _narrow(offsets), USUAL_TEMPERATURE)
    places = np.arange(len(labels))
    if len(places) > MOST_TAUGHT:
        places = np.sort(np.random.default_rng(seed).choice(places, MOST_TAUGHT, replace=False))
        met = np.unique(labels[places])
    model = LinearSVC(C=STRICTNESS, random_state=seed, max_iter=20_000)
    model.fit(features[places].astype(np.float64), labels[places])
    both = len(met) == 2
    weights[met] = np.vstack([-model.coef_, model.coef_]) if both else model.coef_
    offsets[met] = np.hstack([-model.intercept_, model.intercept_]) if both else model.intercept_
    student = Student(_narrow(weights), _narrow(offsets), 1.0)
    return Student(student.weights, student.offsets, _temperature(student, features, votes))


def _temperature(student: Student, features: Any, votes: Rows | None) -> float:
    """The temperature under which the repetitions' votes are likeliest."""
    import numpy as np

    if votes is None:
        return USUAL_TEMPERATURE
    log = np.log(np.maximum(student.probabilities(features), 1e-300))
    losses = []
    grid = np.geomspace(0.02, 20, 61)
    for value in grid:
        cooled = log / value
        top = cooled.max(axis=1, keepdims=True)
        total = np.log(np.exp(cooled - top).sum(axis=1, keepdims=True)) + top
        losses.append(-(votes * (cooled - total)).sum(axis=1).mean())
    return round(float(grid[int(np.argmin(losses))]), 4)


def _narrow(values: Any) -> Narrow:
    """Half precision, as stored, so that a restored model decides exactly alike."""
    import numpy as np

    return np.asarray(values, dtype=np.float16).astype(np.float32)


def _packed(values: Narrow) -> str:
    return base64.b64encode(values.astype("<f2").tobytes()).decode("ascii")


def _unpacked(content: str) -> Narrow:
    import numpy as np

    return np.frombuffer(base64.b64decode(content), dtype="<f2").astype(np.float32)
