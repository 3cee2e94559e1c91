"""Views of a text: each turns shadows into rows of numbers, learned from the training shadows alone."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, Self

from analysis.encoders import Encoder
from analysis.normalise import Shadow
from analysis.vectors import Progress, VectorCache, encode_all

if TYPE_CHECKING:
    from analysis.encoders import Matrix


# Enough that two features of one corpus hardly ever share a place.
FEATURES = 2**20


class View(Protocol):
    """`fit` returns a fitted copy, so one view can serve several models."""

    @property
    def name(self) -> str: ...
    @property
    def local(self) -> bool:
        """Whether only texts close by say something of each other."""

    def learn(self, groups: Sequence[Sequence[Shadow]]) -> tuple[View, Any]:
        """Fitted on groups of texts, and their rows one below the other; later texts are read like the first group."""

    def fit(self, shadows: Sequence[Shadow]) -> View: ...
    def transform(self, shadows: Sequence[Shadow]) -> Any: ...


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

    def learn(self, groups: Sequence[Sequence[Shadow]]) -> tuple[Self, Any]:
        shadows = [shadow for group in groups for shadow in group]
        fitted = self.fit(shadows)
        return fitted, fitted.transform(shadows)

    def fit(self, shadows: Sequence[Shadow]) -> Self:
        from sklearn.feature_extraction.text import TfidfTransformer

        return type(self)(TfidfTransformer(sublinear_tf=True).fit(self._counts(shadows)))

    def transform(self, shadows: Sequence[Shadow]) -> Any:
        return self._weights.transform(self._counts(shadows))

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

    def learn(self, groups: Sequence[Sequence[Shadow]]) -> tuple[SentenceView, Any]:
        """Each group about its own mean: terms are phrases and answers sentences, and that is not what they say."""
        import numpy as np

        fitted = [(self.fit(group), group) for group in groups if group]
        return fitted[0][0], np.vstack([view.transform(group) for view, group in fitted])

    def fit(self, shadows: Sequence[Shadow]) -> SentenceView:
        centre = self._vectors(shadows).mean(axis=0)
        return SentenceView(self._encoder, self._cache, self._progress, centre)

    def transform(self, shadows: Sequence[Shadow]) -> Matrix:
        import numpy as np

        rows = self._vectors(shadows)
        if self._centre is not None:
            rows = rows - self._centre
        length = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-9))
        return np.asarray(rows / length, dtype=np.float32)

    def state(self) -> dict[str, Any]:
        return {"centre": [] if self._centre is None else self._centre.tolist()}

    def restored(self, state: Mapping[str, Any]) -> SentenceView:
        import numpy as np

        centre = np.array(state["centre"], dtype=np.float32) if state["centre"] else None
        return SentenceView(self._encoder, self._cache, self._progress, centre)

    def words(self, words: Sequence[str]) -> Matrix:
        """Vectors of single words in the same space, as the encoder gives them."""
        return encode_all(self._encoder, words, self._cache, self._progress)

    def _vectors(self, shadows: Sequence[Shadow]) -> Matrix:
        wordings = [shadow.wording for shadow in shadows]
        return encode_all(self._encoder, wordings, self._cache, self._progress)
