"""Consent and its texts, and what the office decided about keeping data."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now


class ConsentKind(StrEnum):
    """What somebody agrees to."""

    ACCOUNT = "account"


_KINDS = ", ".join(f"'{kind}'" for kind in ConsentKind)
_STANDING = text("withdrawn_at IS NULL")


class ConsentText(Base):
    """A text that somebody agreed to, word for word; its version is the hash of language and text."""

    __tablename__ = "consent_text"

    version: Mapped[str] = mapped_column(primary_key=True)
    lang: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class Consent(Base):
    """An account agreed to a text, and perhaps took that back. Proof: never changed otherwise."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint("withdrawn_at >= given_at", name="order"),
        # The same text stands once, also when a button is pressed twice.
        Index(
            "uq_consent_standing",
            *("account_id", "kind", "version"),
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[str]
    version: Mapped[str] = mapped_column(ForeignKey("consent_text.version", ondelete="RESTRICT"))
    given_at: Mapped[datetime] = mapped_column(default=utc_now)
    withdrawn_at: Mapped[datetime | None]

    wording: Mapped[ConsentText] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class RetentionSetting(Base):
    """How many days the office keeps a class of data, where it differs from the default."""

    __tablename__ = "retention_setting"
    __table_args__ = (CheckConstraint("days >= 1", name="days"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    days: Mapped[int]


class PurgeDay(Base):
    """On this day was purged: the key lets one worker of several do it. Only the latest day is kept."""

    __tablename__ = "purge_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    deleted: Mapped[int] = mapped_column(default=0)
