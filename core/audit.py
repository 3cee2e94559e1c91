"""The audit log: who did what to which object. Never user text, never a tracking code.

The database refuses to change or delete an event (`rembuk/migrations/append_only.py`).
"""

import re
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.base import Base, utc_now

# A word of an enum, a key, the class of an exception, a date: no sentence, no address of mail.
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}")


class AuditEvent(Base):
    """One action; append-only. Accounts are never deleted, so the actor stays."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_at", "at", "id"),
        Index("ix_audit_event_object", "object_kind", "object_key"),
        Index("ix_audit_event_actor_id", "actor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    action: Mapped[str]
    object_kind: Mapped[str]
    object_key: Mapped[str]
    facts: Mapped[dict[str, object]] = mapped_column(default=dict)


def is_fact(value: object) -> bool:
    """Whether a value may stand in the log: a number, a boolean, nothing, or one plain word."""
    if value is None or isinstance(value, bool | int):
        return True
    return isinstance(value, str) and (value == "" or _WORD.fullmatch(value) is not None)


def record(
    session: Session, *, actor_id: int | None, action: str, kind: str, key: str, **facts: object
) -> None:
    """Add an event to the caller's transaction.

    `action` is a verb in the domain's words ("survey.publish"); `facts` hold counts and states only:
    anything else is a fault of the caller, and raises before it is stored.
    """
    if not is_fact(key) or not all(is_fact(value) for value in facts.values()):
        raise ValueError(f"{action} would put text into the audit log")
    session.add(AuditEvent(actor_id=actor_id, action=action, object_kind=kind, object_key=key, facts=facts))
