"""Read the tree of units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.units.models import Unit


@dataclass(frozen=True)
class TreeRow:
    """A unit and how deep it stands; level 0 is the top."""

    unit: Unit
    level: int


def all_units(session: Session) -> list[Unit]:
    """Every unit, in the order of the office."""
    return list(session.scalars(select(Unit).order_by(Unit.position, Unit.name, Unit.id)))


def active_units(session: Session) -> list[Unit]:
    """The units that people may be put into."""
    return [unit for unit in all_units(session) if unit.active]


def serving_units(session: Session) -> list[Unit]:
    """The units that citizens visit and may speak about, in the order of the office."""
    return [unit for unit in active_units(session) if unit.serves_public]


def find_unit(session: Session, key: str) -> Unit | None:
    """The unit at this address."""
    return session.scalar(select(Unit).where(Unit.key == key))


def tree(units: Sequence[Unit]) -> list[TreeRow]:
    """Each parent before its children."""

    def below(parent_id: int | None, level: int) -> Iterator[TreeRow]:
        for unit in units:
            if unit.parent_id == parent_id:
                yield TreeRow(unit, level)
                yield from below(unit.id, level + 1)

    return list(below(None, 0))


def with_descendants(units: Sequence[Unit], unit: Unit) -> set[int]:
    """The ids of a unit and everything below it."""
    return {unit.id} | {
        other for child in units if child.parent_id == unit.id for other in with_descendants(units, child)
    }
