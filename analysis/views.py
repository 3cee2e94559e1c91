"""Views of a text: each turns shadows into rows of numbers, learned from the training shadows alone."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, Self

from analysis.encoders import Encoder
from analysis.normalise import Shadow
from analysis.vectors import Progress, VectorCache, encode_all, encode_means

if TYPE_CHECKING:
    from analysis.encoders import Matrix


# Enough that two features of one corpus hardly ever share a place.
FEATURES = 2**20

# How many texts' worth the mean of all counts in the mean of a group.
DRAWN = 5
# One thing that is said: a text, or the wordings that several people would choose for it.
Saying = tuple[Shadow, ...]


class View(Protocol):
    """`fit` returns a fitted copy, so one view can serve several models."""

    @property
    def name(self) -> str: ...
    @property
    def local(self) -> bool:
        """Whether only texts close by say something of each other."""

    def fit(self, shadows: Sequence[Shadow]) -> View: ...
    def transform(self, shadows: Sequence[Shadow]) -> Any: ...


class TaughtView(View, Protocol):
    """A view that can be taught by what a list says of its themes."""

    @property
    def mark(self) -> str:
        """Equal for views that give the same rows once they are fitted on the same."""

    def learn(self, groups: Sequence[Sequence[Saying]]) -> tuple[TaughtView, list[Any]]:
        """Fitted on groups of sayings, and the rows of each group (none of an empty one); a saying is the mean of its
        wordings, of length one. Later texts are read like the first group.
        """

    def beside(self, known: Any, shadows: Sequence[Shadow]) -> TaughtView:
        """As `known`, the same view fitted before, but for these texts and others of their kind."""

    def kept(self) -> TaughtView:
        """Without what belongs to one run."""

    def state(self) -> dict[str, Any]:
        """JSON of what `beside` learned of its texts."""

    def recalled(self, known: Any, state: Mapping[str, Any]) -> TaughtView:
        """As `known`, but for the texts of an earlier run that left this state."""


class StoredView(View, Protocol):
    """A view whose fitted `state` is JSON; `restored` takes it back."""

    def fit(self, shadows: Sequence[Shadow]) -> StoredView: ...
    def state(self) -> dict[str, Any]: ...
    def restored(self, state: Mapping[str, Any]) -> StoredView: ...


class LexicalView(ABC):
    """TF-IDF of a text made of each shadow, over hashed features.

    Hashed, because a word nobody has used yet must still count in the length of a text: else a text of one known word
    and ten unknown ones would seem as near to an example as the example itself.
    """

    name = ""
    local = False
    options: Mapping[str, Any] = {}

    def __init__(self, weights: Any = None) -> None:
        self._weights = weights

    @property
    def mark(self) -> str:
        return f"{self.name} {FEATURES} {sorted(self.options.items())}"

    def learn(self, groups: Sequence[Sequence[Saying]]) -> tuple[Self, list[Any]]:
        told = [group for group in groups if group]
        counts = self._counts([shadow for group in told for saying in group for shadow in saying])
        fitted = self._weighed(counts)
        rows, end, blocks = fitted._weights.transform(counts), 0, []
        for group in told:
            start, end = end, end + sum(map(len, group))
            blocks.append(_means(rows[start:end], [len(saying) for saying in group]))
        return fitted, blocks

    def beside(self, known: Any, shadows: Sequence[Shadow]) -> Self:
        fitted: Self = known
        return fitted

    def kept(self) -> Self:
        return self

    def state(self) -> dict[str, Any]:
        return {}

    def recalled(self, known: Any, state: Mapping[str, Any]) -> Self:
        return self.beside(known, ())

    def fit(self, shadows: Sequence[Shadow]) -> Self:
        return self._weighed(self._counts(shadows))

    def transform(self, shadows: Sequence[Shadow]) -> Any:
        return self._weights.transform(self._counts(shadows))

    def _weighed(self, counts: Any) -> Self:
        from sklearn.feature_extraction.text import TfidfTransformer

        return type(self)(TfidfTransformer(sublinear_tf=True).fit(counts))

    def _counts(self, shadows: Sequence[Shadow]) -> Any:
        from sklearn.feature_extraction.text import HashingVectorizer

        hashed = HashingVectorizer(n_features=FEATURES, alternate_sign=False, norm=None, **self.options)
        return hashed.transform([self._text(shadow) for shadow in shadows])

    @abstractmethod
    def _text(self, shadow: Shadow) -> str:
        """What is counted of a text."""


class WordView(LexicalView):
    """Stems and pairs of stems."""

    name = "words"
    options = {"token_pattern": r"\S+", "ngram_range": (1, 2)}

    def _text(self, shadow: Shadow) -> str:
        return " ".join(shadow.stems)


class CharacterView(LexicalView):
    """Character n-grams inside words: forgives spelling."""

    name = "characters"
    options = {"analyzer": "char_wb", "ngram_range": (2, 5)}

    def _text(self, shadow: Shadow) -> str:
        return shadow.wording


class SentenceView:
    """Sentence vectors about their mean: without that, all answers point the same way."""

    local = True

    def __init__(
        self,
        encoder: Encoder,
        cache: VectorCache,
        progress: Progress | None = None,
        centre: Matrix | None = None,
    ) -> None:
        self._encoder, self._cache, self._progress, self._centre = encoder, cache, progress, centre

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def mark(self) -> str:
        return f"{self._encoder.name} {self._encoder.version}"

    def learn(self, groups: Sequence[Sequence[Saying]]) -> tuple[SentenceView, list[Any]]:
        """Each group about its own mean: terms are phrases and answers sentences, and that is not what they say. The mean of
        a small group is drawn to that of all, or one example would be read as nothing.
        """
        import numpy as np

        vectors = [self._said(group) for group in groups if group]
        common = np.vstack(vectors).mean(axis=0) if vectors else None
        means = [_centre(own, common) for own in vectors]
        fitted = SentenceView(self._encoder, self._cache, self._progress, means[0] if means else None)
        return fitted, [_about(own, mean) for own, mean in zip(vectors, means, strict=True)]

    def beside(self, known: Any, shadows: Sequence[Shadow]) -> SentenceView:
        centre = _centre(self._vectors(shadows), known._centre) if shadows else known._centre
        return SentenceView(self._encoder, self._cache, self._progress, centre)

    def kept(self) -> SentenceView:
        return SentenceView(self._encoder, {}, None, self._centre)

    def fit(self, shadows: Sequence[Shadow]) -> SentenceView:
        centre = self._vectors(shadows).mean(axis=0)
        return SentenceView(self._encoder, self._cache, self._progress, centre)

    def transform(self, shadows: Sequence[Shadow]) -> Matrix:
        return _about(self._vectors(shadows), self._centre)

    def state(self) -> dict[str, Any]:
        return {"centre": [] if self._centre is None else self._centre.tolist()}

    def restored(self, state: Mapping[str, Any]) -> SentenceView:
        import numpy as np

        centre = np.array(state["centre"], dtype=np.float32) if state["centre"] else None
        return SentenceView(self._encoder, self._cache, self._progress, centre)

    def recalled(self, known: Any, state: Mapping[str, Any]) -> SentenceView:
        return self.restored(state)

    def words(self, words: Sequence[str]) -> Matrix:
        """Vectors of single words in the same space, as the encoder gives them."""
        return encode_all(self._encoder, words, self._cache, self._progress)

    def _said(self, group: Sequence[Saying]) -> Matrix:
        wordings = [tuple(shadow.wording for shadow in saying) for saying in group]
        return encode_means(self._encoder, wordings, self._cache, self._progress)

    def _vectors(self, shadows: Sequence[Shadow]) -> Matrix:
        wordings = [shadow.wording for shadow in shadows]
        return encode_all(self._encoder, wordings, self._cache, self._progress)


def _centre(rows: Matrix, common: Matrix | None) -> Matrix:
    """Their mean, drawn towards the common one with the weight of a few."""
    total, count = rows.sum(axis=0), len(rows)
    centre: Matrix = total / count if common is None else (total + DRAWN * common) / (count + DRAWN)
    return centre


def _about(rows: Matrix, centre: Matrix | None) -> Matrix:
    """Rows about the centre, of length one."""
    import numpy as np

    if centre is not None:
        rows = rows - centre
    length = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-9))
    return np.asarray(rows / length, dtype=np.float32)


def _means(rows: Any, lengths: Sequence[int]) -> Any:
    """The mean of so many sparse rows each, of length one."""
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    places = [at for at, length in enumerate(lengths) for _ in range(length)]
    sums = csr_matrix(([1.0] * len(places), (places, range(len(places)))), shape=(len(lengths), len(places)))
    return normalize(sums @ rows)
