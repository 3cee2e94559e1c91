"""Look accounts up for the people who administer them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.accounts.one_time import CodePurpose, OneTimeCode
from core.accounts.passwords import NO_PASSWORD
from core.policy import Role
from core.units.models import Unit

PAGE_SIZE = 25


@dataclass(frozen=True)
class AccountPage:
    """One page of the list, and where it stands."""

    rows: list[tuple[Account, str]]
    page: int
    pages: int
    total: int


def _matching(search: str, role: Role | None) -> Select[Account, str]:
    living = Account.erased_at.is_(None)
    found = select(Account, Unit.name).outerjoin(Unit, Unit.id == Account.unit_id).where(living)
    if role is not None:
        found = found.where(Account.role == role)
    if search:
        wanted = search.lower()
        found = found.where(
            or_(
                Account.login.contains(wanted, autoescape=True),
                func.lower(Account.name).contains(wanted, autoescape=True),
            )
        )
    return found


def list_accounts(
    session: Session, *, search: str = "", role: Role | None = None, page: int = 1
) -> AccountPage:
    """Accounts by name, with the name of their unit; a page past the end is the last one."""
    found = _matching(search.strip(), role)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    rows = session.execute(
        found.order_by(func.lower(Account.name), Account.id).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    )
    return AccountPage([(account, unit or "") for account, unit in rows], page, pages, total)


@dataclass(frozen=True)
class WaitingPage:
    """One page of the accounts that wait for their first login, with unit and when a code was printed."""

    rows: list[tuple[Account, str, datetime | None]]
    page: int
    pages: int
    total: int


def _waiting(unit_id: int | None) -> Select[Account, str, datetime]:
    printed = (OneTimeCode.account_id == Account.id) & (OneTimeCode.purpose == CodePurpose.FIRST)
    found = (
        select(Account, Unit.name, OneTimeCode.created_at)
        .outerjoin(Unit, Unit.id == Account.unit_id)
        .outerjoin(OneTimeCode, printed)
        .where(Account.password_hash == NO_PASSWORD, Account.active)
    )
    return found if unit_id is None else found.where(Account.unit_id == unit_id)


def list_waiting(session: Session, *, unit_id: int | None = None, page: int = 1) -> WaitingPage:
    """Those without a printed code first, then by name; a page past the end is the last one."""
    found = _waiting(unit_id)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    rows = session.execute(_in_turn(found).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return WaitingPage([(account, unit or "", at) for account, unit, at in rows], page, pages, total)


def _in_turn(found: Select[Account, str, datetime]) -> Select[Account, str, datetime]:
    return found.order_by(OneTimeCode.created_at.is_not(None), func.lower(Account.name), Account.id)


def waiting_accounts(
    session: Session, *, unit_id: int | None = None, only: Collection[int] | None = None, limit: int
) -> list[Account]:
    """Accounts that wait for their first login: those chosen, or all of a unit, in the order of the list."""
    found = _waiting(unit_id)
    if only is not None:
        found = found.where(Account.id.in_(only))
    return [account for account, _unit, _at in session.execute(_in_turn(found).limit(limit))]
