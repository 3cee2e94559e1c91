"""The cycle, its current phase and what each phase opens."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from core.cycles.enums import Action, Phase

_PHASES = ", ".join(f"'{phase}'" for phase in Phase)
_ACTIONS = ", ".join(f"'{action}'" for action in Action)


class Cycle(Base):
    """One round of planning, usually a year. `current` marks the one the home page speaks of."""

    __tablename__ = "cycle"
    __table_args__ = (
        CheckConstraint(f"phase IN ({_PHASES})", name="phase"),
        # At most one cycle is the current one.
        Index(
            "uq_cycle_current",
            "current",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    title_id: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    year: Mapped[int]
    goal_id: Mapped[str] = mapped_column(default="")
    goal_en: Mapped[str] = mapped_column(default="")
    phase: Mapped[str] = mapped_column(default=Phase.GATHER)
    current: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    openings: Mapped[list["PhaseOpening"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="PhaseOpening.phase"
    )


class PhaseOpening(Base):
    """In this phase of this cycle, this action is open."""

    __tablename__ = "phase_opening"
    __table_args__ = (
        CheckConstraint(f"phase IN ({_PHASES})", name="phase"),
        CheckConstraint(f"action IN ({_ACTIONS})", name="action"),
    )

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"), primary_key=True)
    phase: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(primary_key=True)
