"""Add and change units. They are never deleted: answers and accounts speak of them."""

from dataclasses import asdict, dataclass

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict, Invalid
from core.units.models import Unit
from core.units.queries import all_units, with_descendants


@dataclass(frozen=True)
class UnitFacts:
    """What can be said of a unit."""

    key: str
    name: str
    kind: str = ""
    code: str = ""
    parent_id: int | None = None
    position: int = 0
    serves_public: bool = True
    active: bool = True


def _store(session: Session, unit: Unit) -> None:
    try:
        with session.begin_nested():
            session.add(unit)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(N_("Alamat itu sudah dipakai. Pilih alamat lain.")) from clash


def add_unit(session: Session, facts: UnitFacts, *, actor_id: int | None) -> Unit:
    """Add a unit."""
    unit = Unit(**asdict(facts))
    _store(session, unit)
    audit.record(session, actor_id=actor_id, action="unit.create", kind="unit", key=unit.key)
    return unit


def change_unit(session: Session, unit: Unit, facts: UnitFacts, *, actor_id: int | None) -> None:
    """Change a unit. It cannot stand below itself."""
    # Two people moving units below each other at once would close a circle: one waits for the other.
    session.execute(update(Unit).values(active=Unit.active))
    if facts.parent_id in with_descendants(all_units(session), unit):
        raise Invalid(N_("Sebuah unit tidak dapat berada di bawah dirinya sendiri."))
    for name, value in asdict(facts).items():
        setattr(unit, name, value)
    _store(session, unit)
    audit.record(
        session, actor_id=actor_id, action="unit.change", kind="unit", key=unit.key, active=unit.active
    )
