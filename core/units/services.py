"""Add and change units; delete one only while nothing speaks of it."""

from dataclasses import asdict, dataclass

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.base import Base
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


def delete_unit(session: Session, unit: Unit, *, actor_id: int | None) -> None:
    """Remove a unit that nothing points at. Raises Conflict with how many do."""
    # Whoever would point at it now waits until this transaction ends.
    session.execute(select(Unit.id).where(Unit.id == unit.id).with_for_update())
    used = unit_uses(session, unit)
    if used:
        raise Conflict(
            N_(
                "Unit ini masih dipakai (%(count)d catatan, misalnya akun, pegawai, atau jawaban). Nonaktifkan saja."
            ),
            count=used,
        )
    key = unit.key
    session.delete(unit)
    session.flush()
    audit.record(session, actor_id=actor_id, action="unit.delete", kind="unit", key=key)


def unit_uses(session: Session, unit: Unit) -> int:
    """How many rows of all tables point at a unit."""
    columns = [
        key.parent
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column is Unit.__table__.c.id
    ]
    counted = [select(func.count()).where(column == unit.id) for column in columns]
    return sum(session.scalar(count) or 0 for count in counted)
