"""Create accounts, check passwords, change roles and access."""

import secrets

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.accounts.models import Account, SetupLink
from core.accounts.password_rules import MINIMUM_PASSWORD, MINIMUM_WITH_SECOND_FACTOR, check_new_password
from core.accounts.passwords import NO_PASSWORD, hash_password, password_fits
from core.accounts.second_factor import has_second_factor
from core.accounts.sessions import end_all_sessions, token_hash
from core.errors import N_, Conflict, Invalid, NotAllowed
from core.mail.addresses import is_address
from core.policy import Role
from core.site import set_site_value

MERGED, ERASED = "gabung-", "dihapus-"  # how accounts without a person are called
LOGIN_TAKEN = N_("Nama akun itu sudah dipakai. Pilih nama akun lain.")
SHORT_WITHOUT_SECOND_FACTOR = N_(
    "Kode dua langkah akun ini sudah dimatikan, jadi kata sandinya terlalu pendek. "
    "Mintalah kode sekali pakai kepada administrator, lalu buat kata sandi baru."
)


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
    """Add an account. Raises Conflict when the login is taken, Invalid when the password is weak."""
    check_new_password(session, password, login=login, name=name, minimum=MINIMUM_PASSWORD)
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
    if account.login.startswith((MERGED, ERASED)):
        raise Conflict(LOGIN_TAKEN)
    try:
        with session.begin_nested():
            session.add(account)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(LOGIN_TAKEN) from clash
    audit.record(
        session,
        actor_id=actor_id,
        action="account.create",
        kind="account",
        key=str(account.id),
        role=account.role,
    )
    return account


def find_account(session: Session, login: str) -> Account | None:
    """The account of this name, however it was typed."""
    return session.scalar(select(Account).where(Account.login == login.strip().lower()))


def authenticate(session: Session, *, login: str, password: str) -> Account:
    """The account with this login and password. Verifies exactly one hash, also for unknown logins."""
    account = find_account(session, login)
    fits = password_fits(account, password)
    if account is None or not fits or not account.active:
        raise NotAllowed(N_("Nama akun atau kata sandi tidak cocok. Periksa lagi, lalu coba sekali lagi."))
    if len(password) < MINIMUM_PASSWORD and not has_second_factor(session, account.id):
        raise NotAllowed(SHORT_WITHOUT_SECOND_FACTOR)
    return account


def change_password(session: Session, account: Account, *, password: str, actor_id: int | None) -> None:
    """Set a password and end every session of the account."""
    short = has_second_factor(session, account.id)
    check_new_password(
        session,
        password,
        login=account.login,
        name=account.name,
        minimum=MINIMUM_WITH_SECOND_FACTOR if short else MINIMUM_PASSWORD,
    )
    account.password_hash = hash_password(password)
    end_all_sessions(session, account)
    audit.record(session, actor_id=actor_id, action="account.password", kind="account", key=str(account.id))


def change_email(session: Session, account: Account, *, email: str, actor_id: int | None) -> None:
    """Where a link goes when the password is forgotten; empty for nowhere."""
    wanted = email.strip().lower()
    if wanted and not is_address(wanted):
        raise Invalid(N_("Alamat surel itu tidak dapat dipakai. Contoh yang benar: nama@contoh.go.id."))
    if account.email != wanted:
        account.email = wanted
        session.flush()
        audit.record(session, actor_id=actor_id, action="account.email", kind="account", key=str(account.id))


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
    """Make the first administrator; the link works once, also when two people open it together.

    A new installation asks planners and administrators for a second step.
    """
    used = session.execute(
        delete(SetupLink).where(SetupLink.token_hash == token_hash(token)).returning(SetupLink.token_hash)
    ).scalar()
    if used is None:
        raise NotAllowed(
            N_("Tautan ini sudah dipakai atau tidak berlaku. Mulai ulang layanan untuk tautan baru.")
        )
    account = create_account(session, login=login, name=name, password=password, role=Role.ADMINISTRATOR)
    set_site_value(session, "second_factor", "1")
    return account


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
