"""How alike texts are to the training rows in one view: linear for words, only near meanings for sentence vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.normalise import Shadow
from analysis.views import Saying, TaughtView

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Compared:
    """A fitted view and the training rows as it sees them, each of length one: the examples, and what themes are told by."""

    view: TaughtView
    own: Any
    told: Any

    def gram(self) -> Scores:
        """Examples x examples."""
        return self._near(self.own @ self.own.T)

    def beside(self) -> Scores:
        """Examples x what is told."""
        return self._near(self.own @ self.told.T)

    def told_gram(self) -> Scores:
        """What is told x what is told."""
        return self._near(self.told @ self.told.T)

    def scores(self, shadows: Sequence[Shadow], own: Scores, told: Scores) -> Scores:
        """Texts x classes: the coefficients of the training rows, each as far as a text is like the row."""
        import numpy as np

        texts = self.view.transform(shadows)
        if self.view.local:
            return np.asarray(self._near(texts @ self.own.T) @ own + self._near(texts @ self.told.T) @ told)
        # The same sum in the other order: the features that occur are few beside texts x rows.
        rows = _below([self.own, self.told], ())
        used = np.unique(rows.indices)
        return np.asarray(texts[:, used] @ (rows[:, used].T @ np.vstack([own, told])))

    def _near(self, products: Any) -> Scores:
        import numpy as np

        cosine = np.asarray(
            products.todense() if hasattr(products, "todense") else products, dtype=np.float64
        )
        return np.exp(cosine - 1) if self.view.local else cosine


def compare(
    view: TaughtView, examples: Sequence[Shadow], terms: Sequence[Shadow], sayings: Sequence[Saying] = ()
) -> Compared:
    """The view fitted on all of them; what is told are the terms, then the sayings."""
    groups: list[list[Saying]] = [[(one,) for one in examples], [(one,) for one in terms], list(sayings)]
    fitted, blocks = view.learn(groups)
    own, told = blocks[: bool(examples)], blocks[bool(examples) :]
    return Compared(fitted, _below(own, blocks), _below(told, blocks))


def _below(parts: Sequence[Any], blocks: Sequence[Any]) -> Any:
    """One below the other; none at all has the width of the others."""
    import numpy as np
    from scipy.sparse import issparse, vstack

    if not parts:
        return blocks[0][:0]
    return vstack(parts, format="csr") if issparse(parts[0]) else np.vstack(parts)
