"""Row "cells" over versions: who reads the results before and after a recoding works out no hidden cell."""

from collections.abc import Mapping
from typing import NamedTuple

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from surveys import disclosure
from surveys.disclosure import SMALLEST
from tests.guarantees.solver import Publication
from tests.guarantees.test_cells import publish

VALUES = ("a", "b", "c", "d", "e")
PLACES = ("k", "l", "m", "b")  # one of them an old name, too
_counts = st.integers(0, 12)


class Change(NamedTuple):
    """Answers of two units and of none to the old version, where its values go, and what came since."""

    near: dict[str, int]
    far: dict[str, int]
    without: dict[str, int]
    recode: dict[str, str]
    grown: dict[str, int]

    @property
    def total(self) -> dict[str, int]:
        return {v: self.near[v] + self.far[v] + self.without[v] for v in self.near}

    @property
    def after(self) -> dict[str, int]:
        """The figures of the new version. None may be counted twice, or be lost."""
        counted = dict(self.grown)
        for value, count in self.total.items():
            place = self.recode.get(value, value)
            counted[place] = counted.get(place, 0) + count
        assert sum(counted.values()) == sum(self.total.values()) + sum(self.grown.values())
        return counted


@st.composite
def changes(draw: st.DrawFn) -> Change:
    values = VALUES[: draw(st.integers(2, 5))]
    units = draw(st.booleans())
    near, far = ({v: draw(_counts) if units else 0 for v in values} for _ in range(2))
    without = {v: 0 if units else draw(_counts) for v in values}
    recode = {v: p for v in values if (p := draw(st.sampled_from((*PLACES, v)))) != v}
    places = {recode.get(v, v) for v in values}
    grown = {p: draw(st.sampled_from((0, 0, 1, 2, 9))) for p in sorted(places)}
    return Change(near, far, without, recode, grown)


def both_readings(change: Change) -> Publication:
    """What somebody knows who read every page before, and the page of all units after."""
    units = {"near": change.near, "far": change.far}
    before = disclosure.protect_line(change.total)
    known = publish(change.total, before, units, disclosure.protect_units(change.total, units))
    new = disclosure.protect_line(change.after)
    for place, count in change.after.items():
        known.unknown(f"grown/{place}", change.grown[place])
        known.unknown(f"new/{place}", count)
        if new[place] is not None:
            known.equation({f"new/{place}": 1}, count)
    for value, count in change.total.items():
        if before[value] is not None:
            known.unknown(f"all/{value}", count)
            known.equation({f"all/{value}": 1}, count)
    for place in change.after:
        olds = [v for v in change.total if change.recode.get(v, v) == place]
        known.equation({f"new/{place}": 1, f"grown/{place}": -1, **{f"all/{v}": -1 for v in olds}}, 0)
    if sum(change.after.values()) >= SMALLEST:
        known.equation({f"new/{place}": 1 for place in new}, sum(change.after.values()))
    return known


def secrets_of(change: Change) -> list[str]:
    """Every cell of one to four people: of the tables before, and of the one after."""

    def small(prefix: str, counts: Mapping[str, int]) -> list[str]:
        return [f"{prefix}/{v}" for v, n in counts.items() if disclosure.is_small(n)]

    told = both_readings(change).truth
    cells = [
        *small("all", change.total),
        *small("near", change.near),
        *small("far", change.far),
        *small("new", change.after),
    ]
    return [cell for cell in cells if cell in told]


def is_told(change: Change) -> bool:
    """Whether a small cell has only one possible value for a reader of both."""
    return bool(both_readings(change).recovered(secrets_of(change)))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(changes())
def test_no_reader_of_both_works_out_a_small_cell(change: Change) -> None:
    if not disclosure.recoding_tells(change.total, change.recode):
        assert not is_told(change)


def test_the_example_that_is_refused() -> None:
    """3 are hidden, 6 with them. With the 30 that were shown, 33 tells the 3."""
    before = {"a": 3, "b": 6, "c": 20, "d": 30}
    none = dict.fromkeys(before, 0)
    after = {"b": 0, "c": 0, "d": 0}
    assert is_told(Change(none, none, before, {"a": "d"}, after))
    assert disclosure.recoding_tells(before, {"a": "d"})
    assert not disclosure.recoding_tells(before, {"c": "d"})
    assert not disclosure.recoding_tells(before, {"a": "b"})  # their sum was known
    assert not disclosure.recoding_tells({"a": 1, "b": 2}, {"a": "b"})  # nothing was shown


def test_sabotaged_without_the_refusal_a_reader_does(monkeypatch: pytest.MonkeyPatch) -> None:
    found = find(
        changes(),
        is_told,
        settings=settings(
            max_examples=500, deadline=None, derandomize=True, phases=[Phase.generate], database=None
        ),
    )
    assert disclosure.recoding_tells(found.total, found.recode)


def test_sabotaged_with_figures_of_units_after_it_a_reader_does() -> None:
    """Why a recoded question has none: 12 of the unit after, less the 9 that were shown before, are the 3."""
    unit = {"a": 9, "b": 3, "c": 4, "d": 3}
    rest = {"a": 9, "b": 30, "c": 20, "d": 6}
    total = {v: unit[v] + rest[v] for v in unit}
    assert not disclosure.recoding_tells(total, {"b": "a"})
    before = disclosure.protect_units(total, {"u": unit, "w": rest})["u"]
    assert before == {"a": 9, "b": None, "c": None, "d": None}
    merged = [{"a": t["a"] + t["b"], "c": t["c"], "d": t["d"]} for t in (total, unit, rest)]
    after = disclosure.protect_units(merged[0], {"u": merged[1], "w": merged[2]})["u"]
    assert after == {"a": 12, "c": None, "d": None}
