"""One linear model per view, trained on the same texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.normalise import Shadow
from analysis.views import View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]

# What a model says of a class it has never met: as far away as the far side of the margin.
UNMET = -1.0


@dataclass(frozen=True, slots=True)
class Member:
    """Linear models that saw the same training texts; `scores` are views x texts x classes."""

    views: tuple[View, ...]
    models: tuple[Any, ...]
    met: tuple[int, ...]
    classes: int

    def scores(self, shadows: Sequence[Shadow]) -> Scores:
        import numpy as np

        out = np.full((len(self.views), len(shadows), self.classes), UNMET)
        if len(self.met) < 2:
            out[:, :, list(self.met)] = -UNMET
            return out
        for place, (view, model) in enumerate(zip(self.views, self.models, strict=True)):
            raw = model.decision_function(view.transform(shadows))
            out[place][:, list(self.met)] = raw if raw.ndim == 2 else np.column_stack([-raw, raw])
        return out


def train_member(
    views: Sequence[View], shadows: Sequence[Shadow], labels: Sequence[int], classes: int, seed: int
) -> Member:
    from sklearn.svm import LinearSVC

    met = tuple(sorted(set(labels)))
    if len(met) < 2:
        return Member(tuple(views), (), met, classes)
    fitted = tuple(view.fit(shadows) for view in views)
    models = tuple(
        LinearSVC(random_state=seed, max_iter=20_000).fit(view.transform(shadows), labels) for view in fitted
    )
    return Member(fitted, models, met, classes)
