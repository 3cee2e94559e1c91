"""Plan items with the seven columns of PP 11/2017 art. 207, their way, and what was measured."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, Exact, utc_now
from core.cycles.models import Cycle
from core.units.models import Unit
from plan.enums import Competency, ItemState
from plan.models import Need
from plan.needing.enums import Solution

_STATES = ", ".join(f"'{state}'" for state in ItemState)
_KINDS = ", ".join(f"'{kind}'" for kind in Competency)

plan_item_need = Table(
    "plan_item_need",
    Base.metadata,
    Column("plan_item_id", ForeignKey("plan_item.id", ondelete="CASCADE"), primary_key=True),
    Column("need_id", primary_key=True),
    # A copy of the need's own: it lets the database refuse needs that no course solves, whoever comes first.
    Column("solution", String, nullable=False, server_default=Solution.COURSE),
    CheckConstraint("solution = 'course'", name="solution"),
    ForeignKeyConstraint(["need_id", "solution"], ["need.id", "need.solution"], ondelete="RESTRICT"),
)
plan_item_unit = Table(
    "plan_item_unit",
    Base.metadata,
    Column("plan_item_id", ForeignKey("plan_item.id", ondelete="CASCADE"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id", ondelete="RESTRICT"), primary_key=True),
)


class PlanGoal(Base):
    """What a plan wants to reach; items may name one."""

    __tablename__ = "plan_goal"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title_id: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")

    cycle: Mapped[Cycle] = relationship()


class PlanItem(Base):
    """One line of the plan. `development_code` is SIASN's kind of development, 1–25; budget in rupiah.

    Beside the words of the schedule: days from `starts_on` to `ends_on`, `jp` (hours of 45 minutes that each
    participant gets), how many participants, and the units that they come from.
    """

    __tablename__ = "plan_item"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint(f"competency IN ({_KINDS})", name="competency"),
        CheckConstraint("development_code BETWEEN 1 AND 25", name="development_code"),
        CheckConstraint("budget >= 0", name="budget"),
        CheckConstraint("ends_on >= starts_on", name="days"),
        CheckConstraint("(starts_on IS NULL) = (ends_on IS NULL)", name="both_days"),
        CheckConstraint("jp > 0", name="jp"),
        CheckConstraint("participants > 0", name="participants"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"), index=True)
    title_id: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    competency: Mapped[str]
    target: Mapped[str]
    development_code: Mapped[int]
    organiser: Mapped[str]
    schedule: Mapped[str]
    curriculum: Mapped[str]
    budget: Mapped[Decimal] = mapped_column(Exact(2), default=Decimal(0))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    jp: Mapped[int | None]
    participants: Mapped[int | None]
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("plan_goal.id", ondelete="RESTRICT"), index=True)
    state: Mapped[str] = mapped_column(default=ItemState.DRAFT)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    cycle: Mapped[Cycle] = relationship()
    needs: Mapped[list[Need]] = relationship(secondary=plan_item_need, order_by=Need.id)
    goal: Mapped[PlanGoal | None] = relationship()
    units: Mapped[list[Unit]] = relationship(
        secondary=plan_item_unit, order_by=(Unit.position, Unit.name, Unit.id)
    )
    steps: Mapped[list["ItemStep"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="ItemStep.id"
    )
    indicators: Mapped[list["Indicator"]] = relationship(
        back_populates="item", cascade="all, delete-orphan", passive_deletes=True, order_by="Indicator.id"
    )


class ItemStep(Base):
    """A change of state, with its reason: public."""

    __tablename__ = "item_step"
    __table_args__ = (CheckConstraint(f"state IN ({_STATES})", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id", ondelete="CASCADE"), index=True)
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    on: Mapped[date]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class Indicator(Base):
    """What should change, from which baseline to which target. Lower is better where `decreases`."""

    __tablename__ = "indicator"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id", ondelete="CASCADE"), index=True)
    name_id: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    measure_unit: Mapped[str]
    decreases: Mapped[bool] = mapped_column(default=False)
    baseline: Mapped[Decimal] = mapped_column(Exact(3))
    baseline_on: Mapped[date]
    target: Mapped[Decimal] = mapped_column(Exact(3))
    source: Mapped[str] = mapped_column(default="")

    item: Mapped[PlanItem] = relationship(back_populates="indicators")
    measurements: Mapped[list["Measurement"]] = relationship(
        back_populates="indicator",
        lazy="selectin",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Measurement.on",
    )


class Measurement(Base):
    """A value of an indicator on a day."""

    __tablename__ = "measurement"
    __table_args__ = (UniqueConstraint("indicator_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id", ondelete="CASCADE"))
    on: Mapped[date]
    value: Mapped[Decimal] = mapped_column(Exact(3))
    note: Mapped[str] = mapped_column(default="")

    indicator: Mapped[Indicator] = relationship(back_populates="measurements")
