"""Stages of discovery, each on rows whose answer is known."""

import numpy as np
import pytest

from analysis import Taxonomy, Theme, ThemeModel
from analysis.discovery.arrays import principal, unit
from analysis.discovery.mixture import fit_mixture
from analysis.discovery.neighbours import smooth
from analysis.discovery.number import choose_count, repeat
from analysis.discovery.steering import Steering, seeds_of, steering_for
from analysis.discovery.stems import table, vocabulary
from analysis.discovery.student import restored, teach
from analysis.discovery.style import style_of, without_style
from analysis.normalise import PlainNormaliser, Shadow
from tests.analysis.discovery.test_discover import TEXTS


def blobs(count: int, each: int = 40, spread: float = 0.15) -> tuple[np.ndarray, np.ndarray]:
    dice = np.random.default_rng(5)
    true = np.repeat(np.arange(count), each)
    return unit(np.eye(10)[true] + spread * dice.standard_normal((len(true), 10))), true


def pairs(left: np.ndarray, right: np.ndarray) -> int:
    return len(set(zip(left.tolist(), right.tolist(), strict=True)))


@pytest.mark.parametrize("count", [2, 4, 7])
def test_as_many_groups_are_chosen_and_found_as_there_are(count: int) -> None:
    rows, true = blobs(count)
    assert choose_count(rows, 10, seed=0) == count
    fit = fit_mixture(rows, count, seed=0)
    assert pairs(fit.labels, true) == count
    again = repeat(rows, fit, seed=0)
    assert again.stability == 1.0
    assert (again.votes.argmax(axis=1) == fit.labels).all()
    assert np.allclose(again.votes.sum(axis=1), 1)


def test_what_is_told_of_a_text_outweighs_its_row() -> None:
    rows, true = blobs(3)
    told = {f"w{at}": 1 for at in (0, 40, 41, 42)}
    shadows = [Shadow(f"w{at}", (), (), "indonesian") for at in range(len(rows))]
    lean = Steering(("satu", "dua"), told).lean(shadows, 3)
    assert [at for at in range(len(rows)) if lean[at].any()] == [0, 40, 41, 42]
    fit = fit_mixture(rows, 3, seed=0, lean=lean)
    assert fit.labels[[0, 40, 41, 42]].tolist() == [1] * 4
    assert set(fit.labels[40:80]) == {1}
    assert len({*fit.labels[1:40]} | {*fit.labels[80:]}) == 2


def test_smoothing_brings_a_groups_texts_together() -> None:
    rows, true = blobs(3, spread=0.3)
    near = smooth(rows)
    inside = [(side[true == 0] @ side[true == 0].T).mean() for side in (rows, near)]
    assert inside[0] < 0.7 < 0.9 < inside[1]
    assert np.array_equal(smooth(rows[:4]), rows[:4])


def test_whitening_makes_every_direction_weigh_the_same() -> None:
    dice = np.random.default_rng(1)
    rows = dice.standard_normal((200, 3)) * [9.0, 3.0, 1.0]
    assert np.allclose((principal(rows, 3, 1.0) ** 2).sum(axis=0), 1)
    kept = (principal(rows, 2) ** 2).sum(axis=0)
    assert kept[0] > 5 * kept[1]


def test_what_style_foretells_is_taken_out() -> None:
    long, short = "a b c d e f g h", "a b"
    shadows = [PlainNormaliser()(long if at % 2 else short) for at in range(2000)]
    style = style_of(shadows)
    topic = np.where(np.arange(2000) % 4 < 2, 1.0, -1.0)
    rows = np.column_stack([style[:, 0] * 5, topic])
    rest = without_style(rows, style)
    assert np.abs(rest[:, 0]).max() < 0.1
    assert np.allclose(rest[:, 1], topic, atol=0.01)


def test_only_words_of_two_answers_are_known() -> None:
    texts = [("atap", "bocor", "atap"), ("atap", "rusak"), ("bocor",), ("rahasia", "rahasia")]
    assert vocabulary(texts) == ["atap", "bocor"]
    assert vocabulary(texts, 1) == ["atap"]
    assert table(texts, ["atap", "bocor"]).toarray().tolist() == [[1, 1], [1, 0], [0, 1], [0, 0]]


def test_the_student_is_as_sure_as_repetitions_agree() -> None:
    from scipy.sparse import csr_matrix

    rows, true = blobs(3)
    firm = np.eye(3)[true]
    doubtful = 0.6 * firm + 0.4 * np.roll(firm, 1, axis=1)
    sure, unsure = (teach(csr_matrix(rows), true, 3, votes, seed=0) for votes in (firm, doubtful))
    tops = [one.probabilities(csr_matrix(rows)).max(axis=1).mean() for one in (sure, unsure)]
    assert tops[0] > 0.95
    assert tops[1] == pytest.approx(0.6, abs=0.1)
    again = restored(sure.state())
    assert (again.probabilities(csr_matrix(rows)) == sure.probabilities(csr_matrix(rows))).all()


def test_a_taxonomy_with_an_example_or_without_words_leads_nothing() -> None:
    words = Taxonomy("k", (Theme("a", "A", "A", "", ("atap bocor",)),))
    bare = Taxonomy("k", (Theme("a", "A", "A", "Atap"),))
    normalise = PlainNormaliser()
    led = seeds_of(words, normalise)
    assert led is not None
    assert led.names == (frozenset({("atap", "bocor")}),)
    assert seeds_of(bare, normalise) is None
    assert steering_for(None, 2, [], ["x", "y"], normalise) is None
    assert steering_for(None, None, [], ["x"], normalise) is None


@pytest.mark.parametrize("draw", range(5))
def test_labelled_texts_never_move(draw: int) -> None:
    dice = np.random.default_rng(draw)
    labels: list[str | None] = [None] * len(TEXTS)
    for at in dice.choice(len(TEXTS), 8, replace=False):
        labels[at] = f"L{dice.integers(0, 3)}"
    fitted = ThemeModel(None, 5, encoders="none", seed=draw).fit(TEXTS, labels)
    told = [at for at, label in enumerate(labels) if label]
    assert [fitted.labels_[at] for at in told] == [labels[at] for at in told]
