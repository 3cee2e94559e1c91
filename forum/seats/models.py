"""Registrations and what happened to each."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from core.units.models import Unit
from forum.seats.enums import RegistrationState
from forum.workshops.models import Workshop


class Registration(Base):
    """One person and one workshop; whoever comes back after cancelling keeps their row.

    `key` is random and stands in staff addresses; `code_hash` is that of the code by which the person,
    also without an account, sees, confirms, changes and cancels it. A workshop is not anonymous: name and
    unit are for the attendance list. The answers follow the edition of the form they were given to.
    """

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("workshop_id", "account_id"),
        UniqueConstraint("workshop_id", "queue_number"),
        Index("ix_registration_workshop_id_state", "workshop_id", "state"),
        CheckConstraint(
            "state IN ('requested', 'waiting', 'offered', 'registered', 'cancelled', 'declined', 'expired',"
            " 'refused', 'walk_in', 'unserved')",
            name="state",
        ),
        CheckConstraint("(state = 'offered') = (offered_until IS NOT NULL)", name="offered_until"),
        CheckConstraint("state != 'waiting' OR queue_number IS NOT NULL", name="queue_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="RESTRICT"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(default=RegistrationState.REGISTERED)
    name: Mapped[str]
    post: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    queue_number: Mapped[int | None]
    offered_until: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    code_hash: Mapped[str] = mapped_column(unique=True)
    nonce_hash: Mapped[str | None] = mapped_column(unique=True)
    form_id: Mapped[int | None] = mapped_column(ForeignKey("registration_form.id", ondelete="RESTRICT"))
    answers: Mapped[dict[str, object]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    workshop: Mapped[Workshop] = relationship(lazy="joined", innerjoin=True)
    unit: Mapped[Unit | None] = relationship(lazy="joined")
    events: Mapped[list["RegistrationEvent"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="RegistrationEvent.id"
    )


class RegistrationEvent(Base):
    """A step of a registration. `by` is the person, staff or the system; `reason` is what staff wrote.

    `facts` are the numbers that decided: for an offer the rule and what it compared.
    """

    __tablename__ = "registration_event"
    __table_args__ = (CheckConstraint("by IN ('person', 'staff', 'system')", name="by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(default=utc_now)
    action: Mapped[str]
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str]
    by: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, object]] = mapped_column(default=dict, server_default="{}")
