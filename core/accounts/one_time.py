"""One-time codes, on paper or by mail: they let a person choose the password of an account, once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import audit
from core.accounts.models import Account
from core.accounts.services import change_password
from core.base import Base, utc_now
from core.codes import code_hash, new_code
from core.errors import N_, NotAllowed

VALID_FOR = timedelta(days=14)
MAIL_VALID_FOR = timedelta(hours=1)
NO_SUCH_CODE = N_(
    "Nama akun atau kode tidak cocok, atau kode sudah tidak berlaku. Periksa ejaannya; "
    "bila tetap tidak bisa, mintalah kode baru kepada administrator di kantor Anda."
)


class CodePurpose(StrEnum):
    """Why a code was made: on paper for somebody's first login or a forgotten password, or by mail."""

    FIRST = "first"
    RESET = "reset"
    MAIL = "mail"


class OneTimeCode(Base):
    """A code that was printed or mailed; only its hash is kept. An account has at most one of a kind."""

    __tablename__ = "one_time_code"
    __table_args__ = (CheckConstraint("purpose IN ('first', 'reset', 'mail')", name="purpose"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime]


def issue_code(session: Session, account: Account, *, purpose: CodePurpose, actor_id: int | None) -> str:
    """A fresh code for the account; the one before stops working. Shown once, stored as a hash."""
    return issue_codes(session, [account], purpose=purpose, actor_id=actor_id)[account.id]


def issue_codes(
    session: Session, accounts: Sequence[Account], *, purpose: CodePurpose, actor_id: int | None
) -> dict[int, str]:
    """A fresh code for each account, by account; what was printed before stops working."""
    now, codes = utc_now(), {account.id: new_code() for account in accounts}
    by_mail = purpose == CodePurpose.MAIL
    kind = OneTimeCode.purpose == CodePurpose.MAIL if by_mail else OneTimeCode.purpose != CodePurpose.MAIL
    session.execute(delete(OneTimeCode).where(OneTimeCode.account_id.in_(codes), kind))
    session.add_all(
        OneTimeCode(
            account_id=account_id,
            code_hash=code_hash(code),
            purpose=purpose,
            created_at=now,
            expires_at=now + (MAIL_VALID_FOR if by_mail else VALID_FOR),
        )
        for account_id, code in codes.items()
    )
    session.flush()
    for account_id in codes:
        audit.record(
            session,
            actor_id=actor_id,
            action="account.code",
            kind="account",
            key=str(account_id),
            purpose=purpose,
        )
    return codes


def find_code(session: Session, stored: str) -> tuple[OneTimeCode, Account] | None:
    """A code that still opens its account, by its hash."""
    found = session.execute(
        select(OneTimeCode, Account)
        .join(Account, Account.id == OneTimeCode.account_id)
        .where(OneTimeCode.code_hash == stored, OneTimeCode.expires_at > utc_now(), Account.active)
    ).first()
    return (found[0], found[1]) if found else None


def check_code(session: Session, *, login: str, code: str) -> str:
    """The hash of a code that fits the account's name; it is not spent yet."""
    found = find_code(session, code_hash(code))
    if found is None or found[1].login != login.strip().lower():
        raise NotAllowed(NO_SUCH_CODE)
    return found[0].code_hash


def use_code(session: Session, stored: str, *, password: str) -> Account:
    """Spend a code and set the password; sessions end. Of two who use it together one finds it gone."""
    found = find_code(session, stored)
    if found is None:
        raise NotAllowed(NO_SUCH_CODE)
    code, account = found
    printed = code.purpose == CodePurpose.RESET
    spent = session.execute(
        delete(OneTimeCode).where(OneTimeCode.code_hash == stored).returning(OneTimeCode.account_id)
    ).scalar()
    if spent is None:
        raise NotAllowed(NO_SUCH_CODE)
    drop_codes(session, account.id)
    change_password(session, account, password=password, actor_id=account.id)
    if printed:
        account.code_used_at = utc_now()
    session.flush()
    return account


def drop_codes(session: Session, account_id: int) -> None:
    """Delete every code of an account."""
    session.execute(delete(OneTimeCode).where(OneTimeCode.account_id == account_id))
