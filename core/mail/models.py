"""The outbox: every mail that was written, and what became of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from core.errors import N_


class MailState(StrEnum):
    """A failed mail waits for a person; a handed one was brought to its reader by a person."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    HANDED = "handed"


STATE_LABELS = {
    MailState.WAITING: N_("menunggu"),
    MailState.SENT: N_("terkirim"),
    MailState.FAILED: N_("gagal"),
    MailState.HANDED: N_("disampaikan"),
}


class Mail(Base):
    """One mail to one person. `key` makes writing it idempotent; `body` is emptied when it has arrived.

    A `private` one is on no page, and leaves no row once it has gone or failed: that it was written says
    something about its reader. `error` is the class of the last failure, never its text: servers quote addresses.
    """

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent', 'failed', 'handed')", name="state"),
        Index("ix_mail_state_id", "state", "id"),
        {"sqlite_autoincrement": True},  # a job names a mail by its number: no number is given twice
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    to_address: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    body: Mapped[str]
    key: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    sent_at: Mapped[datetime | None]

    private: Mapped[bool] = mapped_column(default=False, server_default=false())

    attachments: Mapped[list["MailAttachment"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="MailAttachment.id"
    )


class MailAttachment(Base):
    """A file that goes with a mail; like the body it is emptied when the mail has arrived."""

    __tablename__ = "mail_attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("mail.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes]
