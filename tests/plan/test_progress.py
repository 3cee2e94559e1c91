"""Progress is the normalised mean of what was reached, always 0 to 100."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from plan.enums import ItemState
from plan.item_queries import item_percent, plan_percent, progress_of
from plan.item_rules import mean_percent
from tests.plan import factories_items as made

SHARES = st.decimals(-50, 50, places=4)
PARTS = st.lists(st.tuples(SHARES, st.integers(0, 5000)), max_size=12)
ON = date(2026, 3, 2)


def clamped(share: Decimal) -> Decimal:
    return min(max(share, Decimal(0)), Decimal(1))


@given(PARTS)
def test_progress_is_between_0_and_100_and_the_normalised_mean(parts: list[tuple[Decimal, int]]) -> None:
    found, whole = mean_percent(parts), sum(weight for _, weight in parts)
    if not whole:
        assert found is None
        return
    assert found is not None
    assert 0 <= found <= 100
    exact = 100 * sum((clamped(share) * weight for share, weight in parts), Decimal(0)) / whole
    assert 0 <= exact - found < Decimal("0.1")


@given(PARTS, st.integers(1, 1000))
def test_weights_count_only_against_each_other(parts: list[tuple[Decimal, int]], factor: int) -> None:
    assert mean_percent([(share, weight * factor) for share, weight in parts]) == mean_percent(parts)


@given(PARTS, st.integers(0, 11), st.decimals(0, 5, places=2))
def test_more_of_one_part_never_lowers_the_whole(
    parts: list[tuple[Decimal, int]], place: int, more: Decimal
) -> None:
    if not any(weight for _, weight in parts):
        return
    better = [(share + more * (number == place), weight) for number, (share, weight) in enumerate(parts)]
    before, after = mean_percent(parts), mean_percent(better)
    assert before is not None
    assert after is not None
    assert after >= before


def test_two_children_weighted_50_and_50_are_100_percent_when_both_are_done() -> None:
    """Elsewhere this gave 5,000 %."""
    assert mean_percent([(Decimal(1), 50), (Decimal(1), 50)]) == 100
    assert mean_percent([(Decimal(1), 50), (Decimal(0), 50)]) == 50
    assert mean_percent([(Decimal(9), 1), (Decimal(-9), 1)]) == 50


@pytest.mark.database
def test_an_item_counts_every_indicator_and_a_plan_every_item(session: Session) -> None:
    cycle = made.open_cycle(session)
    done = made.item(session, cycle, state=ItemState.CARRIED_OUT)
    made.indicator(session, done, values=((ON, "5"),))  # beyond the target
    made.indicator(session, done, values=((ON, "27.5"),))  # half of the way
    made.indicator(session, done)  # not measured
    waiting = made.item(session, cycle, state=ItemState.PROPOSED)
    made.indicator(session, waiting, values=((ON, "40"),))  # worse than before
    stopped = made.item(session, cycle, state=ItemState.REFUSED)
    made.indicator(session, stopped, values=((ON, "20"),))
    bare = made.item(session, cycle, state=ItemState.PROPOSED)
    items = [done, waiting, stopped, bare]
    assert [item_percent(item) for item in items] == [50, 0, 100, None]
    assert plan_percent(items) == progress_of(items).percent == 25
    assert progress_of([bare]).percent is None
