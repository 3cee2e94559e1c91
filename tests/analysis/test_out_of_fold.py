"""The guarantee: a text that is an example is never scored by a model that saw it."""

from collections.abc import Callable

import pytest

from analysis import Example, Taxonomy, Theme, ThemeModel
from analysis.folds import HashFolds, NoFolds

LETTERS = "bcdfghjklmnprstw"
# Every text has words of its own and a theme by coin toss: there is nothing to learn but the text itself.
TOSSED = [
    Example(
        f"{first}a{second}u {second}i{first}o{first}",
        "angka" if (at * 7 + at // 16 * 5) % 16 < 8 else "gambar",
    )
    for at, (first, second) in enumerate(
        (first, second) for first in LETTERS for second in LETTERS if first < second
    )
]
COIN = Taxonomy("koin", (Theme("angka", "Angka", "Heads"), Theme("gambar", "Gambar", "Tails")), tuple(TOSSED))


def accuracy(model: ThemeModel, change: Callable[[str], str] = str) -> float:
    model.fit([change(example.text) for example in TOSSED])
    right = [label == example.theme for label, example in zip(model.labels_, TOSSED, strict=True)]
    return sum(right) / len(right)


def check_nothing_is_remembered(change: Callable[[str], str] = str) -> None:
    model = ThemeModel(COIN, encoders="none")
    assert accuracy(model, change) < 0.7
    assert model.report_.quality["out_of_fold"] == len(TOSSED)
    assert model.report_.quality["held_out"]["accuracy"] < 0.7


@pytest.mark.parametrize(
    "change", [str, str.upper, lambda text: text + " !!! 😊", lambda text: "yang " + text]
)
def test_examples_are_not_remembered(change: Callable[[str], str]) -> None:
    check_nothing_is_remembered(change)


def test_the_check_sees_a_model_that_remembers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HashFolds, "find", NoFolds.find)
    with pytest.raises(AssertionError):
        check_nothing_is_remembered()


def test_the_check_sees_figures_from_known_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HashFolds, "split", NoFolds.split)
    with pytest.raises(AssertionError):
        check_nothing_is_remembered()


def test_without_folds_the_accuracy_jumps() -> None:
    assert accuracy(ThemeModel(COIN, encoders="none", folds=NoFolds())) > 0.95


def test_labels_are_held_out_like_examples() -> None:
    model = ThemeModel(None, encoders="none")
    model.fit([example.text for example in TOSSED], [example.theme for example in TOSSED])
    right = [label == example.theme for label, example in zip(model.labels_, TOSSED, strict=True)]
    assert sum(right) / len(right) < 0.7
    assert model.report_.quality["out_of_fold"] == len(TOSSED)


def test_new_texts_are_read_by_the_whole_model() -> None:
    model = ThemeModel(COIN, encoders="none").fit(["sesuatu yang lain sama sekali"])
    assert model.report_.quality["out_of_fold"] == 0
    assert [reading.out_of_fold for reading in model.assign([TOSSED[0].text, "hal yang baru"])] == [
        True,
        False,
    ]
