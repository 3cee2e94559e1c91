"""The gate on small, readable examples; the solver is in tests/guarantees/test_cells.py."""

import pytest

from surveys import disclosure

STEPS = (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 10, "b": 0, "c": 5}, {"a": 10, "b": 0, "c": 5}),
        ({"a": 10, "b": 3, "c": 5}, {"a": 10, "b": None, "c": None}),
        ({"a": 10, "b": 3, "c": 2}, {"a": 10, "b": None, "c": None}),
        ({"a": 10, "b": 2, "c": 2}, {"a": None, "b": None, "c": None}),
        ({"a": 10, "b": 2, "c": 0}, {"a": None, "b": None, "c": 0}),
        ({"a": 3, "b": 0}, {"a": None, "b": None}),
        ({"a": 0, "b": 0}, {"a": 0, "b": 0}),
        ({"a": 2, "b": 2, "c": 1}, {"a": None, "b": None, "c": None}),
        ({}, {}),
    ],
)
def test_a_line_hides_small_cells_and_one_more(counts: dict[str, int], shown: dict[str, int | None]) -> None:
    assert disclosure.protect_line(counts) == shown


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"1": 0, "2": 5, "3": 9}, {"1": 0, "2": 5, "3": 9}),
        ({"1": 1, "2": 5, "3": 9}, {"1": None, "2": None, "3": None}),
        ({"1": 0, "2": 0, "3": 4}, {"1": None, "2": None, "3": None}),
    ],
)
def test_a_line_with_an_average_is_whole_or_hidden(
    counts: dict[str, int], shown: dict[str, int | None]
) -> None:
    assert disclosure.protect_whole(counts) == shown


@pytest.mark.parametrize(
    ("chosen", "answers", "shown"),
    [(5, 20, 5), (4, 20, None), (0, 20, 0), (16, 20, None), (15, 20, 15), (20, 20, 20), (0, 4, None)],
)
def test_a_box_has_two_cells(chosen: int, answers: int, shown: int | None) -> None:
    assert disclosure.protect_choice(chosen, answers) == shown


@pytest.mark.parametrize(
    ("counts", "tells"),
    [
        ({3: 1, 4: 9}, True),
        ({1: 9, 2: 1}, True),
        ({3: 2, 4: 8}, False),
        ({2: 1, 4: 9}, False),
        ({4: 10}, False),
        ({3: 1, 4: 399}, False),
        ({3: 1, 4: 59}, True),
        ({}, False),
    ],
)
def test_an_average_next_to_the_end_of_its_scale(counts: dict[int, int], tells: bool) -> None:
    assert disclosure.average_tells_on_one(counts, STEPS) is tells


@pytest.mark.parametrize(
    ("counts", "answers", "shown"),
    [
        ({"a": 9, "b": 20}, 29, {"a", "b"}),
        ({"a": 9, "b": 20, "c": 3}, 32, {"b"}),
        ({"a": 9, "b": 20, "c": 3, "d": 2}, 34, {"a", "b"}),
        ({"a": 9, "b": 20}, 31, {"b"}),
        ({"a": 9, "b": 20}, 36, {"a", "b"}),
        ({"a": 9, "b": 20, "c": 0}, 29, {"a", "b"}),
        ({"a": 9, "b": 4}, 13, set()),
        ({}, 0, set()),
    ],
)
def test_units_are_shown_unless_the_rest_is_a_small_group(
    counts: dict[str, int], answers: int, shown: set[str]
) -> None:
    assert disclosure.shown_units(counts, answers) == shown


def test_units_hide_with_each_other() -> None:
    units = {
        "a": {"ya": 12, "tidak": 3, "ragu": 6},
        "b": {"ya": 10, "tidak": 9, "ragu": 7},
        "c": {"ya": 8, "tidak": 8, "ragu": 8},
    }
    total = {"ya": 30, "tidak": 20, "ragu": 21}
    assert disclosure.protect_units(total, units) == {
        "a": {"ya": 12, "tidak": None, "ragu": None},
        "b": {"ya": 10, "tidak": None, "ragu": None},
        "c": {"ya": 8, "tidak": None, "ragu": None},
    }


def test_a_small_unit_has_no_row_and_takes_the_smallest_other_with_it() -> None:
    units = {"a": {"x": 3, "y": 0}, "b": {"x": 6, "y": 6}, "c": {"x": 20, "y": 10}}
    assert disclosure.protect_units({"x": 29, "y": 16}, units) == {
        "a": None,
        "b": None,
        "c": {"x": 20, "y": 10},
    }


def test_figures_and_texts_of_a_group_need_five() -> None:
    assert [disclosure.large_enough(n) for n in (0, 4, 5)] == [False, False, True]
