"""Competencies and the level a post asks for; the steps of a need, its units, its hand-over; the weights."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from core.staff.models import Post
from plan.enums import Competency
from plan.needing.enums import HandoverStep, Stage

_KINDS = ", ".join(f"'{kind}'" for kind in Competency)
_STAGES = ", ".join(f"'{stage}'" for stage in Stage)
_HANDOVERS = ", ".join(f"'{step}'" for step in HandoverStep)


class NamedCompetency(Base):
    """A competency by its name; the technical ones are the office's own. Taken out of use, never deleted."""

    __tablename__ = "competency"
    __table_args__ = (CheckConstraint(f"kind IN ({_KINDS})", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name_id: Mapped[str] = mapped_column(unique=True)
    name_en: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)


class PostStandard(Base):
    """The level, 1 to 5, of a competency that a post asks for. Empty until the office writes it down."""

    __tablename__ = "post_standard"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    competency_id: Mapped[int] = mapped_column(
        ForeignKey("competency.id", ondelete="RESTRICT"), primary_key=True
    )
    level: Mapped[int]

    post: Mapped[Post] = relationship()
    competency: Mapped[NamedCompetency] = relationship(lazy="joined")


# The units that a need concerns, as the planner names them.
need_unit = Table(
    "need_unit",
    Base.metadata,
    Column("need_id", ForeignKey("need.id", ondelete="CASCADE"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True),
)


class NeedStep(Base):
    """A step of a need: who, when, why. Rows are only added."""

    __tablename__ = "need_step"
    __table_args__ = (CheckConstraint(f"stage IN ({_STAGES})", name="stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    stage: Mapped[str]
    hand: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class NeedHandover(Base):
    """A need that no course solves was handed to its addressee, or answered by it. The newest of a kind counts."""

    __tablename__ = "need_handover"
    __table_args__ = (CheckConstraint(f"step IN ({_HANDOVERS})", name="step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    step: Mapped[str]
    on: Mapped[date]
    text: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class PriorityWeights(Base):
    """How much each criterion of the priority weighs in a cycle, 0 to 100 each. The newest version counts."""

    __tablename__ = "priority_weights"
    __table_args__ = (
        UniqueConstraint("cycle_id", "version"),
        CheckConstraint(
            "people BETWEEN 0 AND 100 AND spread BETWEEN 0 AND 100 AND skm BETWEEN 0 AND 100 "
            "AND legal BETWEEN 0 AND 100 AND urgency BETWEEN 0 AND 100",
            name="range",
        ),
        CheckConstraint("people + spread + skm + legal + urgency > 0", name="some"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"))
    version: Mapped[int]
    people: Mapped[int]
    spread: Mapped[int]
    skm: Mapped[int]
    legal: Mapped[int]
    urgency: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
