"""The trace ledger: which thing led to which, who said so, when and why. Rows are only ever added."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base, utc_now


class NodeKind(StrEnum):
    """What an edge may lead to. It may also come from a contribution, under the contribution's own kind."""

    THEME = "theme"
    NEED = "need"
    PLAN_ITEM = "plan_item"
    PROGRAMME = "programme"
    SESSION = "session"
    MEASUREMENT = "measurement"
    PROPOSAL = "proposal"
    REPLY = "reply"


_KINDS = ", ".join(f"'{kind}'" for kind in NodeKind)


class TraceEdge(Base):
    """One change of one edge. Odd turns draw it, even turns take it back; the newest turn holds.

    Of two people who change the same edge at once only one writes the next turn. The database refuses to delete
    a row, and to change more of one than `actor_id` (an account that is erased). `action` is the word of the
    audit log for what was done, `reason` what staff wrote about it. Contributions are named by their random
    keys; the moment is that of the decision.
    """

    __tablename__ = "trace_edge"
    __table_args__ = (
        CheckConstraint("turn > 0", name="turn"),
        CheckConstraint(f"target_kind IN ({_KINDS})", name="target_kind"),
        Index(
            "ix_trace_edge_target", "target_kind", "target_key", "source_kind", "source_key", "source_field"
        ),
        # Of a hundred thousand edges few were taken back, and a page tells them first.
        Index(
            "ix_trace_edge_back",
            "target_kind",
            "target_key",
            sqlite_where=text("turn % 2 = 0"),
            postgresql_where=text("turn % 2 = 0"),
        ),
        {"sqlite_with_rowid": False},
    )

    source_kind: Mapped[str] = mapped_column(primary_key=True)
    source_key: Mapped[str] = mapped_column(primary_key=True)
    source_field: Mapped[str] = mapped_column(primary_key=True, default="")
    target_kind: Mapped[str] = mapped_column(primary_key=True)
    target_key: Mapped[str] = mapped_column(primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
