"""One-time codes on paper: they let a person choose the password of an account, once."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import audit
from core.accounts.models import Account
from core.base import Base, utc_now
from core.codes import code_hash, new_code

VALID_FOR = timedelta(days=14)


class CodePurpose(StrEnum):
    """Why a code was printed: for somebody's first login, or because the password is forgotten."""

    FIRST = "first"
    RESET = "reset"


class OneTimeCode(Base):
    """A code that was printed or mailed; only its hash is kept. An account has at most one."""

    __tablename__ = "one_time_code"
    __table_args__ = (CheckConstraint("purpose IN ('first', 'reset')", name="purpose"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime]


def issue_code(session: Session, account: Account, *, purpose: CodePurpose, actor_id: int | None) -> str:
    """A fresh code for the account; the one before stops working. Shown once, stored as a hash."""
    code, now = new_code(), utc_now()
    session.execute(delete(OneTimeCode).where(OneTimeCode.account_id == account.id))
    session.add(
        OneTimeCode(
            account_id=account.id,
            code_hash=code_hash(code),
            purpose=purpose,
            created_at=now,
            expires_at=now + VALID_FOR,
        )
    )
    session.flush()
    audit.record(
        session,
        actor_id=actor_id,
        action="account.code",
        kind="account",
        key=str(account.id),
        purpose=purpose,
    )
    return code
