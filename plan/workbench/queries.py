"""A run's contributions as the workbench shows them: near copies as one row, the least certain first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from sqlalchemy import and_, case, func, select, tuple_
from sqlalchemy.orm import Session

from core.contributions import ContributionRef, ContributionSource
from plan.models import Theme, ThemeAssignment, ThemeRun
from plan.theme_voices import fetch_all
from plan.workbench.models import Placement
from plan.workbench.moving import Picked

PAGE = 25
# Members of a fold that are asked for a text: the first may have been taken back.
TRIED = 3
NO_THEME = 0
_SEEN = (func.coalesce(ThemeAssignment.theme_id, NO_THEME), ThemeAssignment.fold)


@dataclass(frozen=True)
class FoldRow:
    """Near copies under one theme. `text` is None where all that were asked for were taken back.

    `confidence` is that of the least certain one, `locked` counts those that no run may move.
    """

    picked: Picked
    theme: Theme | None
    count: int
    confidence: float
    locked: int
    reason: str
    is_quote: bool
    text: str | None
    ref: ContributionRef | None

    @property
    def value(self) -> str:
        """What its box sends."""
        return f"{self.picked.theme_id}.{self.picked.fold}"

    @property
    def percent(self) -> int:
        """How sure the machine was."""
        return round(100 * self.confidence)


@dataclass(frozen=True)
class FoldPage:
    """One page of folds; `total` counts folds."""

    rows: tuple[FoldRow, ...]
    number: int
    pages: int
    total: int

    @property
    def before(self) -> int | None:
        """The page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after, if there is one."""
        return self.number + 1 if self.number < self.pages else None


def folds_of_run(
    session: Session,
    run: ThemeRun,
    sources: Iterable[ContributionSource],
    *,
    theme_id: int | None = None,
    number: int = 1,
) -> FoldPage:
    """The folds of a run, or of one theme of it (0: belum terklasifikasi), the least certain first."""
    where = [ThemeAssignment.run_id == run.id, ThemeAssignment.rank == 1]
    if theme_id is not None:
        where.append(_SEEN[0] == theme_id)
    least = func.min(ThemeAssignment.confidence)
    groups = select(*_SEEN, func.count(), least).where(*where).group_by(*_SEEN)
    total = session.scalar(select(func.count()).select_from(groups.subquery())) or 0
    pages = max(ceil(total / PAGE), 1)
    number = min(max(number, 1), pages)
    ordered = groups.order_by(least, ThemeAssignment.fold, _SEEN[0])
    found = session.execute(ordered.limit(PAGE).offset((number - 1) * PAGE)).all()
    picked = [Picked(theme, fold) for theme, fold, _, _ in found]
    members = _members(session, run, picked)
    said = fetch_all(session, [m.ref for own in members.values() for m in own], sources)
    themes = {theme.id: theme for theme in run.themes}
    rows = []
    for one, (_, _, count, confidence) in zip(picked, found, strict=True):
        own = members[one]
        living = next((m for m in own if m.ref in said), None)
        rows.append(
            FoldRow(
                picked=one,
                theme=themes.get(one.theme_id),
                count=count,
                confidence=confidence,
                locked=own[0].locked,
                reason=own[0].reason,
                is_quote=any(m.is_quote for m in own),
                text=said[living.ref].text if living else None,
                ref=living.ref if living else None,
            )
        )
    return FoldPage(tuple(rows), number, pages, total)


@dataclass(frozen=True)
class _Member:
    ref: ContributionRef
    is_quote: bool
    locked: int
    reason: str


def _members(session: Session, run: ThemeRun, picked: Sequence[Picked]) -> dict[Picked, list[_Member]]:
    """The first contributions of each fold, with how many of the whole fold are locked."""
    found = ThemeAssignment
    ref = (found.contribution_kind, found.contribution_key, found.contribution_field)
    placed = (Placement.contribution_kind, Placement.contribution_key, Placement.contribution_field)
    locked = func.sum(case((Placement.locked, 1), else_=0)).over(partition_by=_SEEN)
    place = func.row_number().over(partition_by=_SEEN, order_by=(found.is_quote.desc(), *ref))
    rows = (
        select(
            _SEEN[0].label("theme"),
            found.fold.label("fold"),
            *ref,
            found.is_quote,
            func.coalesce(locked, 0).label("locked"),
            func.coalesce(Placement.reason, "").label("reason"),
            place.label("place"),
        )
        .outerjoin(Placement, and_(*(a == b for a, b in zip(placed, ref, strict=True))))
        .where(
            found.run_id == run.id,
            found.rank == 1,
            tuple_(*_SEEN).in_([(one.theme_id, one.fold) for one in picked]),
        )
        .subquery()
    )
    first = select(rows).where(rows.c.place <= TRIED).order_by(rows.c.theme, rows.c.fold, rows.c.place)
    members: dict[Picked, list[_Member]] = {one: [] for one in picked}
    for theme, fold, kind, key, name, is_quote, count, reason, _ in session.execute(first).all():
        member = _Member(ContributionRef(kind, key, name), is_quote, count, reason)
        members[Picked(theme, fold)].append(member)
    return members


def spoken_refs(
    session: Session, run: ThemeRun, picked: Sequence[Picked], sources: Iterable[ContributionSource]
) -> list[ContributionRef]:
    """Of each fold the contribution whose text the workbench shows."""
    members = _members(session, run, picked)
    said = fetch_all(session, [m.ref for own in members.values() for m in own], sources)
    spoken = (next((m.ref for m in own if m.ref in said), None) for own in members.values())
    return [ref for ref in spoken if ref is not None]
