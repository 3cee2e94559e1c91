"""Look accounts up for the people who administer them."""

from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
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
    found = select(Account, Unit.name).outerjoin(Unit, Unit.id == Account.unit_id)
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
