"""Kernel ridge with folds held out by algebra: the same numbers as leaving them out for real."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from analysis.compared import Compared, beside, compare, gram, scores, told_gram
from analysis.kernel import (
    LEAST_RESEMBLANCE,
    RIDGE,
    SPREAD,
    TOLD_RIDGE,
    UNMET,
    Told,
    Trained,
    first_scores,
    tell,
    train,
)
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


def shadows(texts: Sequence[str]) -> list[Shadow]:
    normalise = IndonesianNormaliser()
    return [normalise(text) for text in texts]


def compared(told: Sequence[str] = TOLD) -> list[Compared]:
    cache: VectorCache = {}
    views = [WordView(), CharacterView(), SentenceView(CountingEncoder(), cache)]
    return [compare(view, shadows(TEXTS), shadows(told)) for view in views]


def trained(folds: Sequence[int] = FOLDS) -> Trained:
    parts = compared()
    return train(parts, TARGETS, folds, tell(parts, TOLD_TARGETS))


def check_folds_are_left_out(folds: Sequence[int]) -> None:
    """Against a plain solution of the smaller system for every fold: what the told rows miss, of the rows inside."""
    learned, parts = trained(folds), compared()
    own = gram(parts) + RIDGE * 3**0.5 * np.eye(len(TEXTS))
    told = learned.machines[-1].told
    first = 2 / 3 - 1 + beside(parts) @ told
    for fold in (0, 1, 2):
        inside = np.array(FOLDS) != fold
        alone = np.linalg.solve(own[np.ix_(inside, inside)], (TARGETS - first)[inside])
        machine = learned.machines[fold]
        np.testing.assert_allclose(machine.own[inside], alone, atol=1e-9)
        np.testing.assert_allclose(machine.own[~inside], 0, atol=1e-9)
        np.testing.assert_allclose(machine.told, told)
        expected = first[~inside] + own[np.ix_(~inside, inside)] @ alone
        np.testing.assert_allclose(learned.held_out[~inside], expected, atol=1e-9)


def test_a_fold_is_left_out_exactly() -> None:
    check_folds_are_left_out(FOLDS)


def test_the_check_sees_a_fold_that_was_not_left_out() -> None:
    kept_in = [2 if at == 1 else fold for at, fold in enumerate(FOLDS)]
    with pytest.raises(AssertionError):
        check_folds_are_left_out(kept_in)


def test_what_is_in_no_fold_is_in_every_machine_and_has_no_held_out_score() -> None:
    learned = trained()
    assert all((machine.own[3] != 0).any() for machine in learned.machines.values())
    assert np.isnan(learned.held_out[3]).all()


def test_a_text_scores_by_all_it_is_like() -> None:
    machine = trained().machines[-1]
    scores = machine.scores(shadows(TEXTS))
    parts = compared()
    expected = machine.offset + gram(parts) @ machine.own + beside(parts) @ machine.told
    np.testing.assert_allclose(scores, expected, atol=1e-5)
    assert (scores.argmax(axis=1) == LABELS).mean() > 0.9


def test_nothing_told_says_no_to_everything() -> None:
    nothing = np.zeros((0, 4))
    learned = train([], nothing, [], Told(nothing, 0.0))
    assert learned.machines[-1].scores(shadows(["apa saja"])).tolist() == [[UNMET] * 4]


def test_an_unknown_word_makes_a_text_less_like_what_is_known() -> None:
    view = WordView().fit(shadows(TEXTS))
    plain, longer = view.transform(shadows(["pohon mangga", "pohon mangga qwerty zxcvb"]))
    known = view.transform(shadows(["pohon mangga"]))
    assert (plain @ known.T)[0, 0] == pytest.approx(1)
    assert 0.3 < (longer @ known.T)[0, 0] < 0.8


def test_terms_and_answers_are_each_seen_about_their_own_mean() -> None:
    many = [*GARDEN, *SEA] * 20
    groups = [[(shadow,) for shadow in shadows(texts)] for texts in (many, [], ["laut", "jaring"] * 60)]
    view, (answers, terms) = SentenceView(CountingEncoder(), {}).learn(groups)
    assert (answers.shape, terms.shape) == ((240, 26), (120, 26))
    np.testing.assert_allclose(view.transform(shadows(many)), answers, atol=1e-6)
    # Two terms about their own mean are each other's opposite; the mean of 120 is drawn a little to that of all.
    assert terms[0] @ terms[1] < -0.9


def test_one_example_is_not_read_about_itself() -> None:
    groups = [[(shadow,) for shadow in shadows(texts)] for texts in (GARDEN[:1], [*GARDEN, *SEA])]
    view, (example, _) = SentenceView(CountingEncoder(), {}).learn(groups)
    assert np.linalg.norm(example, axis=1) == pytest.approx([1])
    other = SentenceView(CountingEncoder(), {}).fit(shadows([*GARDEN, *SEA]))
    assert example[0] @ other.transform(shadows(GARDEN[:1]))[0] > 0.9


def test_what_themes_say_of_themselves_is_spread_alike_and_common_to_none() -> None:
    told = trained().machines[-1].told
    np.testing.assert_allclose(told.sum(axis=1), 0, atol=1e-9)
    assert told.argmax(axis=1).tolist() == [0, 1, 2]


def test_one_example_does_not_outweigh_what_was_told() -> None:
    """An answer that is like the only example, of another theme, but has the word of its own theme."""
    texts = ["perahu kami perlu tempat baru di sana"]
    parts = [
        compare(view, shadows(texts), shadows(["perahu", "pohon"])) for view in (WordView(), CharacterView())
    ]
    targets, told_targets = np.array([[-1.0, 1.0]]), np.array([[1.0, -1.0], [-1.0, 1.0]])
    machine = train(parts, targets, [0], tell(parts, told_targets)).machines[-1]
    assert machine.scores(shadows(["perahu"])).argmax(axis=1).tolist() == [0]


def test_without_examples_the_told_rows_speak_alone() -> None:
    parts = [compare(WordView(), (), shadows(TOLD))]
    machine = train(parts, TARGETS[:0], [], tell(parts, TOLD_TARGETS)).machines[-1]
    assert machine.scores(shadows(["pohon mangga", "jaring nelayan"])).argmax(axis=1).tolist() == [0, 1]


@pytest.mark.parametrize(("left", "rows"), [(300, [0, 1, 2]), (2, [0, 2])])
def test_the_told_rows_spread_is_that_of_each_left_out_for_real(
    monkeypatch: pytest.MonkeyPatch, left: int, rows: list[int]
) -> None:
    """Of so many of them, from the first to the last."""
    monkeypatch.setattr("analysis.kernel.LEFT_OUT", left)
    monkeypatch.setattr("analysis.kernel.LEAST_RESEMBLANCE", 0.0)
    parts = compared()
    alike = told_gram(parts)
    left_out = []
    for at in rows:
        rest = [place for place in range(len(TOLD)) if place != at]
        noisy = alike[np.ix_(rest, rest)] + TOLD_RIDGE * 3**0.5 * np.eye(len(rest))
        left_out.append(alike[at, rest] @ np.linalg.solve(noisy, TOLD_TARGETS[rest]))
    scores = np.array(left_out)
    expected = (scores - scores.mean(axis=1, keepdims=True)).std()
    assert tell(parts, TOLD_TARGETS).spread == pytest.approx(expected)


def test_examples_that_resemble_nothing_told_do_not_blow_up_the_scale() -> None:
    foreign = [f"word{at} other{at}" for at in range(25)]
    parts = [compare(WordView(), shadows(foreign), shadows(TOLD))]
    told = tell(parts, TOLD_TARGETS)
    # Three terms without a common word say nothing of each other either; each says 2/3 of itself.
    assert told.spread == pytest.approx(LEAST_RESEMBLANCE * 2 / 3 * TOLD_TARGETS.std(axis=1)[0])
    machine = train(parts, np.ones((25, 3)), [-1] * 25, told).machines[-1]
    ratio = SPREAD / (LEAST_RESEMBLANCE * told.spread)
    centred = told.coefficients - told.coefficients.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(machine.told, centred * ratio)


def test_the_texts_to_be_read_set_the_scale_not_the_examples() -> None:
    """Examples that people were asked for are doubtful ones, and their scores lie closer together."""
    parts = [compare(WordView(), shadows(TEXTS), shadows(TOLD))]
    told = tell(parts, TOLD_TARGETS)
    texts = shadows([f"{text} lagi{at}" for at, text in enumerate([*TOLD, *TEXTS, *TEXTS])])
    said = first_scores(parts, told, texts)
    assert said is not None
    machine = train(parts, TARGETS, FOLDS, told, said.spread).machines[-1]
    centred = told.coefficients - told.coefficients.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(machine.told, centred * (SPREAD / said.spread))
    first = np.asarray((parts[0].view.transform(texts) @ parts[0].told.T) @ machine.told)
    assert (first - first.mean(axis=1, keepdims=True)).std() == pytest.approx(SPREAD)


def test_where_nothing_is_told_there_is_no_scale() -> None:
    parts = [compare(WordView(), shadows(TEXTS), ())]
    assert first_scores(parts, Told(TOLD_TARGETS[:0], 0.0), shadows(TEXTS * 3)) is None


@pytest.mark.parametrize("encoder", [True, False])
def test_what_is_told_of_a_text_is_asked_once_and_taken_over(
    monkeypatch: pytest.MonkeyPatch, encoder: bool
) -> None:
    """The texts that set the scale, and others between them: in every fold the scores are those of asking again."""
    parts = compared()[: 3 if encoder else 2]
    told = tell(parts, TOLD_TARGETS)
    known, others = shadows(TEXTS[::2]), shadows([*TEXTS[1::2], "tidak pernah terlihat"])
    asked = [shadow for pair in zip(known, others, strict=False) for shadow in pair]
    first = first_scores(parts, told, known)
    assert first is not None
    again = train(parts, TARGETS, FOLDS, told, first.spread).machines
    machines = train(parts, TARGETS, FOLDS, told, first.spread, None, first).machines
    seen: list[tuple[int, bool]] = []

    def counted(compared: Any, texts: Any, own: Any, told: Any = None) -> Any:
        seen.append((len(texts), told is not None))
        return scores(compared, texts, own, told)

    expected = {fold: machine.scores(asked) for fold, machine in again.items()}
    monkeypatch.setattr("analysis.kernel.scores", counted)
    for fold, machine in machines.items():
        np.testing.assert_allclose(machine.scores(asked), expected[fold], atol=1e-6)
    assert seen == [(len(known), False), (len(asked) - len(known), True)] * len(machines)
