"""Create accounts, check passwords, open and end sessions."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.accounts.models import Account, LoginSession, SetupLink
from core.accounts.passwords import NO_PASSWORD, hash_password, password_fits
from core.base import utc_now
from core.errors import N_, Conflict, Invalid, NotAllowed
from core.policy import Role

SESSION_LENGTH = timedelta(days=14)
MINIMUM_PASSWORD = 15


def token_hash(token: str) -> str:
    """What is stored of a random token: enough to find it again, useless to log in with."""
    return hashlib.sha256(token.encode()).hexdigest()


def create_account(
    session: Session,
    *,
    login: str,
    name: str,
    password: str,
    role: Role = Role.CITIZEN,
    unit_id: int | None = None,
    actor_id: int | None = None,
) -> Account:
    """Add an account. Raises Conflict when the login is taken, Invalid when the password is too short."""
    _check_password(password)
    account = Account(
        login=login.strip().lower(),
        name=name.strip(),
        password_hash=hash_password(password),
        role=role,
        unit_id=unit_id,
    )
    return _add(session, account, actor_id=actor_id)


def open_waiting_account(
    session: Session, *, login: str, name: str, role: Role, unit_id: int | None, actor_id: int | None
) -> Account:
    """Add an account for somebody who will choose the password with a one-time code."""
    account = Account(
        login=login.strip().lower(), name=name.strip(), password_hash=NO_PASSWORD, role=role, unit_id=unit_id
    )
    return _add(session, account, actor_id=actor_id)


def _add(session: Session, account: Account, *, actor_id: int | None) -> Account:
    try:
        with session.begin_nested():
            session.add(account)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(N_("Nama akun itu sudah dipakai. Pilih nama akun lain.")) from clash
    audit.record(
        session,
        actor_id=actor_id,
        action="account.create",
        kind="account",
        key=str(account.id),
        role=account.role,
    )
    return account


def authenticate(session: Session, *, login: str, password: str) -> Account:
    """The account with this login and password. Verifies exactly one hash, also for unknown logins."""
    account = session.scalar(select(Account).where(Account.login == login.strip().lower()))
    fits = password_fits(account, password)
    if account is None or not fits or not account.active:
        raise NotAllowed(N_("Nama akun atau kata sandi tidak cocok. Periksa lagi, lalu coba sekali lagi."))
    return account


def open_session(session: Session, account: Account) -> str:
    """Log the account in; returns the token for the cookie, which is stored nowhere else."""
    token = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            token_hash=token_hash(token), account_id=account.id, expires_at=utc_now() + SESSION_LENGTH
        )
    )
    session.flush()
    return token


def find_session(session: Session, token: str) -> Account | None:
    """The active account behind a token, None when the session has ended."""
    found = session.scalar(
        select(LoginSession).where(
            LoginSession.token_hash == token_hash(token), LoginSession.expires_at > utc_now()
        )
    )
    return found.account if found is not None and found.account.active else None


def end_session(session: Session, token: str) -> None:
    """Log this browser out."""
    session.execute(delete(LoginSession).where(LoginSession.token_hash == token_hash(token)))


def end_all_sessions(session: Session, account: Account) -> None:
    """Log the account out everywhere."""
    session.execute(delete(LoginSession).where(LoginSession.account_id == account.id))


def change_password(session: Session, account: Account, *, password: str, actor_id: int | None) -> None:
    """Set a password and end every session of the account."""
    _check_password(password)
    account.password_hash = hash_password(password)
    end_all_sessions(session, account)
    audit.record(session, actor_id=actor_id, action="account.password", kind="account", key=str(account.id))


def change_own_password(session: Session, account: Account, *, present: str, password: str) -> None:
    """Set one's own password; asks for the present one, so that a phone left open is not enough."""
    if not password_fits(account, present):
        raise NotAllowed(N_("Kata sandi yang sekarang tidak cocok."))
    change_password(session, account, password=password, actor_id=account.id)


def log_out_everywhere(session: Session, account: Account, *, actor_id: int | None) -> None:
    """End every session of the account, on request."""
    end_all_sessions(session, account)
    audit.record(session, actor_id=actor_id, action="account.logout", kind="account", key=str(account.id))


def purge_sessions(session: Session) -> int:
    """Delete the sessions that have ended; returns how many."""
    ended = (
        delete(LoginSession).where(LoginSession.expires_at <= utc_now()).returning(LoginSession.token_hash)
    )
    return len(session.scalars(ended).all())


def change_role(session: Session, account: Account, *, role: Role, actor_id: int | None) -> None:
    """Give another role; a session opened under the old one ends. The last administrator stays."""
    if account.role == role:
        return
    if account.role == Role.ADMINISTRATOR and account.active:
        keep_one_administrator(session, account)
    account.role = role
    end_all_sessions(session, account)
    audit.record(
        session, actor_id=actor_id, action="account.role", kind="account", key=str(account.id), role=role
    )


def change_unit(session: Session, account: Account, *, unit_id: int | None, actor_id: int | None) -> None:
    """Put the account into another unit, or into none."""
    if account.unit_id == unit_id:
        return
    account.unit_id = unit_id
    session.flush()
    audit.record(session, actor_id=actor_id, action="account.unit", kind="account", key=str(account.id))


def set_active(session: Session, account: Account, *, active: bool, actor_id: int | None) -> None:
    """Disable an account, or let it in again."""
    if account.active == active:
        return
    if not active:
        if account.role == Role.ADMINISTRATOR:
            keep_one_administrator(session, account)
        end_all_sessions(session, account)
    account.active = active
    audit.record(
        session,
        actor_id=actor_id,
        action="account.active",
        kind="account",
        key=str(account.id),
        active=active,
    )


def new_setup_link(session: Session) -> str | None:
    """A fresh one-time token when there is no administrator yet, else None. Earlier links stop working."""
    if session.scalar(select(Account.id).where(Account.role == Role.ADMINISTRATOR, Account.active).limit(1)):
        return None
    session.execute(delete(SetupLink))
    token = secrets.token_urlsafe(24)
    session.add(SetupLink(token_hash=token_hash(token)))
    return token


def is_setup_link(session: Session, token: str) -> bool:
    """Whether the token still makes an administrator."""
    return session.get(SetupLink, token_hash(token)) is not None


def use_setup_link(session: Session, *, token: str, login: str, name: str, password: str) -> Account:
    """Make the first administrator; the link works once, also when two people open it together."""
    used = session.execute(
        delete(SetupLink).where(SetupLink.token_hash == token_hash(token)).returning(SetupLink.token_hash)
    ).scalar()
    if used is None:
        raise NotAllowed(
            N_("Tautan ini sudah dipakai atau tidak berlaku. Mulai ulang layanan untuk tautan baru.")
        )
    return create_account(session, login=login, name=name, password=password, role=Role.ADMINISTRATOR)


def _check_password(password: str) -> None:
    if len(password) < MINIMUM_PASSWORD:
        raise Invalid(
            N_("Kata sandi paling sedikit %(count)d karakter. Kalimat pendek mudah diingat."),
            count=MINIMUM_PASSWORD,
        )


def keep_one_administrator(session: Session, account: Account) -> None:
    """Lock the other administrators so that two of them cannot remove each other at once."""
    others = session.execute(
        update(Account)
        .where(
            Account.role == Role.ADMINISTRATOR,
            Account.active,
            Account.restricted_at.is_(None),
            Account.id != account.id,
        )
        .values(active=True)
        .returning(Account.id)
    ).all()
    if not others:
        raise Conflict(N_("Harus ada paling sedikit satu administrator yang aktif."))
