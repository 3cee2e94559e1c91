"""What is kept of the holder of an account itself, and the tombstone that stays when it is erased."""

from datetime import datetime

from sqlalchemy import String, update
from sqlalchemy.orm import Session

from core.accounts.models import Account, LoginSession
from core.accounts.one_time import OneTimeCode
from core.accounts.passwords import NO_PASSWORD
from core.errors import N_
from core.keeping import Ended, PersonalData, Retention, drop_rows, name_of, plain, rows_of
from core.policy import Role
from core.units.models import Unit

SECRET = frozenset({"password_hash"})
COLUMNS = frozenset(
    {name_of(LoginSession.account_id), name_of(OneTimeCode.account_id)}
    | {f"account.{column.name}" for column in Account.__table__.columns}
)
# What a tombstone keeps: enough that the audit log and the keys hold, nothing about a person.
TOMBSTONE = frozenset({"id", "created_at", "erased_at"})

SESSIONS = Ended(LoginSession, lambda before: LoginSession.expires_at < before)
CODES = Ended(OneTimeCode, lambda before: OneTimeCode.expires_at < before)


def collect(session: Session, account_id: int) -> object:
    """Name, login, role, unit and the like, the browsers that are logged in, and printed codes."""
    account = session.get_one(Account, account_id)
    unit = session.get(Unit, account.unit_id) if account.unit_id else None
    columns = [c.name for c in Account.__table__.columns if c.name not in SECRET]
    return {
        "account": [{name: plain(getattr(account, name)) for name in columns}],
        "unit": unit.name if unit else None,
        "login_session": rows_of(session, LoginSession.account_id, account_id, hidden={"token_hash"}),
        "one_time_code": rows_of(session, OneTimeCode.account_id, account_id, hidden={"code_hash"}),
    }


def erase(session: Session, account_id: int) -> None:
    """Turn the account into a tombstone: nobody can log in to it, and nobody can be found by it."""
    _drop_ways_in(session, account_id)
    values: dict[str, object] = {}
    for column in Account.__table__.columns:
        if column.name not in TOMBSTONE:
            values[column.name] = "" if isinstance(column.type, String) else None
    values |= {"login": f"dihapus-{account_id}", "password_hash": NO_PASSWORD, "role": Role.CITIZEN}
    values |= {"active": False}
    session.execute(update(Account).where(Account.id == account_id).values(values))


def merge(session: Session, old: int, _new: int) -> None:
    """Ways into the old account end; its name and login stay behind with it."""
    _drop_ways_in(session, old)


def _drop_ways_in(session: Session, account_id: int) -> None:
    for column in (LoginSession.account_id, OneTimeCode.account_id):
        drop_rows(session, column, account_id)


def purge(session: Session, before: datetime) -> int:
    """Delete sessions and codes that ended before a time."""
    return SESSIONS.purge(session, before) + CODES.purge(session, before)


def due(session: Session, before: datetime) -> int:
    """How many that would be."""
    return SESSIONS.count(session, before) + CODES.count(session, before)


PERSONAL_DATA = (
    PersonalData(
        key="account",
        label=N_("Akun, perangkat, dan kode sekali pakai"),
        columns=COLUMNS,
        collect=collect,
        erase=erase,
        merge=merge,
    ),
)
RETENTION = (
    Retention(
        key="accounts",
        label=N_("Akun"),
        reason=N_(
            "Selama pemiliknya memakainya. Pemilik dapat menghapusnya kapan saja; yang tersisa hanya nomor."
        ),
        tables=frozenset({"account"}),
    ),
    Retention(
        key="logins",
        label=N_("Sesi masuk dan kode sekali pakai"),
        reason=N_("Dihitung sejak berakhir; setelah itu tidak berguna lagi."),
        tables=frozenset({"login_session", "one_time_code"}),
        days=1,
        purge=purge,
        due=due,
    ),
    Retention(
        key="setup",
        label=N_("Tautan administrator pertama"),
        reason=N_("Diganti setiap kali layanan dimulai, dan hilang setelah dipakai."),
        tables=frozenset({"setup_link"}),
    ),
)
