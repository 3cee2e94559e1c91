"""The audit log: who did what to which object. Never user text, never a tracking code."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.base import Base, utc_now


class AuditEvent(Base):
    """One action; append-only."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    action: Mapped[str]
    object_kind: Mapped[str]
    object_key: Mapped[str]
    facts: Mapped[dict[str, object]] = mapped_column(default=dict)


def record(
    session: Session, *, actor_id: int | None, action: str, kind: str, key: str, **facts: object
) -> None:
    """Add an event to the caller's transaction.

    `action` is a verb in the domain's words ("survey.publish"); `facts` hold counts and states only.
    """
    session.add(AuditEvent(actor_id=actor_id, action=action, object_kind=kind, object_key=key, facts=facts))
