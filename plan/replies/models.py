"""Replies, and the contributions each was given to. Nothing is rewritten: the newest reply in force holds."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base, utc_now
from plan.replies.enums import ReplyKind

_KINDS = ", ".join(f"'{kind}'" for kind in ReplyKind)


class Reply(Base):
    """One decision with its reason, told to everybody whose contribution it answers.

    `theme_id` names the theme whose decision it was; None where it was given to contributions directly.
    A decision that is taken back stays as history: `retracted_at`.
    """

    __tablename__ = "reply"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("(kind = 'forwarded') = (addressee <> '')", name="addressee"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str]
    reason: Mapped[str]
    addressee: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime] = mapped_column(default=utc_now)
    retracted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    retracted_at: Mapped[datetime | None]


class ReplyContribution(Base):
    """This contribution got this reply."""

    __tablename__ = "reply_contribution"
    __table_args__ = (
        Index(
            "ix_reply_contribution_contribution",
            "contribution_kind",
            "contribution_key",
            "contribution_field",
        ),
    )

    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id", ondelete="CASCADE"), primary_key=True)
    contribution_kind: Mapped[str] = mapped_column(primary_key=True)
    contribution_key: Mapped[str] = mapped_column(primary_key=True)
    contribution_field: Mapped[str] = mapped_column(primary_key=True)


class ReplyFigures(Base):
    """How far the answering of a cycle has come, counted anew in the transaction of each decision and run.

    Counting at each visit would read every contribution. See plan/replies/figures.py for what is counted.
    """

    __tablename__ = "reply_figures"

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"), primary_key=True)
    read: Mapped[int]
    answered: Mapped[int]
    days_half: Mapped[int | None]
    days_most: Mapped[int | None]
