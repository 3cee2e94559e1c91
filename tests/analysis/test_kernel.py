"""Kernel ridge with folds held out by algebra: the same numbers as leaving them out for real."""

from collections.abc import Sequence

import numpy as np
import pytest

from analysis.compared import Compared, compare
from analysis.kernel import RIDGE, UNMET, train
from analysis.normalise import IndonesianNormaliser, Shadow
from analysis.vectors import VectorCache
from analysis.views import CharacterView, SentenceView, WordView
from tests.analysis.conftest import GARDEN, NOISE, SEA, CountingEncoder

TEXTS = [*GARDEN, *SEA, *NOISE]
LABELS = np.array([0] * len(GARDEN) + [1] * len(SEA) + [2] * len(NOISE))
TARGETS = np.where(LABELS[:, None] == np.arange(3), 1.0, -1.0)
FOLDS = [-1 if at == 3 else at % 3 for at in range(len(TEXTS))]
TOLD = ["pohon", "nelayan", "selalu sehat"]
TOLD_TARGETS = np.where(np.arange(3)[:, None] == np.arange(3), 1.0, -1.0)
ALL_TARGETS = np.vstack([TARGETS, TOLD_TARGETS])


def shadows(texts: Sequence[str]) -> list[Shadow]:
    normalise = IndonesianNormaliser()
    return [normalise(text) for text in texts]


def compared(told: Sequence[str] = TOLD) -> list[Compared]:
    cache: VectorCache = {}
    views = [WordView(), CharacterView(), SentenceView(CountingEncoder(), cache)]
    return [compare(view, shadows(TEXTS), shadows(told)) for view in views]


def check_folds_are_left_out(folds: Sequence[int]) -> None:
    """Against a plain solution of the smaller system for every fold: what the told rows miss, of the rows inside."""
    trained = train(compared(), ALL_TARGETS, folds)
    count = len(TEXTS)
    gram = sum(one.gram() for one in compared())
    own = gram[:count, :count] + RIDGE * 3**0.5 * np.eye(count)
    told = trained.machines[-1].coefficients[count:]
    first = 2 / 3 - 1 + gram[:count, count:] @ told
    for fold in (0, 1, 2):
        inside = np.array(FOLDS) != fold
        alone = np.linalg.solve(own[np.ix_(inside, inside)], (TARGETS - first)[inside])
        coefficients = trained.machines[fold].coefficients
        np.testing.assert_allclose(coefficients[:count][inside], alone, atol=1e-9)
        np.testing.assert_allclose(coefficients[:count][~inside], 0, atol=1e-9)
        np.testing.assert_allclose(coefficients[count:], told)
        expected = first[~inside] + own[np.ix_(~inside, inside)] @ alone
        np.testing.assert_allclose(trained.held_out[~inside], expected, atol=1e-9)


def test_a_fold_is_left_out_exactly() -> None:
    check_folds_are_left_out(FOLDS)


def test_the_check_sees_a_fold_that_was_not_left_out() -> None:
    kept_in = [2 if at == 1 else fold for at, fold in enumerate(FOLDS)]
    with pytest.raises(AssertionError):
        check_folds_are_left_out(kept_in)


def test_what_is_in_no_fold_is_in_every_machine_and_has_no_held_out_score() -> None:
    trained = train(compared(), ALL_TARGETS, FOLDS)
    assert all((machine.coefficients[3] != 0).any() for machine in trained.machines.values())
    assert np.isnan(trained.held_out[3]).all()


def test_a_text_scores_as_the_sum_over_what_it_is_like() -> None:
    trained = train(compared(), ALL_TARGETS, FOLDS)
    scores = trained.machines[-1].scores(shadows(TEXTS))
    gram = sum(one.gram() for one in compared())[: len(TEXTS)]
    expected = trained.machines[-1].offset + gram @ trained.machines[-1].coefficients
    np.testing.assert_allclose(scores, expected, atol=1e-5)
    assert (scores.argmax(axis=1) == LABELS).mean() > 0.9


def test_nothing_told_says_no_to_everything() -> None:
    trained = train([], np.zeros((0, 4)), [])
    assert trained.machines[-1].scores(shadows(["apa saja"])).tolist() == [[UNMET] * 4]


def test_an_unknown_word_makes_a_text_less_like_what_is_known() -> None:
    view = WordView().fit(shadows(TEXTS))
    plain, longer = view.transform(shadows(["pohon mangga", "pohon mangga qwerty zxcvb"]))
    known = view.transform(shadows(["pohon mangga"]))
    assert (plain @ known.T)[0, 0] == pytest.approx(1)
    assert 0.3 < (longer @ known.T)[0, 0] < 0.8


def test_terms_and_answers_are_each_seen_about_their_own_mean() -> None:
    view, rows = SentenceView(CountingEncoder(), {}).learn([shadows(GARDEN), shadows(["laut", "jaring"])])
    assert rows.shape == (len(GARDEN) + 2, 26)
    np.testing.assert_allclose(rows[-1], -rows[-2], atol=1e-6)
    np.testing.assert_allclose(view.transform(shadows(GARDEN)), rows[: len(GARDEN)], atol=1e-6)


def test_what_themes_say_of_themselves_is_spread_alike_and_common_to_none() -> None:
    told = train(compared(), ALL_TARGETS, FOLDS).machines[-1].coefficients[len(TEXTS) :]
    np.testing.assert_allclose(told.sum(axis=1), 0, atol=1e-9)
    assert told.argmax(axis=1).tolist() == [0, 1, 2]


def test_one_example_does_not_outweigh_what_was_told() -> None:
    """An answer that is like the only example, of another theme, but has the word of its own theme."""
    texts = ["perahu kami perlu tempat baru di sana"]
    parts = [
        compare(view, shadows(texts), shadows(["perahu", "pohon"])) for view in (WordView(), CharacterView())
    ]
    targets = np.array([[-1.0, 1.0], [1.0, -1.0], [-1.0, 1.0]])
    machine = train(parts, targets, [0]).machines[-1]
    assert machine.scores(shadows(["perahu"])).argmax(axis=1).tolist() == [0]


def test_without_examples_the_told_rows_speak_alone() -> None:
    parts = [compare(WordView(), (), shadows(TOLD))]
    machine = train(parts, TOLD_TARGETS, []).machines[-1]
    assert machine.scores(shadows(["pohon mangga", "jaring nelayan"])).argmax(axis=1).tolist() == [0, 1]
