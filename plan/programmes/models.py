"""How an item is carried out: with which institution, when, in which workshops."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from plan.item_models import PlanItem


class Programme(Base):
    """One programme of an item. `jp` are hours of 45 minutes for each participant."""

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="days"),
        CheckConstraint("jp > 0", name="jp"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id", ondelete="CASCADE"), index=True)
    title_id: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    institution: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    jp: Mapped[int]

    item: Mapped[PlanItem] = relationship(lazy="joined", innerjoin=True)
    sessions: Mapped[list["ProgrammeSession"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, lazy="selectin", order_by="ProgrammeSession.key"
    )


class ProgrammeSession(Base):
    """A session of a programme: something of another slice by kind and key, at present a workshop."""

    __tablename__ = "programme_session"

    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True, index=True)
