"""Who was there, which ticket is valid, what devices sent, and the certificates."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from forum.attendance.enums import How
from forum.seats.models import Registration

VALID = text("revoked_at IS NULL")


class Attendance(Base):
    """One person in one session. The key makes it once, however many devices say so: the first one stays."""

    __tablename__ = "attendance"
    __table_args__ = (CheckConstraint("how IN ('qr', 'manual', 'walk_in')", name="how"),)

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    session_id: Mapped[int] = mapped_column(
        ForeignKey("workshop_session.id", ondelete="RESTRICT"), primary_key=True, index=True
    )
    how: Mapped[str] = mapped_column(default=How.MANUAL)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    device_key: Mapped[str] = mapped_column(default="")


class TicketEdition(Base):
    """The number of a registration's ticket, where it is no longer the first: those before it are old."""

    __tablename__ = "ticket_edition"
    __table_args__ = (CheckConstraint("number BETWEEN 2 AND 31", name="number"),)

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int]


class CheckInEntry(Base):
    """An entry of a device and what was answered, so that sending it again changes nothing.

    Without it a device that repeats its queue would bring back a check-in that somebody had undone.
    """

    __tablename__ = "check_in_entry"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('recorded', 'already', 'forged', 'old', 'other_workshop', 'cancelled', 'no_seat')",
            name="outcome",
        ),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("workshop_session.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    outcome: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(default=utc_now)


class CertificateSetting(Base):
    """From which share of the sessions on a workshop gives a certificate."""

    __tablename__ = "certificate_setting"
    __table_args__ = (CheckConstraint("percent BETWEEN 1 AND 100", name="percent"),)

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True)
    percent: Mapped[int]


class CertificateCounter(Base):
    """The last number given in a year."""

    __tablename__ = "certificate_counter"
    __table_args__ = (CheckConstraint("last >= 0", name="last"),)

    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class Certificate(Base):
    """What the office confirmed, as it was on the day: a later change of name or title does not reach it.

    The code on the paper is derived from `key`; of the code only the hash is kept. An account that is
    erased takes its name along: the number stays, so that the office's list has no gap.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("year", "serial"),
        CheckConstraint("serial >= 1", name="serial"),
        CheckConstraint("jp BETWEEN 0 AND 1000", name="jp"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_reason = '')", name="revoked"),
        Index(
            "uq_certificate_valid",
            "registration_id",
            unique=True,
            sqlite_where=VALID,
            postgresql_where=VALID,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="RESTRICT"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="SET NULL"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    title_id: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    organiser: Mapped[str] = mapped_column(default="")
    development_code: Mapped[int]
    jp: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    issued_on: Mapped[date]
    signer_title: Mapped[str] = mapped_column(default="")
    signer_name: Mapped[str] = mapped_column(default="")
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str] = mapped_column(default="")

    registration: Mapped[Registration | None] = relationship()
