"""Versions of a plan, and what the staff say about one. A voice has no account, no time and no order.

`tag` is keyed with the server's secret and another for each item (plan/consulting/rules.py). When the
consultation closes the tags go: what stays are the numbers of `plan_tally` and comments under random keys.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from core.cycles.models import Cycle
from plan.consulting.enums import Stance, VersionState

_STATES = ", ".join(f"'{state}'" for state in VersionState)
_STANCES = ", ".join(f"'{stance}'" for stance in Stance)
_NO_ORDER = {"sqlite_with_rowid": False}


class PlanVersion(Base):
    """The plan as it stood on a day. `snapshot` is never changed: `{"items": [...]}` of snapshots.py."""

    __tablename__ = "plan_version"
    __table_args__ = (
        UniqueConstraint("cycle_id", "number"),
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("(opens_on IS NULL) = (closes_on IS NULL)", name="dates"),
        CheckConstraint("closes_on >= opens_on", name="order"),
        CheckConstraint("state <> 'consultation' OR opens_on IS NOT NULL", name="consulted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default=VersionState.DRAFT)
    snapshot: Mapped[dict[str, object]]
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(default=utc_now)

    cycle: Mapped[Cycle] = relationship(lazy="joined", innerjoin=True)


class PlanVoice(Base):
    """One person's stance on one item, while the consultation is open."""

    __tablename__ = "plan_voice"
    __table_args__ = (CheckConstraint(f"stance IN ({_STANCES})", name="stance"), _NO_ORDER)

    version_id: Mapped[int] = mapped_column(
        ForeignKey("plan_version.id", ondelete="CASCADE"), primary_key=True
    )
    item_key: Mapped[str] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True)
    stance: Mapped[str]


class PlanComment(Base):
    """What somebody wrote about an item. Its tag is another than the voice's, and random after closing."""

    __tablename__ = "plan_comment"
    __table_args__ = (CheckConstraint(f"stance IN ({_STANCES})", name="stance"), _NO_ORDER)

    version_id: Mapped[int] = mapped_column(
        ForeignKey("plan_version.id", ondelete="CASCADE"), primary_key=True
    )
    item_key: Mapped[str] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True)
    stance: Mapped[str]
    text: Mapped[str]


class PlanTally(Base):
    """How many endorsed an item of a version and how many objected, counted at closing."""

    __tablename__ = "plan_tally"
    __table_args__ = (CheckConstraint("endorsed >= 0 AND objected >= 0", name="counts"),)

    version_id: Mapped[int] = mapped_column(
        ForeignKey("plan_version.id", ondelete="CASCADE"), primary_key=True
    )
    item_key: Mapped[str] = mapped_column(primary_key=True)
    endorsed: Mapped[int]
    objected: Mapped[int]
