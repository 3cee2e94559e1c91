"""Accounts and the sessions they are logged in with."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from core.policy import Role

_ROLES = ", ".join(f"'{role}'" for role in Role)


class Account(Base):
    """Somebody who can log in. `login` and `email` are stored in lower case; who gave no address has none."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(f"role IN ({_ROLES})", name="role"),
        CheckConstraint("login = lower(login)", name="login_lower"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str]
    role: Mapped[str] = mapped_column(default=Role.CITIZEN)
    active: Mapped[bool] = mapped_column(default=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    # Consent withdrawn: no processing but the rights of the holder. Erased: a tombstone without a person.
    restricted_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    # A printed code set the password: its owner is told, in case it was somebody else.
    code_used_at: Mapped[datetime | None]

    logins: Mapped[list["LoginSession"]] = relationship(
        back_populates="account", cascade="all, delete-orphan", passive_deletes=True
    )


class LoginSession(Base):
    """One logged-in browser. The cookie holds a random token, the table only its SHA-256."""

    __tablename__ = "login_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime]
    # Browser and system in two words ("Chrome/Android"): enough to know it again, no more.
    device: Mapped[str] = mapped_column(default="")

    account: Mapped[Account] = relationship(back_populates="logins")


class SetupLink(Base):
    """The one-time link that makes the first administrator; only its hash is kept."""

    __tablename__ = "setup_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
