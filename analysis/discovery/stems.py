"""Stems of answers as a table: the only words that a found theme keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Self

from analysis.normalise import Shadow
from analysis.views import LexicalView

# As many words as are stored with the found themes; a word of one answer would be a piece of its text.
WORDS_KEPT = 2000
USED_BY = 2
# A vocabulary must have a word, and this one nobody says.
NO_WORD = "\N{EMPTY SET}"


class StemView(LexicalView):
    """Single stems that two answers or more use, the commonest ones."""

    name = "stems"
    options = {"token_pattern": r"\S+", "lowercase": False}

    def __init__(self, limit: int | None = WORDS_KEPT, vectorizer: Any = None) -> None:
        super().__init__(limit, vectorizer)

    def fit(self, shadows: Sequence[Shadow]) -> Self:
        words = vocabulary([shadow.stems for shadow in shadows], self._limit) or [NO_WORD]
        vectorizer = self._new(vocabulary=words)
        return type(self)(self._limit, vectorizer.fit(self._texts(shadows)))

    def _text(self, shadow: Shadow) -> str:
        return " ".join(shadow.stems)


def vocabulary(texts: Sequence[Sequence[str]], limit: int | None = None) -> list[str]:
    """The words that two texts or more use, at most `limit` of the commonest, in the order of the alphabet."""
    uses = Counter(word for words in texts for word in set(words))
    known = sorted((word for word, count in uses.items() if count >= USED_BY), key=lambda w: (-uses[w], w))
    return sorted(known[:limit])


def table(texts: Sequence[Sequence[str]], words: Sequence[str]) -> Any:
    """Sparse texts x words: 1 where a text uses a word."""
    import numpy as np
    from scipy.sparse import csr_matrix

    place = {word: at for at, word in enumerate(words)}
    used = [sorted({place[word] for word in text if word in place}) for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(own) for own in used])
    columns = np.array([at for own in used for at in own], dtype=np.int64)
    return csr_matrix((np.ones(len(columns)), (rows, columns)), shape=(len(texts), len(words)))
