"""Themes proposed by the analysis and decided by people, and the needs they become."""

import secrets
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, utc_now
from core.cycles.models import Cycle
from core.staff.models import Post
from core.units.models import Unit
from plan.enums import RunState, ThemeState
from plan.needing.enums import Solution, Stage
from plan.needing.models import NamedCompetency, need_unit
from plan.taxonomies.models import TaxonomyVersion

_SOLUTIONS = ", ".join(f"'{solution}'" for solution in Solution)
_STAGES = ", ".join(f"'{stage}'" for stage in Stage)


def random_fold() -> str:
    """The fold of a contribution that stands alone."""
    return secrets.token_hex(8)


class ThemeRun(Base):
    """One run of the themes over the free texts of a cycle and purpose; settings and quality as reported.

    Of a cycle and purpose only one run waits at a time. `taxonomy` is the key of a list of themes (with
    `taxonomy_version_id` where it is one of the office's own), or "none" where the machine looks for themes by
    itself: then `n_themes` is how many, None where it finds that out, too. `only_new` was asked to read only what
    the run before had not. `stage` and its numbers are how far a waiting run is.
    """

    __tablename__ = "theme_run"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'done', 'failed', 'cancelled')", name="state"),
        Index(
            "uq_theme_run_queued",
            "cycle_id",
            "purpose",
            unique=True,
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"), index=True)
    purpose: Mapped[str]
    taxonomy: Mapped[str]
    n_themes: Mapped[int | None]
    taxonomy_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("taxonomy_version.id", ondelete="RESTRICT"), index=True
    )
    only_new: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[str] = mapped_column(default=RunState.QUEUED)
    text_count: Mapped[int] = mapped_column(default=0)
    settings: Mapped[dict[str, object]] = mapped_column(default=dict)
    quality: Mapped[dict[str, object]] = mapped_column(default=dict)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    finished_at: Mapped[datetime | None]
    stage: Mapped[str] = mapped_column(default="", server_default="")
    stage_done: Mapped[int] = mapped_column(default=0, server_default="0")
    stage_total: Mapped[int] = mapped_column(default=0, server_default="0")
    cancelled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    cycle: Mapped[Cycle] = relationship()
    taxonomy_version: Mapped[TaxonomyVersion | None] = relationship()
    themes: Mapped[list["Theme"]] = relationship(
        back_populates="run",
        lazy="selectin",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="(Theme.size.desc(), Theme.id)",
    )


class Theme(Base):
    """A development-need theme of a run. `theme_key` is the taxonomy's key, `key` the public address.

    `added` is set where a run found that this theme has its need already: so many contributions were new.
    `asks_id` says in a sentence what people ask for. A `candidate` was found in what fits no theme of the list.
    """

    __tablename__ = "theme"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'accepted', 'merged', 'rejected')", name="state"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into"),
        UniqueConstraint("run_id", "theme_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("theme_run.id", ondelete="CASCADE"))
    theme_key: Mapped[str]
    name_id: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    terms: Mapped[list[object]] = mapped_column(default=list)
    size: Mapped[int] = mapped_column(default=0)
    asks_id: Mapped[str] = mapped_column(default="", server_default="")
    asks_en: Mapped[str] = mapped_column(default="", server_default="")
    candidate: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[str] = mapped_column(default=ThemeState.PROPOSED)
    reason: Mapped[str] = mapped_column(default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="RESTRICT"))
    added: Mapped[int | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]

    run: Mapped[ThemeRun] = relationship(back_populates="themes")
    merged_into: Mapped["Theme | None"] = relationship(remote_side=[id])
    need: Mapped["Need | None"] = relationship(back_populates="theme", uselist=False, lazy="selectin")


class SubTheme(Base):
    """A part of a theme that speaks of something of its own. The assignments say which contributions it has."""

    __tablename__ = "sub_theme"

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True)
    sub_key: Mapped[str] = mapped_column(primary_key=True)
    name_id: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    terms: Mapped[list[object]] = mapped_column(default=list)


