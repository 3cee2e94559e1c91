"""Read what totals and warnings are made of: a fixed number of queries for each page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.cycles.models import Cycle
from core.staff.enums import Employment
from core.staff.models import Person
from core.units.models import Unit
from forum.seats.busy import busy_sessions
from plan.item_models import PlanGoal, PlanItem
from plan.item_rules import STOPPED
from plan.scheduling.models import PlanDuty
from plan.scheduling.rules import USUAL_DUTY, Busy, Crowd, Duty, Load, Totals, crowds, spread, totals

CIVIL_SERVANTS = (Employment.PNS, Employment.PPPK, Employment.PPPK_PART_TIME)
ITEM, WORKSHOP = "plan_item", "workshop"


def duty_of(session: Session, cycle_id: int) -> Duty:
    """What holds for a cycle: the office's own words, else the usual ones."""
    stored = session.get(PlanDuty, cycle_id)
    if stored is None:
        return USUAL_DUTY
    return Duty(stored.pns_jp, stored.pns_rule, stored.pppk_jp, stored.pppk_rule)


def civil_servants(session: Session) -> int:
    """How many civil servants the register has today."""
    counted = (
        select(func.count())
        .select_from(Person)
        .where(Person.left_on.is_(None), Person.employment.in_(CIVIL_SERVANTS))
    )
    return session.scalar(counted) or 0


def totals_of(session: Session, items: Sequence[PlanItem]) -> Totals:
    """Items added up, without what was postponed or refused, against the civil servants in the register."""
    loads = [Load(item.jp, item.participants, item.budget) for item in items if item.state not in STOPPED]
    return totals(loads, staff=civil_servants(session))


def goals_of(session: Session, cycle_id: int) -> list[PlanGoal]:
    """The goals of a cycle, in the office's order."""
    return list(
        session.scalars(
            select(PlanGoal).where(PlanGoal.cycle_id == cycle_id).order_by(PlanGoal.position, PlanGoal.id)
        )
    )


@dataclass(frozen=True)
class Warned:
    """A crowd with the unit's name."""

    unit: str
    crowd: Crowd

    def concerns(self, item: PlanItem) -> bool:
        """Whether the item is one of those that clash."""
        return any((one.kind, one.key) == (ITEM, item.key) for one in self.crowd.busy)


def warnings_of(
    session: Session, cycle: Cycle, items: Sequence[PlanItem], *, zone: ZoneInfo, today: date
) -> list[Warned]:
    """Days from today on when items and workshops leave a counter without anybody. It forbids nothing."""
    counters = {unit.id: unit for unit in session.scalars(select(Unit).where(Unit.serves_public))}
    staff = _staff_of_units(session)
    busy = [_busy(item, staff) for item in items if _takes_people(item)]
    busy += [Busy(WORKSHOP, *told) for told in busy_sessions(session, cycle_id=cycle.id, zone=zone)]
    busy = [one for one in busy if one.last >= today]
    found = crowds(busy, {unit_id: staff.get(unit_id, 0) for unit_id in counters})
    return [Warned(counters[crowd.unit_id].name, crowd) for crowd in found]


def _takes_people(item: PlanItem) -> bool:
    known = item.starts_on and item.ends_on and item.participants and item.units
    return bool(known) and item.state not in STOPPED


def _busy(item: PlanItem, staff: dict[int, int]) -> Busy:
    assert item.starts_on is not None
    assert item.ends_on is not None
    assert item.participants is not None
    people = spread(item.participants, {unit.id: staff.get(unit.id, 0) for unit in item.units})
    return Busy(ITEM, item.key, item.title_id, item.title_en, item.starts_on, item.ends_on, people)


def _staff_of_units(session: Session) -> dict[int, int]:
    counted = (
        select(Person.unit_id, func.count())
        .where(Person.left_on.is_(None), Person.unit_id.is_not(None))
        .group_by(Person.unit_id)
    )
    return {unit_id: number for unit_id, number in session.execute(counted) if unit_id is not None}
