"""Hours and money of a plan against the duty, and days on which a counter would have nobody left. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Duty:
    """The hours a year that a rule asks for (PNS, at least) or allows (PPPK, at most), and the rules."""

    pns_jp: int
    pns_rule: str
    pppk_jp: int
    pppk_rule: str


# What a cycle starts with until the office writes its own.
USUAL_DUTY = Duty(
    20,
    "PP 11/2017 jo. PP 17/2020, pasal 203",
    24,
    "PP 49/2018",
)


@dataclass(frozen=True)
class Load:
    """What one item asks of people: hours for each participant, participants, money."""

    jp: int | None
    participants: int | None
    budget: Decimal


@dataclass(frozen=True)
class Totals:
    """A plan added up. `person_jp` counts each hour once for each participant; `unknown` items lack a number.

    `average` is `person_jp` for each civil servant in the register, one decimal place; None without any.
    """

    items: int
    budget: Decimal
    jp: int
    participants: int
    person_jp: int
    unknown: int
    staff: int
    average: Decimal | None


def totals(loads: Sequence[Load], *, staff: int) -> Totals:
    """Add up the items; those without hours or participants count with their money alone."""
    known = [(load.jp, load.participants) for load in loads if load.jp and load.participants]
    person_jp = sum(jp * people for jp, people in known)
    average = (Decimal(person_jp) / staff).quantize(Decimal("0.1"), ROUND_HALF_UP) if staff else None
    return Totals(
        items=len(loads),
        budget=sum((load.budget for load in loads), Decimal(0)),
        jp=sum(jp for jp, _people in known),
        participants=sum(people for _jp, people in known),
        person_jp=person_jp,
        unknown=len(loads) - len(known),
        staff=staff,
        average=average,
    )


@dataclass(frozen=True)
class Busy:
    """Something that takes people away from their units from one day to another, both included."""

    kind: str
    key: str
    title_id: str
    title_en: str
    first: date
    last: date
    people: Mapping[int, int]


@dataclass(frozen=True)
class Crowd:
    """Days on which so many of a unit's `staff` are away at once that nobody is left there."""

    unit_id: int
    first: date
    last: date
    busy: tuple[Busy, ...]
    away: int
    staff: int


def spread(participants: int, staff: Mapping[int, int]) -> dict[int, int]:
    """How many of an item's participants each of its units gives: by its share of their staff, rounded up.

    Who goes is not in the plan, so this is an estimate on the safe side.
    """
    everybody = sum(staff.values())
    if not everybody:
        return dict.fromkeys(staff, 0)
    return {unit: -(-participants * number // everybody) for unit, number in staff.items()}


def crowds(busy: Sequence[Busy], staff: Mapping[int, int]) -> list[Crowd]:
    """The units (those in `staff`) that would be left without anybody, and when.

    It can only get worse on a day on which something begins: those days are looked at, and what is part of
    a worse day is left out.
    """
    found: list[Crowd] = []
    for unit_id, present in staff.items():
        mine = [one for one in busy if one.people.get(unit_id)]
        worst: list[tuple[Busy, ...]] = []
        for day in sorted({one.first for one in mine}):
            together = tuple(one for one in mine if one.first <= day <= one.last)
            if sum(one.people[unit_id] for one in together) >= present > 0:
                worst.append(together)
        found += [
            _crowd(unit_id, together, present)
            for together in worst
            if not any(set(_keys(together)) < set(_keys(other)) for other in worst)
        ]
    return found


def _keys(busy: Sequence[Busy]) -> list[tuple[str, str, date]]:
    return [(one.kind, one.key, one.first) for one in busy]


def _crowd(unit_id: int, together: tuple[Busy, ...], present: int) -> Crowd:
    return Crowd(
        unit_id=unit_id,
        first=max(one.first for one in together),
        last=min(one.last for one in together),
        busy=together,
        away=sum(one.people[unit_id] for one in together),
        staff=present,
    )
