"""How far the answering has come: what is left, how long it took, and what hangs loose on either side.

The contributions of a cycle are those that the newest theme run of each purpose has read; what came in since
then, or was taken back, counts from the next run on.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, exists, func, null, select, true, union_all
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from core.sql import insert_into
from plan.enums import RunState
from plan.item_models import PlanItem, plan_item_need
from plan.models import NeedContribution, ThemeAssignment, ThemeRun
from plan.replies.models import Reply, ReplyContribution, ReplyFigures
from plan.replies.rules import coverage, median_days

_READ = (
    ThemeAssignment.contribution_kind,
    ThemeAssignment.contribution_key,
    ThemeAssignment.contribution_field,
)
_TOLD = (
    ReplyContribution.contribution_kind,
    ReplyContribution.contribution_key,
    ReplyContribution.contribution_field,
)
NO_ROW = cast(null(), Integer)
Refs = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Figures:
    """Contributions read, those with a reply in force, their share in whole percent; days to the first answer.

    `days_half` is the median, `days_most` the longest; None where nothing was answered yet.
    """

    read: int
    answered: int
    percent: int
    days_half: int | None
    days_most: int | None

    @property
    def left(self) -> int:
        """Contributions without a reply."""
        return self.read - self.answered


def read_in(cycle_id: int) -> ColumnElement[bool]:
    """Main assignments of the newest finished run of each purpose of a cycle."""
    newest = (
        select(func.max(ThemeRun.id))
        .where(ThemeRun.cycle_id == cycle_id, ThemeRun.state == RunState.DONE)
        .group_by(ThemeRun.purpose)
    )
    return and_(ThemeAssignment.run_id.in_(newest), ThemeAssignment.rank == 1)


def is_answered() -> ColumnElement[bool]:
    """Whether what was read has a reply in force."""
    same = [told == read for told, read in zip(_TOLD, _READ, strict=True)]
    return exists().where(ReplyContribution.reply_id == Reply.id, Reply.retracted_at.is_(None), *same)


def figures_of(session: Session, cycle_id: int) -> Figures:
    """The figures of a cycle as they were counted last; where nobody has counted yet, counted now."""
    kept = session.get(ReplyFigures, cycle_id, populate_existing=True)
    if kept is None:
        return _measured(session, cycle_id)
    percent = coverage(kept.answered, kept.read)
    return Figures(kept.read, kept.answered, percent, kept.days_half, kept.days_most)


def count_again(session: Session, cycle_id: int) -> None:
    """Keep the figures of a cycle up to date; part of the transaction that changed them."""
    now = _measured(session, cycle_id)
    values = {
        "read": now.read,
        "answered": now.answered,
        "days_half": now.days_half,
        "days_most": now.days_most,
    }
    row = insert_into(session, ReplyFigures).values(cycle_id=cycle_id, **values)
    session.execute(row.on_conflict_do_update(index_elements=["cycle_id"], set_=values))


def _measured(session: Session, cycle_id: int) -> Figures:
    rows = select(is_answered().label("answered")).where(read_in(cycle_id)).subquery()
    grouped = select(rows.c.answered, func.count()).group_by(rows.c.answered)
    counts: dict[bool, int] = {bool(answered): count for answered, count in session.execute(grouped)}
    answered, left = counts.get(True, 0), counts.get(False, 0)
    days = _days(session, cycle_id)
    return Figures(
        read=answered + left,
        answered=answered,
        percent=coverage(answered, answered + left),
        days_half=median_days(days),
        days_most=max(days, default=None),
    )


def _days(session: Session, cycle_id: int) -> Counter[int]:
    """Days -> contributions. No clock is kept of an answer: counted from the first run that had read it."""
    read = (
        select(*_READ, ThemeAssignment.run_id.label("run_id"), NO_ROW.label("reply_id"))
        .join(ThemeRun, ThemeRun.id == ThemeAssignment.run_id)
        .where(ThemeRun.cycle_id == cycle_id, ThemeRun.state == RunState.DONE, ThemeAssignment.rank == 1)
    )
    told = (
        select(*_TOLD, NO_ROW, ReplyContribution.reply_id)
        .join(Reply, Reply.id == ReplyContribution.reply_id)
        .where(Reply.cycle_id == cycle_id)
    )
    # One pass over both: joined, a database that believes them empty compares each with each.
    rows = union_all(read, told).subquery()
    first = (
        select(func.min(rows.c.run_id).label("run_id"), func.min(rows.c.reply_id).label("reply_id"))
        .group_by(*(rows.c[column.key] for column in _READ))
        .subquery()
    )
    pairs = session.execute(
        select(func.coalesce(ThemeRun.finished_at, ThemeRun.created_at), Reply.decided_at, func.count())
        .select_from(first)
        .join(ThemeRun, ThemeRun.id == first.c.run_id)
        .join(Reply, Reply.id == first.c.reply_id)
        .group_by(ThemeRun.id, ThemeRun.finished_at, ThemeRun.created_at, Reply.id, Reply.decided_at)
    ).all()
    days: Counter[int] = Counter()
    for read_at, told_at, count in pairs:
        days[max((told_at.date() - read_at.date()).days, 0)] += count
    return days


def unanswered(cycle_id: int, *, kind: str = "") -> Refs:
    """Kind, key and field of what waits for a reply, in the order of the table's own key."""
    of_kind = ThemeAssignment.contribution_kind == kind if kind else true()
    return (
        select(*_READ)
        .where(read_in(cycle_id), ~is_answered(), of_kind)
        .order_by(ThemeAssignment.run_id, *_READ)
    )


def kinds_read(session: Session, cycle_id: int, kinds: Sequence[str]) -> list[str]:
    """Which of these kinds of contributions the runs have read, for choosing one."""
    kind = ThemeAssignment.contribution_kind
    read = [select(ThemeAssignment.run_id).where(read_in(cycle_id), kind == one).exists() for one in kinds]
    if not read:
        return []
    return [one for one, found in zip(kinds, session.execute(select(*read)).one(), strict=True) if found]


def are_read(session: Session, cycle_id: int, refs: set[ContributionRef]) -> bool:
    """Whether each of these was read by the newest runs of the cycle."""
    among = and_(
        ThemeAssignment.contribution_kind.in_({ref.kind for ref in refs}),
        ThemeAssignment.contribution_key.in_({ref.key for ref in refs}),
    )
    rows = session.execute(select(*_READ).where(read_in(cycle_id), among)).all()
    return refs <= {ContributionRef(*row) for row in rows}


def items_without_contributions(session: Session, cycle_id: int) -> list[PlanItem]:
    """Plan items that no contribution stands behind, drafts too."""
    behind = exists().where(
        plan_item_need.c.plan_item_id == PlanItem.id, NeedContribution.need_id == plan_item_need.c.need_id
    )
    query = select(PlanItem).where(PlanItem.cycle_id == cycle_id, ~behind).order_by(PlanItem.id)
    return list(session.scalars(query))
