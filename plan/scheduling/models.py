"""What a cycle's plan owes each civil servant: editable, with the rule that says so."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base


class PlanDuty(Base):
    """Hours of 45 minutes a year: at least `pns_jp` for each PNS, at most `pppk_jp` for each PPPK."""

    __tablename__ = "plan_duty"
    __table_args__ = (CheckConstraint("pns_jp > 0 AND pppk_jp > 0", name="jp"),)

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"), primary_key=True)
    pns_jp: Mapped[int]
    pns_rule: Mapped[str]
    pppk_jp: Mapped[int]
    pppk_rule: Mapped[str]
