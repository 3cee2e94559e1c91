"""From margins to decisions."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from analysis.calibrate import (
    FALLBACK_SECOND,
    TRUST,
    Calibration,
    _macro_f1,
    _sureness,
    calibrate,
    fallback,
    second_best,
)

Scores = NDArray[np.float64]
Rights = NDArray[np.bool_]

# Six texts, classes a, b and none (2).
TRUE = np.array([0, 0, 1, 1, 2, 2])
SURE = np.array(
    [[3, -1, -1], [3, -1, -1], [-1, 3, -1], [-1, 3, -1], [-1, -1, 3], [0.4, 0.3, 0.3]], dtype=float
)


def test_probabilities_sum_to_one_and_follow_the_margins() -> None:
    probabilities = Calibration(0.5, 0.0, 0.0).probabilities(SURE)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    assert probabilities.argmax(axis=1).tolist() == [0, 0, 1, 1, 2, 0]


def test_the_threshold_turns_doubt_into_none() -> None:
    learned = calibrate(np.tile(SURE, (5, 1)), np.tile(TRUE, 5), np.full(30, -1), negative=2)
    top = learned.probabilities(SURE).max(axis=1)
    assert top[5] < learned.threshold <= top[:5].min()


def test_a_gain_that_may_be_chance_teaches_no_caution() -> None:
    """One doubtful text of "none" among 44, of which six others are wrong."""
    labels = np.array([0] * 20 + [1] * 20 + [2] * 4)
    scores = np.where(labels[:, None] == np.arange(3), 3.0, -1.0)
    scores[:6] = scores[20]
    scores[-1] = [0.4, 0.3, 0.3]
    learned = calibrate(scores, labels, np.full(44, -1), negative=2)
    assert learned.threshold == 0


def test_readings_are_as_sure_as_they_are_right() -> None:
    """Margins of one size, right 160 times of 240: so is what is said of them, whatever the softmax says."""
    wrong = np.tile(SURE[[0, 2, 0, 2, 4, 4]], (40, 1))
    learned = calibrate(wrong, np.tile(TRUE, 40), np.full(240, -1), negative=2)
    sure = learned.sureness(learned.probabilities(wrong).max(axis=1))
    assert sure == pytest.approx(np.full(240, 4 / 6), abs=0.01)


def test_a_text_of_two_themes_is_read_rightly_in_either() -> None:
    scores = np.array([[2.0, 0.0]] * 50 + [[0.0, 2.0]] * 50)
    labels, second = np.zeros(100, dtype=int), np.array([-1] * 50 + [1] * 50)
    learned = calibrate(scores, labels, second, negative=None)
    assert learned.sureness(learned.probabilities(scores).max(axis=1)).min() > 0.98
    alone = calibrate(scores, labels, np.full(100, -1), negative=None)
    assert alone.sureness(alone.probabilities(scores).max(axis=1)) == pytest.approx(
        np.full(100, 0.5), abs=0.02
    )


def test_a_few_held_out_examples_teach_nothing() -> None:
    """One that was right would make all sure, one that was wrong all doubtful, and either would be the threshold."""
    few = calibrate(SURE[:1], TRUE[:1], np.full(1, -1), negative=2)
    assert few == fallback(3)
    assert calibrate(np.tile(SURE, (2, 1)), np.tile(TRUE, 2), np.full(12, -1), negative=2) != fallback(3)


def test_sureness_is_the_likeliest_whatever_the_scores() -> None:
    """Against a search over a grid, also where Newton's method without halved steps runs away."""
    chance = np.random.default_rng(5)
    for _ in range(40):
        best, right = chance.uniform(0.26, 1, 60), chance.random(60) < chance.random()
        probabilities = np.column_stack([best, *[(1 - best) / 3] * 3])
        slope, shift = _sureness(probabilities, np.where(right, 0, 1), np.full(60, -1))
        grid = [(a, b) for a in np.linspace(0, 4, 41) for b in np.linspace(-4, 4, 81)]
        assert (
            loss(probabilities, right, slope, shift)
            <= min(loss(probabilities, right, *own) for own in grid) + 0.01
        )


def loss(probabilities: Scores, right: Rights, slope: float, shift: float) -> float:
    odds = slope * np.log(probabilities.max(axis=1) / (1 - probabilities.max(axis=1) + 1e-12)) + shift
    drawn = TRUST / 2 * ((slope - 1) ** 2 + shift**2) if slope else TRUST / 2 * (1 + shift**2)
    return float(np.logaddexp(0, np.where(right, -odds, odds)).sum() + drawn)


def test_sureness_keeps_the_order_of_the_probabilities() -> None:
    chance = np.random.default_rng(0)
    for _ in range(50):
        scores, labels = chance.normal(size=(30, 4)), chance.integers(0, 4, 30)
        learned = calibrate(scores, labels, np.full(30, -1), negative=3)
        best = np.sort(learned.probabilities(scores).max(axis=1))
        assert (np.diff(learned.sureness(best)) >= 0).all()
        assert ((learned.sureness(best) > 0) & (learned.sureness(best) < 1)).all()


def test_without_examples_of_none_only_the_doubtful_tail_is_left() -> None:
    scores = np.array([[at / 100, 0.0] for at in range(1, 101)])
    labels = np.array([at % 2 if at < 20 else 0 for at in range(100)])
    learned = calibrate(scores, labels, np.full(100, -1), negative=None)
    kept = learned.probabilities(scores).max(axis=1) >= learned.threshold
    assert (int(kept[labels == 0].sum()), int((labels == 0).sum())) == (85, 90)


def test_without_held_out_examples_chance_must_be_beaten_by_half() -> None:
    learned = calibrate(np.zeros((0, 5)), np.zeros(0, dtype=int), np.zeros(0, dtype=int), None)
    assert learned.threshold == pytest.approx(0.3)
    assert learned.second == FALLBACK_SECOND


def test_second_best_is_a_theme_and_not_the_first() -> None:
    place, chance = second_best(np.array([[0.5, 0.2, 0.3], [0.1, 0.3, 0.6]]), negative=2)
    assert place.tolist() == [1, 1]
    assert chance.tolist() == [0.2, 0.3]


def test_one_theme_alone_has_no_second() -> None:
    assert second_best(np.array([[0.9, 0.1]]), negative=1)[1].tolist() == [0.0]


def test_few_second_labels_teach_nothing() -> None:
    assert calibrate(SURE, TRUE, np.array([1, 1, 0, -1, -1, -1]), 2).second == FALLBACK_SECOND


def test_macro_f1_is_scikit_learns() -> None:
    chance = np.random.default_rng(0)
    for _ in range(20):
        labels, found = chance.integers(0, 5, 40), chance.integers(0, 6, 40)
        present = np.unique(labels)
        expected = f1_score(labels, found, labels=present, average="macro", zero_division=0)
        assert _macro_f1(labels, found, present) == pytest.approx(expected)


def test_when_to_give_a_second_theme_is_learned_from_second_labels() -> None:
    scores = np.array([[2.0, 1.5, 0.0]] * 12 + [[2.0, 0.2, 0.0]] * 12)
    # Some readings are wrong, else nothing would bound how sure they are.
    labels, second = np.array([0] * 20 + [2] * 4), np.array([1] * 12 + [-1] * 12)
    learned = calibrate(scores, labels, second, negative=None)
    chance = second_best(learned.probabilities(scores), None)[1]
    assert (chance >= learned.second).tolist() == [True] * 12 + [False] * 12
