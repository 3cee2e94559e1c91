"""Two accounts of one person become one. What moves is told by each slice; here is what stays behind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core import audit
from core.accounts.models import Account
from core.accounts.one_time import drop_codes
from core.accounts.passwords import NO_PASSWORD
from core.accounts.second_factor import drop_second_factor
from core.accounts.services import MERGED, set_active
from core.accounts.sessions import end_all_sessions
from core.base import utc_now
from core.errors import N_, Conflict
from core.keeping import PersonalData
from core.policy import Role

# These do not move: the ways into the account end with it.
ENDS = frozenset({"account", "second_factor"})


@dataclass(frozen=True)
class Moving:
    """What a slice keeps about an account: its name, and how many entries there are."""

    label: str
    count: int


def what_moves(session: Session, account: Account, kept: Iterable[PersonalData]) -> list[Moving]:
    """What of an account would move to another one."""
    moved = [data for data in kept if data.key not in ENDS]
    found = [Moving(data.label, _entries(data.collect(session, account.id))) for data in moved]
    return [moving for moving in found if moving.count]


def _entries(collected: object) -> int:
    """How many things were collected: the entries of its lists, or one for a thing without a list."""
    if isinstance(collected, dict):
        lists = [value for value in collected.values() if isinstance(value, list | tuple)]
        return sum(map(len, lists)) if lists else int(any(collected.values()))
    if isinstance(collected, Sequence) and not isinstance(collected, str):
        return len(collected)
    return int(bool(collected))


def merge_accounts(
    session: Session, account: Account, *, into: Account, kept: Iterable[PersonalData], actor_id: int | None
) -> None:
    """Move everything to the account that stays; the other one is left disabled, without a name."""
    if account.id == into.id:
        raise Conflict(N_("Pilih dua akun yang berbeda."))
    if not into.active:
        raise Conflict(N_("Akun yang dipertahankan harus aktif. Aktifkan dulu akun itu."))
    set_active(session, account, active=False, actor_id=actor_id)
    for data in kept:
        data.merge(session, account.id, into.id)
    session.flush()
    session.refresh(account)
    end_all_sessions(session, account)
    drop_codes(session, account.id)
    drop_second_factor(session, account.id)
    account.login, account.name, account.email = f"{MERGED}{account.id}", "", ""
    account.password_hash, account.role, account.unit_id = NO_PASSWORD, Role.CITIZEN, None
    account.code_used_at, account.erased_at = None, utc_now()
    session.flush()
    audit.record(
        session,
        actor_id=actor_id,
        action="account.merge",
        kind="account",
        key=str(account.id),
        into=into.id,
    )
