"""Views of a text: each turns shadows into rows of numbers, learned from the training shadows alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, Self

from analysis.encoders import Encoder
from analysis.normalise import Shadow
from analysis.vectors import Progress, VectorCache, encode_all

if TYPE_CHECKING:
    from analysis.encoders import Matrix


class View(Protocol):
    """`fit` returns a fitted copy, so one view can serve every fold; `state` is JSON, `restored` takes it back."""

    @property
    def name(self) -> str: ...
    def fit(self, shadows: Sequence[Shadow]) -> View: ...
    def transform(self, shadows: Sequence[Shadow]) -> Any: ...
    def state(self) -> dict[str, Any]: ...
    def restored(self, state: Mapping[str, Any]) -> View: ...


class LexicalView:
    """TF-IDF of a text made of each shadow; `limit` keeps the commonest features only."""

    name = ""
    options: Mapping[str, Any] = {}

    def __init__(self, limit: int | None = None, vectorizer: Any = None) -> None:
        self._limit, self._vectorizer = limit, vectorizer

    def fit(self, shadows: Sequence[Shadow]) -> Self:
        return type(self)(self._limit, self._new().fit(self._texts(shadows)))

    def transform(self, shadows: Sequence[Shadow]) -> Any:
        return self._vectorizer.transform(self._texts(shadows))

    def state(self) -> dict[str, Any]:
        weights = self._vectorizer.idf_.tolist()
        return {feature: weights[at] for feature, at in sorted(self._vectorizer.vocabulary_.items())}

    def restored(self, state: Mapping[str, Any]) -> Self:
        import numpy as np

        vectorizer = self._new(vocabulary={feature: at for at, feature in enumerate(sorted(state))})
        vectorizer.idf_ = np.array([state[feature] for feature in sorted(state)])
        return type(self)(self._limit, vectorizer)

    def _new(self, **more: Any) -> Any:
        from sklearn.feature_extraction.text import TfidfVectorizer

        return TfidfVectorizer(sublinear_tf=True, max_features=self._limit, **self.options, **more)

    def _texts(self, shadows: Sequence[Shadow]) -> list[str]:
        # A text without a word still has to be some row: an empty vocabulary is an error.
        return [self._text(shadow) or shadow.wording or "\N{EMPTY SET}" for shadow in shadows]

    def _text(self, shadow: Shadow) -> str:
        raise NotImplementedError


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
