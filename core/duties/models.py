"""Who has which duty, and for what."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base, utc_now
from core.policy import Duty

_KINDS = ", ".join(f"'{duty}'" for duty in Duty)


class DutyAssignment(Base):
    """An account's duty, for a unit with all below it, for one object `(kind, key)`, or for the whole office."""

    __tablename__ = "duty_assignment"
    __table_args__ = (
        CheckConstraint(f"duty IN ({_KINDS})", name="duty"),
        CheckConstraint("unit_id IS NULL OR object_key = ''", name="one_scope"),
        CheckConstraint("(object_kind = '') = (object_key = '')", name="object"),
        # NULL differs from NULL, so the whole office needs an index of its own.
        Index(
            "uq_duty_assignment_unit",
            *("account_id", "duty", "unit_id"),
            unique=True,
            sqlite_where=text("unit_id IS NOT NULL"),
            postgresql_where=text("unit_id IS NOT NULL"),
        ),
        Index(
            "uq_duty_assignment_object",
            *("account_id", "duty", "object_kind", "object_key"),
            unique=True,
            sqlite_where=text("unit_id IS NULL"),
            postgresql_where=text("unit_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    duty: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    object_kind: Mapped[str] = mapped_column(default="")
    object_key: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