class ThemeAssignment(Base):
    """The model put this contribution under this theme; `theme_id` None is "belum terklasifikasi".

    `rank` 1 is the main theme, 2 a second one. `is_quote` marks the model's typical examples. Contributions
    of one `fold` say nearly the same; the key is made anew for each run and cannot be computed from a text.
    `sub_key` is the part of its theme it belongs to, "" where it has none. `unclear` has no content to read a theme
    from. `ask` is its place among those that a person should read first, None where it is not among them.
    """

    __tablename__ = "theme_assignment"
    __table_args__ = (
        CheckConstraint("rank IN (1, 2)", name="rank"),
        Index("ix_theme_assignment_contribution", "contribution_kind", "contribution_key"),
        Index("ix_theme_assignment_theme_id", "theme_id"),
        Index("ix_theme_assignment_fold", "run_id", "fold"),
        # The few of a run that are asked about.
        Index(
            "uq_theme_assignment_ask",
            "run_id",
            "ask",
            unique=True,
            sqlite_where=text("ask IS NOT NULL"),
            postgresql_where=text("ask IS NOT NULL"),
        ),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("theme_run.id", ondelete="CASCADE"), primary_key=True)
    contribution_kind: Mapped[str] = mapped_column(primary_key=True)
    contribution_key: Mapped[str] = mapped_column(primary_key=True)
    contribution_field: Mapped[str] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    confidence: Mapped[float]
    is_quote: Mapped[bool] = mapped_column(default=False)
    fold: Mapped[str] = mapped_column(default=random_fold, server_default="")
    sub_key: Mapped[str] = mapped_column(default="", server_default="")
    unclear: Mapped[bool] = mapped_column(default=False, server_default=false())
    ask: Mapped[int | None]


class Need(Base):
    """A development need: an accepted theme in the words of the office.

    `people` counts the answers behind it, kept by `plan.needs.write_down`; two texts of one answer count once.

    `stage` is its way to a priority. `actual_level` is where holders of the post stand, `level_found` how
    that was found out. A need that no course solves has an addressee and never a plan item: see
    `plan_item_need`. `skm_element` is the key of the element it would improve.
    """

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint(f"solution IN ({_SOLUTIONS})", name="solution"),
        CheckConstraint(f"stage IN ({_STAGES})", name="stage"),
        CheckConstraint("solution = 'course' OR addressee <> ''", name="addressee"),
        CheckConstraint("actual_level BETWEEN 1 AND 5", name="actual_level"),
        CheckConstraint(
            "urgency IS NULL OR (urgency BETWEEN 1 AND 5 AND urgency_reason <> '')", name="urgency"
        ),
        # What plan items point at: only a need that a course solves.
        Index("uq_need_id_solution", "id", "solution", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id", ondelete="RESTRICT"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="SET NULL"), unique=True)
    purpose: Mapped[str]
    title_id: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    people: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    stage: Mapped[str] = mapped_column(default=Stage.SURVEY)
    solution: Mapped[str] = mapped_column(default=Solution.COURSE)
    addressee: Mapped[str] = mapped_column(default="")
    competency_id: Mapped[int | None] = mapped_column(ForeignKey("competency.id", ondelete="RESTRICT"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="SET NULL"))
    actual_level: Mapped[int | None]
    level_found: Mapped[str] = mapped_column(default="")
    skm_element: Mapped[str] = mapped_column(default="")
    legal_basis: Mapped[str] = mapped_column(default="")
    urgency: Mapped[int | None]
    urgency_reason: Mapped[str] = mapped_column(default="")

    cycle: Mapped[Cycle] = relationship()
    theme: Mapped[Theme | None] = relationship(back_populates="need")
    competency: Mapped[NamedCompetency | None] = relationship()
    post: Mapped[Post | None] = relationship()
    units: Mapped[list[Unit]] = relationship(
        secondary=need_unit, order_by=Unit.position, passive_deletes=True
    )
    contributions: Mapped[list["NeedContribution"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )


class NeedContribution(Base):
    """The trace: this contribution stands behind this need. Survives later theme runs."""

    __tablename__ = "need_contribution"
    __table_args__ = (
        Index("ix_need_contribution_contribution", "contribution_kind", "contribution_key"),
        # As a need's page lists them.
        Index(
            "ix_need_contribution_listed",
            "need_id",
            "is_quote",
            "contribution_kind",
            "contribution_key",
            "contribution_field",
        ),
    )

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), primary_key=True)
    contribution_kind: Mapped[str] = mapped_column(primary_key=True)
    contribution_key: Mapped[str] = mapped_column(primary_key=True)
    contribution_field: Mapped[str] = mapped_column(primary_key=True)
    is_quote: Mapped[bool] = mapped_column(default=False)
