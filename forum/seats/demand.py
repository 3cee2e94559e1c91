"""Who wanted a seat and has none: evidence for the plan, in numbers only."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from core.slices import Evidence
from core.units.models import Unit
from forum.seats.enums import HOLDS_SEAT, PARTICIPANT, RegistrationState
from forum.seats.models import Registration
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop

# Those who cancelled or declined chose to do without, so they are not counted.
WITHOUT_SEAT = frozenset(
    {
        RegistrationState.REQUESTED,
        RegistrationState.WAITING,
        RegistrationState.EXPIRED,
        RegistrationState.REFUSED,
        RegistrationState.UNSERVED,
    }
)
HAS_SEAT = HOLDS_SEAT | PARTICIPANT
# Fewer people of a unit than this are not shown by themselves.
SMALLEST = 5
_COLUMNS: tuple[Any, ...] = (
    Registration.workshop_id,
    Registration.state,
    Registration.account_id,
    Registration.name,
    Registration.email,
    Registration.phone,
    Unit.name.label("unit"),
    Workshop.key,
    Workshop.title_id,
    Workshop.title_en,
    Workshop.state.label("workshop_state"),
)


def unmet(session: Session, cycle_id: int) -> list[Evidence]:
    """For each workshop of a cycle all who went without, then those of the larger units; the most first."""
    of_workshop: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in _rows(session, cycle_id):
        of_workshop[row.workshop_id].append(row)
    counted = [(rows[0], _per_unit(rows)) for rows in of_workshop.values()]
    wanted = [(row, units) for row, units in counted if units]
    wanted.sort(key=lambda one: (-one[1].total(), one[0].workshop_id))
    return [evidence for row, units in wanted for evidence in _told(row, units)]


def _rows(session: Session, cycle_id: int) -> Sequence[Row[Any]]:
    found = (
        select(*_COLUMNS)
        .join(Workshop, Workshop.id == Registration.workshop_id)
        .outerjoin(Unit, Unit.id == Registration.unit_id)
        .where(Workshop.cycle_id == cycle_id, Registration.state.in_(WITHOUT_SEAT | HAS_SEAT))
        .order_by(Registration.id)
    )
    return session.execute(found).all()


def _per_unit(rows: Sequence[Row[Any]]) -> Counter[str]:
    """Unit -> people. Nobody is counted twice, nor who has a seat by another registration.

    A workshop that was called off gave nobody a seat.
    """
    called_off = rows[0].workshop_state == WorkshopState.CANCELLED
    seated = [row for row in rows if row.state in HAS_SEAT and not called_off]
    known = {sign for row in seated for sign in _signs(row)}
    units: Counter[str] = Counter()
    for row in rows:
        if row.state in WITHOUT_SEAT or called_off:
            signs = _signs(row)
            units[row.unit or ""] += not signs & known
            known |= signs
    return +units


def _signs(row: Row[Any]) -> set[tuple[object, ...]]:
    """What tells that two registrations are one person's: the account, or the name with a way to reach them."""
    name = row.name.casefold()
    signs: set[tuple[object, ...]] = {(name, contact) for contact in (row.email, row.phone) if contact}
    return signs | {(row.account_id,)} if row.account_id is not None else signs


def _told(row: Row[Any], units: Counter[str]) -> list[Evidence]:
    """All, and each unit that is large enough. What remains is large enough too, or is nobody."""
    shown = [(unit, n) for unit, n in sorted(units.items(), key=_most_first) if unit and n >= SMALLEST]
    while shown and 0 < units.total() - sum(n for _unit, n in shown) < SMALLEST:
        shown.pop()
    return [
        Evidence("workshop", row.key, row.title_id, row.title_en, f"/workshop/{row.key}", unit, count)
        for unit, count in [("", units.total()), *shown]
    ]


def _most_first(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]
