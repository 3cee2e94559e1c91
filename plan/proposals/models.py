"""The usulan: which items of which version the office sends to the personnel agency, and who did what."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint, and_, exists
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from core.cycles.models import Cycle
from plan.consulting.models import PlanVersion
from plan.enums import ItemState
from plan.item_models import PlanItem
from plan.proposals.enums import ProposalState

_STATES = ", ".join(f"'{state}'" for state in ProposalState)


class Proposal(Base):
    """A usulan. `number` and `dated` are those of the letter, `note_number` and `note_on` of the nota dinas."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("(state = 'signed') = (dated IS NOT NULL)", name="dated"),
        CheckConstraint("state <> 'signed' OR number IS NOT NULL", name="numbered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id", ondelete="RESTRICT"), index=True)
    state: Mapped[str] = mapped_column(default=ProposalState.DRAFTED)
    note_number: Mapped[str] = mapped_column(unique=True)
    note_on: Mapped[date]
    number: Mapped[str | None] = mapped_column(unique=True)
    dated: Mapped[date | None]

    cycle: Mapped[Cycle] = relationship(lazy="joined", innerjoin=True)
    version: Mapped[PlanVersion] = relationship(lazy="joined", innerjoin=True)
    lines: Mapped[list["ProposalItem"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="ProposalItem.item_id"
    )
    steps: Mapped[list["ProposalStep"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="ProposalStep.id"
    )


class ProposalItem(Base):
    """An item that a usulan holds."""

    __tablename__ = "proposal_item"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("plan_item.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    item: Mapped[PlanItem] = relationship(lazy="joined", innerjoin=True)


class ProposalStep(Base):
    """Who took the usulan one step further, when, and why it came back."""

    __tablename__ = "proposal_step"
    __table_args__ = (
        UniqueConstraint("proposal_id", "number"),
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("state <> 'returned' OR reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(default=utc_now)


def is_frozen() -> ColumnElement[bool]:
    """Of a row of `plan_item`: it stands in a signed usulan and waits at the agency as it was signed."""
    signed = exists().where(
        ProposalItem.item_id == PlanItem.id,
        ProposalItem.proposal_id == Proposal.id,
        Proposal.state == ProposalState.SIGNED,
    )
    return and_(PlanItem.state == ItemState.PROPOSED, signed)
