"""Calls to a workshop and their invitations; on which days before a session people are reminded."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from core.mail.models import Mail
from forum.calls.enums import CallState, InvitationState
from forum.workshops.models import Workshop


class WorkshopCall(Base):
    """One press of "send": whom, and the letter. `pasted` is emptied when the last letter is written."""

    __tablename__ = "workshop_call"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'done')", name="state"),
        CheckConstraint("lang IN ('id', 'en')", name="lang"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    state: Mapped[str] = mapped_column(default=CallState.QUEUED)
    lang: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    choice: Mapped[dict[str, object]]
    pasted: Mapped[list[object]]

    workshop: Mapped[Workshop] = relationship()


class WorkshopInvitation(Base):
    """One person invited. That nobody is invited twice is the sent ledger's: `recipient` is the name there."""

    __tablename__ = "workshop_invitation"
    __table_args__ = (
        CheckConstraint("state IN ('mailed', 'paper', 'phone', 'brought')", name="state"),
        Index("ix_workshop_invitation_workshop_id_state", "workshop_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    call_id: Mapped[int] = mapped_column(ForeignKey("workshop_call.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    recipient: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=InvitationState.MAILED)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id", ondelete="SET NULL"), index=True)
    day: Mapped[date]

    call: Mapped[WorkshopCall] = relationship()
    mail: Mapped[Mail | None] = relationship()


class ReminderDays(Base):
    """How many days before each session people are reminded; without a row the usual ones."""

    __tablename__ = "workshop_reminder_days"

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True)
    days: Mapped[list[object]]
