"""How alike texts are to the training rows, over all views: by their words, by near meanings, and by words in near meanings.

The same word says less in another context ("kursi" in a list of assets, "kursi" to sit on): what is alike in words counts
once more as far as the meanings are alike. A product of kernels is a kernel (Shawe-Taylor and Cristianini, "Kernel Methods for
Pattern Analysis", 2004, 3.4).
"""

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

# Rows compared at once: a bound for memory, not a setting.
BLOCK = 200


@dataclass(frozen=True, slots=True)
class Compared:
    """A fitted view and the training rows as it sees them, each of length one: the examples, and what themes are told by."""

    view: TaughtView
    own: Any
    told: Any


def gram(views: Sequence[Compared]) -> Scores:
    """Examples x examples."""
    return _alike([(one, one.own, one.own) for one in views])


def beside(views: Sequence[Compared]) -> Scores:
    """Examples x what is told."""
    return _alike([(one, one.own, one.told) for one in views])


def told_gram(views: Sequence[Compared]) -> Scores:
    """What is told x what is told."""
    return _alike([(one, one.told, one.told) for one in views])


def beside_told(views: Sequence[Compared], shadows: Sequence[Shadow]) -> Scores:
    """Texts x what is told."""
    return _alike([(one, one.view.transform(shadows), one.told) for one in views])


def scores(
    views: Sequence[Compared], shadows: Sequence[Shadow], own: Scores, told: Scores | None = None
) -> Scores:
    """Texts x classes: the coefficients of the examples and of what is told (None: of the examples alone), each as far as a
    text is like the row.
    """
    import numpy as np

    texts = [one.view.transform(shadows) for one in views]
    pairs = list(zip(views, texts, strict=True))
    if not any(one.view.local for one in views):
        summed: Scores = np.sum([_by_features(one, rows, own, told) for one, rows in pairs], axis=0)
        return summed
    found: Scores = _alike([(one, rows, one.own) for one, rows in pairs]) @ own
    return found if told is None else found + _alike([(one, rows, one.told) for one, rows in pairs]) @ told


def _by_features(one: Compared, texts: Any, own: Scores, told: Scores | None) -> Scores:
    """The same sum in the other order: the features that occur are few beside texts x rows."""
    import numpy as np

    rows, coefficients = one.own, own
    if told is not None:
        rows, coefficients = _below([one.own, one.told], ()), np.vstack([own, told])
    used = np.unique(rows.indices)
    return np.asarray(texts[:, used] @ (rows[:, used].T @ coefficients))


def _alike(sides: Sequence[tuple[Compared, Any, Any]]) -> Scores:
    """Rows of the left x rows of the right, each as the views see them."""
    import numpy as np

    height, width = sides[0][1].shape[0], sides[0][2].shape[0]
    alike = np.empty((height, width))
    # Among themselves they are as like one way as the other.
    themselves = all(left is right for _, left, right in sides)
    turned = [_turned(right) for _, _, right in sides]
    for start in range(0, height, BLOCK):
        rows, rest = slice(start, start + BLOCK), slice(start if themselves else 0, width)
        parts = [
            (one, left[rows], right[:, rest] if rest.start else right)
            for (one, left, _), right in zip(sides, turned, strict=True)
        ]
        words = [_products(left, right) for one, left, right in parts if not one.view.local]
        meanings = [_products(left, right) for one, left, right in parts if one.view.local]
        alike[rows, rest] = _joined(words, meanings)
        if themselves:
            alike[rest, rows] = alike[rows, rest].T
    return alike


def _turned(rows: Any) -> Any:
    """Transposed; once, because turning many sparse rows costs as much as comparing some with them."""
    return rows.T.tocsr() if hasattr(rows, "tocsr") else rows.T


def _joined(words: Sequence[Scores], meanings: Sequence[Scores]) -> Scores:
    import numpy as np

    near = [np.exp(cosines - 1) for cosines in meanings]
    joined: Scores = np.sum([*words, *near], axis=0)
    if words and meanings:
        joined += np.sum(words, axis=0) * np.mean(meanings, axis=0)
    return joined


def _products(left: Any, right: Any) -> Scores:
    import numpy as np

    products = left @ right
    return np.asarray(products.todense() if hasattr(products, "todense") else products, dtype=np.float64)


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
