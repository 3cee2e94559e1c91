"""How alike texts are to the training rows in one view: linear for words, only near meanings for sentence vectors."""

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


@dataclass(frozen=True, slots=True)
class Compared:
    """A fitted view and the training rows as it sees them, each of length one."""

    view: View
    rows: Any

    def gram(self) -> Scores:
        """Training rows x training rows."""
        return self._near(self.rows @ self.rows.T)

    def alike(self, shadows: Sequence[Shadow]) -> Scores:
        """Texts x texts."""
        rows = self.view.transform(shadows)
        return self._near(rows @ rows.T)

    def scores(self, shadows: Sequence[Shadow], coefficients: Scores) -> Scores:
        """Texts x classes: the coefficients of the training rows, each as far as a text is like the row."""
        import numpy as np

        texts = self.view.transform(shadows)
        if self.view.local:
            return np.asarray(self._near(texts @ self.rows.T) @ coefficients)
        # The same sum in the other order: the words' weights are few beside texts x rows.
        return np.asarray(texts @ (self.rows.T @ coefficients))

    def _near(self, products: Any) -> Scores:
        import numpy as np

        cosine = np.asarray(
            products.todense() if hasattr(products, "todense") else products, dtype=np.float64
        )
        return np.exp(cosine - 1) if self.view.local else cosine


def compare(view: View, examples: Sequence[Shadow], told: Sequence[Shadow]) -> Compared:
    """Rows: the examples, then what the themes say of themselves."""
    fitted, rows = view.learn([examples, told])
    return Compared(fitted, rows)
