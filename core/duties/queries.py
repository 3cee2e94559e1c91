"""Who may act for what."""

from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.duties.models import DutyAssignment
from core.policy import Duty
from core.units.models import Unit
from core.units.queries import all_units, with_descendants

PAGE_SIZE = 25


@dataclass(frozen=True)
class Scope:
    """What a person's duty covers: unit ids with all below them, objects `(kind, key)`, or the whole office."""

    office: bool
    unit_ids: frozenset[int]
    objects: frozenset[tuple[str, str]]

    def covers_unit(self, unit_id: int | None) -> bool:
        return self.office or unit_id in self.unit_ids

    def covers_object(self, kind: str, key: str) -> bool:
        return self.office or (kind, key) in self.objects


def duty_kinds(session: Session, account_id: int) -> frozenset[Duty]:
    """The kinds of duty that an account has, for whatever."""
    kinds = select(DutyAssignment.duty).where(DutyAssignment.account_id == account_id).distinct()
    return frozenset(Duty(kind) for kind in session.scalars(kinds))


def scope_of(session: Session, account_id: int, duty: Duty) -> Scope:
    """What the duty covers for this account; nothing at all where it has none."""
    mine = session.scalars(
        select(DutyAssignment).where(DutyAssignment.account_id == account_id, DutyAssignment.duty == duty)
    ).all()
    roots = {row.unit_id for row in mine if row.unit_id is not None}
    units = all_units(session) if roots else []
    below = [with_descendants(units, unit) for unit in units if unit.id in roots]
    return Scope(
        office=any(row.unit_id is None and not row.object_key for row in mine),
        unit_ids=frozenset().union(*below),
        objects=frozenset((row.object_kind, row.object_key) for row in mine if row.object_key),
    )


@dataclass(frozen=True)
class DutyRow:
    """A duty with the names that it speaks of."""

    assignment: DutyAssignment
    account: Account
    unit: str


@dataclass(frozen=True)
class DutyPage:
    """One page of the list, and where it stands."""

    rows: list[DutyRow]
    page: int
    pages: int
    total: int


def _rows() -> Select[DutyAssignment, Account, str]:
    return (
        select(DutyAssignment, Account, Unit.name)
        .join(Account, Account.id == DutyAssignment.account_id)
        .outerjoin(Unit, Unit.id == DutyAssignment.unit_id)
    )


def list_duties(
    session: Session,
    *,
    search: str = "",
    duty: Duty | None = None,
    unit_id: int | None = None,
    page: int = 1,
) -> DutyPage:
    """Duties by the name of the person; a page past the end is the last one."""
    found = _rows()
    if unit_id is not None:
        found = found.where(DutyAssignment.unit_id == unit_id)
    if duty is not None:
        found = found.where(DutyAssignment.duty == duty)
    if search.strip():
        wanted = search.strip().lower()
        found = found.where(
            or_(
                Account.login.contains(wanted, autoescape=True),
                func.lower(Account.name).contains(wanted, autoescape=True),
            )
        )
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    shown = found.order_by(func.lower(Account.name), DutyAssignment.id)
    rows = session.execute(shown.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return DutyPage([DutyRow(d, a, unit or "") for d, a, unit in rows], page, pages, total)


def duties_of(session: Session, account_id: int) -> list[DutyRow]:
    """The duties of one account, in the order they were given."""
    found = _rows().where(DutyAssignment.account_id == account_id).order_by(DutyAssignment.id)
    return [DutyRow(d, a, unit or "") for d, a, unit in session.execute(found)]


def find_duty(session: Session, number: int) -> DutyRow | None:
    """One duty with the names that it speaks of."""
    found = session.execute(_rows().where(DutyAssignment.id == number)).first()
    return DutyRow(found[0], found[1], found[2] or "") if found else None
