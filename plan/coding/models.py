"""A sample of a run's contributions, and what two people made of each."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from plan.models import ThemeRun


class CodingSample(Base):
    """Drawn by chance from every theme of a run. The first two who code it are its coders."""

    __tablename__ = "coding_sample"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("theme_run.id", ondelete="CASCADE"), index=True)
    size: Mapped[int]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    first_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    second_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    taken_over_at: Mapped[datetime | None]

    run: Mapped[ThemeRun] = relationship()


class CodingItem(Base):
    """A contribution of a sample, and the theme that the machine gave it; "" is none."""

    __tablename__ = "coding_sample_item"
    __table_args__ = ({"sqlite_with_rowid": False},)

    sample_id: Mapped[int] = mapped_column(
        ForeignKey("coding_sample.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    contribution_kind: Mapped[str]
    contribution_key: Mapped[str]
    contribution_field: Mapped[str]
    machine_key: Mapped[str] = mapped_column(default="")


class Coding(Base):
    """What one of the two said of an item: a theme's key, "" for none of them, None where the text was gone."""

    __tablename__ = "coding"
    __table_args__ = (CheckConstraint("seat IN (1, 2)", name="seat"), {"sqlite_with_rowid": False})

    sample_id: Mapped[int] = mapped_column(
        ForeignKey("coding_sample.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    seat: Mapped[int] = mapped_column(primary_key=True)
    theme_key: Mapped[str | None]
