"""Rows for tests, with defaults that make sense. Flush, never commit."""

from functools import cache
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.accounts import passwords, sessions
from core.accounts.models import Account
from core.cycles import services as cycles
from core.cycles.models import Cycle
from core.policy import Role
from core.units.models import Unit

PASSWORD = "kata sandi untuk uji"
_numbers = count(1)


@cache
def _password_hash() -> str:
    return passwords.hash_password(PASSWORD)


def account(
    session: Session, *, role: Role = Role.CITIZEN, name: str = "", unit: Unit | None = None
) -> Account:
    """An account with PASSWORD; the hash is made once, hashing is slow on purpose."""
    number = next(_numbers)
    made = Account(
        login=f"{role}{number}",
        name=name or f"Orang {number}",
        role=role,
        password_hash=_password_hash(),
        unit_id=unit.id if unit else None,
    )
    session.add(made)
    session.flush()
    return made


def login_token(session: Session, account: Account) -> str:
    return sessions.open_session(session, account)


def unit(session: Session, *, name: str = "", serves_public: bool = True) -> Unit:
    """The last of all. Its place is counted in the database: forms take no place beyond some thousands."""
    number = next(_numbers)
    last = session.scalar(select(func.max(Unit.position))) or 0
    made = Unit(
        key=f"unit-{number}",
        name=name or f"Kelurahan {number}",
        position=last + 1,
        serves_public=serves_public,
    )
    session.add(made)
    session.flush()
    return made


def cycle(session: Session, *, title: str = "") -> Cycle:
    number = next(_numbers)
    return cycles.create_cycle(
        session,
        key=f"siklus-{number}",
        title_id=title or f"Rencana {number}",
        title_en=f"Plan {number}",
        year=2027,
        actor_id=None,
    )
