"""How alike two texts are over all views: words, meanings, and words in near meanings."""

import numpy as np
import pytest

from analysis.compared import BLOCK, Compared, beside, compare, gram, scores, told_gram
from analysis.normalise import IndonesianNormaliser, Shadow
from analysis.views import SentenceView, WordView
from tests.analysis.conftest import GARDEN, NOISE, SEA, CountingEncoder

OWN, TOLD = [*GARDEN, *NOISE], [*SEA, "pohon"]


def shadows(texts: list[str]) -> list[Shadow]:
    normalise = IndonesianNormaliser()
    return [normalise(text) for text in texts]


def seen(*views: WordView | SentenceView) -> list[Compared]:
    return [compare(view, shadows(OWN), shadows(TOLD)) for view in views]


def test_words_count_once_more_as_far_as_the_meanings_are_alike() -> None:
    words, first, second = views = seen(
        WordView(), SentenceView(CountingEncoder("1"), {}), SentenceView(CountingEncoder("2"), {})
    )
    for left, right, found in (("own", "own", gram), ("own", "told", beside), ("told", "told", told_gram)):
        same = np.asarray((getattr(words, left) @ getattr(words, right).T).todense())
        near = [getattr(one, left) @ getattr(one, right).T for one in (first, second)]
        expected = same + np.exp(near[0] - 1) + np.exp(near[1] - 1) + same * (near[0] + near[1]) / 2
        np.testing.assert_allclose(found(views), expected, atol=1e-6)


def test_no_likeness_is_below_what_a_kernel_may_be() -> None:
    least = np.linalg.eigvalsh(told_gram(seen(WordView(), SentenceView(CountingEncoder(), {})))).min()
    assert least > -1e-6


def test_without_an_encoder_words_count_once() -> None:
    (words,) = seen(WordView())
    expected = np.asarray((words.own @ words.told.T).todense())
    np.testing.assert_allclose(beside([words]), expected)


@pytest.mark.parametrize("encoder", [True, False])
def test_scores_are_the_coefficients_as_far_as_a_text_is_like_the_rows(encoder: bool) -> None:
    views = seen(WordView(), *([SentenceView(CountingEncoder(), {})] if encoder else []))
    chance = np.random.default_rng(0)
    own, told = chance.normal(size=(len(OWN), 3)), chance.normal(size=(len(TOLD), 3))
    found = scores(views, shadows(OWN), own, told)
    np.testing.assert_allclose(found, gram(views) @ own + beside(views) @ told, atol=1e-5)


def test_more_rows_than_a_block_are_compared_alike() -> None:
    """Among themselves, beside others, and read."""
    many = shadows([f"{OWN[at % len(OWN)]} nomor{at}" for at in range(BLOCK + 3)])
    views = [compare(view, many, shadows(TOLD)) for view in (WordView(), SentenceView(CountingEncoder(), {}))]
    words, sentences = views
    for right, found in (("own", gram(views)), ("told", beside(views))):
        same = np.asarray((words.own @ getattr(words, right).T).todense())
        near = sentences.own @ getattr(sentences, right).T
        np.testing.assert_allclose(found, same + np.exp(near - 1) + same * near, atol=1e-5)
    own, told = np.ones((len(many), 2)), np.ones((len(TOLD), 2))
    read = scores(views, many, own, told)
    np.testing.assert_allclose(read, gram(views) @ own + beside(views) @ told, rtol=1e-4)
