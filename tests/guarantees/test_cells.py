"""Row "cells": no published cell under 5, and a solver recovers none of the hidden ones."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import combinations_with_replacement

import pytest

from plan.consulting.rules import share_of
from surveys import disclosure
from surveys.disclosure import SMALLEST, Line, UnitTable
from surveys.skm import average, half_up
from tests.guarantees.solver import Publication

TABLES = 200
Table = dict[str, dict[str, int]]


def random_table(dice: random.Random) -> tuple[dict[str, int], Table]:
    """All units together (with answers of no unit), and each unit; skewed, so that small cells abound."""
    values = [f"v{i}" for i in range(dice.randint(2, 5))]
    weights = [dice.random() ** 3 + 0.01 for _ in values]
    units = {
        f"u{i}": Counter(dice.choices(values, weights, k=dice.choice((0, 2, 4, 6, 9, 15, 30, 60))))
        for i in range(dice.randint(1, 6))
    }
    without = Counter(dice.choices(values, weights, k=dice.choice((0, 0, 0, 2, 7))))
    rows = {unit: {v: count[v] for v in values} for unit, count in units.items()}
    total = {v: without[v] + sum(row[v] for row in rows.values()) for v in values}
    return total, rows


def publish(total: dict[str, int], shown: Line, units: Table, rows: dict[str, Line | None]) -> Publication:
    """What a reader of every page of the results knows."""
    attack = Publication()
    n = sum(total.values())
    kept = {unit: row for unit, row in rows.items() if row is not None}
    for value, count in total.items():
        if shown[value] is None:
            attack.unknown(f"all/{value}", count)
        for unit, row in kept.items():
            if row[value] is None:
                attack.unknown(f"{unit}/{value}", units[unit][value])
        attack.unknown(f"others/{value}", count - sum(units[unit][value] for unit in kept))
    if n < SMALLEST:
        return attack
    hidden = {f"all/{value}": 1 for value in total if shown[value] is None}
    attack.equation(hidden, n - sum(count for count in shown.values() if count is not None))
    for unit, row in kept.items():
        known = sum(count for count in row.values() if count is not None)
        inner = {f"{unit}/{value}": 1 for value in total if row[value] is None}
        attack.equation(inner, sum(units[unit].values()) - known)
    for value, count in total.items():
        terms = {f"{unit}/{value}": 1 for unit, row in kept.items() if row[value] is None}
        terms[f"others/{value}"] = 1
        known = sum(row[value] or 0 for row in kept.values())
        if shown[value] is None:
            attack.equation({**terms, f"all/{value}": -1}, -known)
        else:
            attack.equation(terms, count - known)
    rest = n - sum(sum(units[unit].values()) for unit in kept)
    attack.equation({f"others/{value}": 1 for value in total}, rest)
    return attack


def hidden_names(attack: Publication) -> list[str]:
    """All hidden cells, and small ones among the answers of other units."""
    return [
        name for name, value in attack.truth.items() if not name.startswith("others/") or 0 < value < SMALLEST
    ]


def broken_tables(count: int) -> int:
    """In how many random tables the solver recovers at least one hidden cell."""
    dice = random.Random(20261123)
    broken = 0
    for _ in range(count):
        total, units = random_table(dice)
        shown = disclosure.protect_line(total)
        rows = disclosure.protect_units(total, units)
        attack = publish(total, shown, units, rows)
        broken += bool(attack.recovered(hidden_names(attack)))
    return broken


def test_a_solver_recovers_no_hidden_cell() -> None:
    assert broken_tables(TABLES) == 0


def test_sabotaged_without_complementary_cells_the_solver_breaks_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(UnitTable, "_complete", lambda self: None)
    monkeypatch.setattr(
        disclosure,
        "protect_line",
        lambda counts: {v: None if 0 < n < SMALLEST else n for v, n in counts.items()},
    )
    assert broken_tables(60) > 20


def test_sabotaged_only_pairs_in_lines_are_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(UnitTable, "_for_a_recovered_cell", lambda self: None)
    assert broken_tables(TABLES) > 0


def test_no_shown_cell_is_small_and_no_hidden_group_is() -> None:
    dice = random.Random(5)
    for _ in range(TABLES):
        total, units = random_table(dice)
        shown = disclosure.protect_line(total)
        rows = disclosure.protect_units(total, units)
        lines = [(total, shown)] + [(units[u], row) for u, row in rows.items() if row is not None]
        for truth, line in lines:
            assert not [n for n in line.values() if n is not None and 0 < n < SMALLEST]
            assert {v: n for v, n in line.items() if n is not None}.items() <= truth.items()
            hidden = sum(truth[v] for v in line if line[v] is None)
            assert sum(truth.values()) < SMALLEST or hidden == 0 or hidden >= SMALLEST


def test_a_published_average_gives_no_hidden_cell_away() -> None:
    steps = (1, 2, 3, 4)
    for n in (5, 6, 9, 13):
        behind: dict[str, list[Counter[int]]] = {}
        for answers in combinations_with_replacement(steps, n):
            counts = Counter(answers)
            mean = average(counts)
            assert mean is not None
            behind.setdefault(str(half_up(mean, 2)), []).append(counts)
        for possible in behind.values():
            for truth in possible:
                full = {step: truth[step] for step in steps}
                small = [step for step in steps if 0 < truth[step] < SMALLEST]
                if not small or disclosure.average_tells_on_one(full, steps):
                    continue
                assert set(disclosure.protect_whole({str(s): c for s, c in full.items()}).values()) == {None}
                for step in small:
                    assert len({other[step] for other in possible}) > 1, (n, full, step)


def test_without_the_last_rule_an_average_does_give_one_away() -> None:
    """Why `average_tells_on_one` is there: 3,90 of ten answers is nine times 4 and once 3."""
    counts = {1: 0, 2: 0, 3: 1, 4: 9}
    means = [
        Counter(answers)
        for answers in combinations_with_replacement((1, 2, 3, 4), 10)
        if average(Counter(answers)) == average(counts)
    ]
    assert means == [Counter({4: 9, 3: 1})]
    assert disclosure.average_tells_on_one(counts, (1, 2, 3, 4))


def worked_out(share_of: Callable[[int, int], object], most: int = 56) -> list[tuple[int, int]]:
    """The consultations of which somebody who reads the share, and knows the rule, knows a number below five."""
    possible: dict[object, list[tuple[int, int]]] = defaultdict(list)
    for voices in range(most):
        for endorsed in range(voices + 1):
            objected = voices - endorsed
            possible[share_of(endorsed, objected)].append((endorsed, objected))
    return [
        found[0]
        for found in possible.values()
        if any(len({pair[side] for pair in found}) == 1 and found[0][side] < 5 for side in (0, 1))
    ]


def test_no_number_below_five_can_be_worked_out_of_a_consultation() -> None:
    assert worked_out(share_of) == []


def test_sabotage_a_share_that_hides_only_the_small_number() -> None:
    def careless(endorsed: int, objected: int) -> object:
        shown = [None if number < 5 else number for number in (endorsed, objected)]
        return endorsed + objected, *shown

    assert (31, 2) in worked_out(careless)
