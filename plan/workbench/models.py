"""What people said about the grouping: where a contribution belongs, and what a theme is called and means.

Both outlive the runs. Contributions are named by their random keys alone, so that a placement of one that was
taken back says nothing of it.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base, utc_now

# A person said that a contribution fits no theme.
NO_THEME_KEY = ""


class Placement(Base):
    """A person said under which theme a contribution belongs. While it is locked no run puts it elsewhere.

    An empty `theme_key` says that it belongs under none. Each placement, locked or not, is an example that later runs learn from.
    """

    __tablename__ = "placement"
    __table_args__ = (
        Index("ix_placement_theme", "cycle_id", "purpose", "theme_key"),
        {"sqlite_with_rowid": False},
    )

    contribution_kind: Mapped[str] = mapped_column(primary_key=True)
    contribution_key: Mapped[str] = mapped_column(primary_key=True)
    contribution_field: Mapped[str] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"))
    purpose: Mapped[str]
    theme_key: Mapped[str]
    locked: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str] = mapped_column(default="")
    placed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    placed_at: Mapped[datetime] = mapped_column(default=utc_now)


class ThemeMemory(Base):
    """What people said of a theme of a cycle and purpose, by its taxonomy key.

    An empty name is the analysis' own. `made` is a theme that people made, which every run has.
    """

    __tablename__ = "theme_memory"
    __table_args__ = ({"sqlite_with_rowid": False},)

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="CASCADE"), primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    theme_key: Mapped[str] = mapped_column(primary_key=True)
    made: Mapped[bool] = mapped_column(default=False)
    name_id: Mapped[str] = mapped_column(default="")
    name_en: Mapped[str] = mapped_column(default="")
    meaning_id: Mapped[str] = mapped_column(default="")
    meaning_en: Mapped[str] = mapped_column(default="")
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    changed_at: Mapped[datetime] = mapped_column(default=utc_now)
