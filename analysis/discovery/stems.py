"""Stems of answers as a table: the only words that a found theme keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Self

from analysis.normalise import Shadow

# As many words as are stored with the found themes; a word of one answer would be a piece of its text.
WORDS_KEPT = 2000
USED_BY = 2
# A vocabulary must have a word, and this one nobody says.
NO_WORD = "\N{EMPTY SET}"


class StemView:
    """Single stems that two answers or more use, the commonest ones; its state is those words and their weights."""

    name = "stems"
    local = False

    def __init__(self, limit: int | None = WORDS_KEPT, vectorizer: Any = None) -> None:
        self._limit, self._vectorizer = limit, vectorizer

    def fit(self, shadows: Sequence[Shadow]) -> Self:
        words = vocabulary([shadow.stems for shadow in shadows], self._limit) or [NO_WORD]
        return type(self)(self._limit, _vectorizer(words).fit(_texts(shadows)))

    def transform(self, shadows: Sequence[Shadow]) -> Any:
        return self._vectorizer.transform(_texts(shadows))

    def state(self) -> dict[str, Any]:
        weights = self._vectorizer.idf_.tolist()
        return {word: weights[at] for word, at in sorted(self._vectorizer.vocabulary_.items())}

    def restored(self, state: Mapping[str, Any]) -> Self:
        import numpy as np

        vectorizer = _vectorizer(sorted(state))
        vectorizer.idf_ = np.array([state[word] for word in sorted(state)])
        return type(self)(self._limit, vectorizer)


def _vectorizer(words: Sequence[str]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    places = {word: at for at, word in enumerate(words)}
    options = {"token_pattern": r"\S+", "lowercase": False}
    return TfidfVectorizer(sublinear_tf=True, vocabulary=places, **options)


def _texts(shadows: Sequence[Shadow]) -> list[str]:
    # A text without a word still has to be some row: an empty vocabulary is an error.
    return [" ".join(shadow.stems) or shadow.wording or NO_WORD for shadow in shadows]


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
