"""Hours and money against the duty, goals, and days on which a counter would have nobody left."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Conflict, Invalid
from core.staff.enums import Employment
from core.staff.models import Person
from plan import items
from plan.enums import ItemState
from plan.item_models import PlanGoal, PlanItem
from plan.scheduling import queries, services
from plan.scheduling.rules import USUAL_DUTY, Busy, Duty, Load, crowds, spread, totals
from tests import factories
from tests.plan import factories_items as made

ZONE = ZoneInfo("Asia/Makassar")
TODAY = date(2027, 1, 4)


def busy(key: str, first: int, last: int, **people: int) -> Busy:
    """Away from one day of March to another; people by unit: u7=3."""
    counts = {int(name[1:]): number for name, number in people.items()}
    return Busy("plan_item", key, key, "", date(2027, 3, first), date(2027, 3, last), counts)


def test_totals_count_each_hour_for_each_participant() -> None:
    loads = [Load(24, 10, Decimal("100.50")), Load(16, 20, Decimal(50)), Load(8, None, Decimal(7))]
    found = totals(loads, staff=33)
    assert (found.items, found.budget, found.jp, found.participants) == (3, Decimal("157.50"), 40, 30)
    assert (found.person_jp, found.unknown, found.average) == (560, 1, Decimal("17.0"))
    assert totals([], staff=0).average is None
    assert totals([Load(1, 1, Decimal(0))], staff=8).average == Decimal("0.1")


@given(st.integers(1, 500), st.dictionaries(st.integers(1, 20), st.integers(0, 50), min_size=1))
def test_the_spread_never_loses_a_participant(participants: int, staff: dict[int, int]) -> None:
    found = spread(participants, staff)
    assert found.keys() == staff.keys()
    if sum(staff.values()):
        assert participants <= sum(found.values()) < participants + len(staff)
        assert all(found[unit] == 0 for unit, number in staff.items() if number == 0)


def test_a_unit_is_warned_about_when_nobody_is_left() -> None:
    both = [busy("a", 1, 3, u7=3), busy("b", 3, 5, u7=2), busy("c", 8, 9, u7=4)]
    (crowd,) = crowds(both, {7: 5, 8: 1})
    assert (crowd.unit_id, crowd.first, crowd.last) == (7, date(2027, 3, 3), date(2027, 3, 3))
    assert ([one.key for one in crowd.busy], crowd.away, crowd.staff) == (["a", "b"], 5, 5)
    assert crowds(both, {7: 6}) == []
    assert [c.busy[0].key for c in crowds(both, {7: 4})] == ["a", "c"]
    assert crowds(both, {7: 0}) == []


def test_what_is_part_of_a_worse_day_is_said_once() -> None:
    found = crowds([busy("a", 1, 9, u7=5), busy("b", 2, 3, u7=1), busy("c", 6, 7, u7=1)], {7: 5})
    assert [[one.key for one in crowd.busy] for crowd in found] == [["a", "b"], ["a", "c"]]


@pytest.mark.database
def test_items_that_empty_a_counter_are_told_and_nothing_is_blocked(session: Session) -> None:
    cycle = made.open_cycle(session)
    counter, back = factories.unit(session), factories.unit(session)
    back.serves_public = False
    for unit in (counter, counter, back):
        session.add(Person(name="Pegawai", unit_id=unit.id))
    session.add(Person(name="Pindah", unit_id=counter.id, left_on=date(2026, 1, 1)))
    session.flush()

    def item(first: int, last: int, state: ItemState = ItemState.DRAFT) -> PlanItem:
        days = {"starts_on": date(2027, 3, first), "ends_on": date(2027, 3, last)}
        found = made.item(session, cycle, state=state, **days, jp=8, participants=1)
        found.units = [counter]
        session.flush()
        return found

    one, two, later = item(1, 2), item(2, 3), item(9, 9)
    item(2, 2, ItemState.REFUSED)
    lines = list(session.scalars(select(PlanItem).order_by(PlanItem.id)))
    (warned,) = queries.warnings_of(session, cycle, lines, zone=ZONE, today=TODAY)
    assert (warned.unit, warned.crowd.first, warned.crowd.away) == (counter.name, date(2027, 3, 2), 2)
    assert [warned.concerns(i) for i in (one, two, later)] == [True, True, False]
    assert queries.warnings_of(session, cycle, lines, zone=ZONE, today=date(2027, 3, 4)) == []


@pytest.mark.database
def test_the_average_is_over_the_civil_servants_of_the_register(session: Session) -> None:
    cycle = made.open_cycle(session)
    for employment in (Employment.PNS, Employment.PPPK, Employment.OTHER):
        session.add(Person(name=f"Pegawai {employment}", employment=employment))
    session.add(Person(name="Pensiun", left_on=date(2026, 1, 1)))
    session.flush()
    kept = made.item(session, cycle, jp=20, participants=3)
    stopped = made.item(session, cycle, state=ItemState.REFUSED, jp=100, participants=9)
    found = queries.totals_of(session, [kept, stopped])
    assert (found.items, found.staff, found.person_jp, found.average) == (1, 2, 60, Decimal("30.0"))


@pytest.mark.database
def test_the_duty_is_the_cycles_own(session: Session) -> None:
    cycle, other = made.open_cycle(session), made.open_cycle(session)
    duty = Duty(25, "Aturan baru", 30, "Aturan lain")
    services.set_duty(session, cycle, duty=duty, actor_id=None)
    assert queries.duty_of(session, cycle.id) == duty
    assert queries.duty_of(session, other.id) == USUAL_DUTY


@pytest.mark.database
def test_a_goal_in_use_stays(session: Session) -> None:
    cycle, other = made.open_cycle(session), made.open_cycle(session)
    used = services.add_goal(session, cycle, title_id="Cepat", title_en="", actor_id=None)
    free = services.add_goal(session, cycle, title_id="Tepat", title_en="", actor_id=None)
    item = made.item(session, cycle, goal_id=used.id)
    with pytest.raises(Invalid):
        made.item(session, other, goal_id=used.id)
    with pytest.raises(Conflict):
        services.delete_goal(session, used, actor_id=None)
    services.delete_goal(session, free, actor_id=None)
    session.expire_all()
    assert session.scalars(select(PlanGoal.title_id)).all() == ["Cepat"]
    assert item.goal is used
    assert queries.goals_of(session, cycle.id) == [used]


def test_days_come_in_pairs_and_in_order(session: Session) -> None:
    cycle = made.open_cycle(session)
    day = date(2027, 3, 1)
    for wrong in ({"starts_on": day}, {"ends_on": day}, {"starts_on": day, "ends_on": date(2027, 2, 28)}):
        with pytest.raises(Invalid):
            items.create_item(session, cycle, details=made.details(**wrong), needs=[], actor_id=None)
    made.item(session, cycle, starts_on=day, ends_on=day)
    assert session.scalars(select(PlanItem.ends_on)).all() == [day]
