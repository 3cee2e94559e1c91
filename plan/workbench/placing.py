"""What putting contributions under a theme, or under none, changes: everything in one act."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    delete,
    false,
    func,
    literal,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from core.base import utc_now
from core.contributions import ContributionRef
from core.sql import insert_into
from plan.enums import ThemeState
from plan.ledger import Deed, link_select, standing, unlink_select
from plan.ledger_models import NodeKind, TraceEdge
from plan.linking import root_of
from plan.models import Theme, ThemeAssignment, ThemeRun
from plan.needs import stand_behind_only
from plan.replies.figures import count_again
from plan.replies.services import repeat_reply, reply_to_later, take_back_from
from plan.workbench.carrying import SURE
from plan.workbench.models import NO_THEME_KEY, Placement

REF = (
    ThemeAssignment.contribution_kind,
    ThemeAssignment.contribution_key,
    ThemeAssignment.contribution_field,
)


def these(run: ThemeRun, refs: Sequence[ContributionRef]) -> ColumnElement[bool]:
    """The main assignments of these contributions."""
    wanted = tuple_(*REF).in_([(ref.kind, ref.key, ref.field) for ref in refs])
    return (ThemeAssignment.run_id == run.id) & (ThemeAssignment.rank == 1) & wanted


def place_together(
    session: Session,
    run: ThemeRun,
    refs: Sequence[ContributionRef],
    *,
    to: Theme,
    action: str,
    actor_id: int | None,
) -> int:
    """Put these contributions under a theme and lock them there, as part of an act that its caller began."""
    return place(session, run, these(run, refs), to, Deed(action, actor_id))


def place(session: Session, run: ThemeRun, chosen: ColumnElement[bool], to: Theme | None, deed: Deed) -> int:
    """Placement, ledger, needs, then the assignments themselves: all of one act. `to` None: it fits no theme."""
    refs, to_id = select(*REF).where(chosen), to.id if to else None
    count = _keep_placement(session, run, chosen, to, deed)
    _write_edges(session, refs, to, deed)
    come = select(*REF).where(chosen, ThemeAssignment.theme_id.is_distinct_from(to_id))
    take_back_from(session, come, deed=deed)
    need = root_of(to).need if to else None
    stand_behind_only(session, refs, need, cycle_id=run.cycle_id, purpose=run.purpose, deed=deed)
    _assign(session, run, chosen, refs, to_id)
    _sizes_again(session, run)
    if to is not None:
        _tell(session, to)
    count_again(session, run.cycle_id)
    return count


def _assign(
    session: Session,
    run: ThemeRun,
    chosen: ColumnElement[bool],
    refs: Select[*tuple[Any, ...]],
    to_id: int | None,
) -> None:
    second = (
        ThemeAssignment.run_id == run.id,
        ThemeAssignment.rank == 2,
        tuple_(*REF).in_(refs),
    )
    # What fits no theme has no second one, either.
    gone = second if to_id is None else (*second, ThemeAssignment.theme_id == to_id)
    session.execute(delete(ThemeAssignment).where(*gone))
    # What was typical, or a part, of another theme is not of this one.
    stays = ThemeAssignment.theme_id.is_not_distinct_from(to_id)
    typical = and_(ThemeAssignment.is_quote, stays) if to_id is not None else false()
    session.execute(
        update(ThemeAssignment)
        .where(chosen)
        .values(
            theme_id=to_id,
            is_quote=typical,
            confidence=SURE,
            sub_key=case((stays, ThemeAssignment.sub_key), else_=""),
        )
    )


def _tell(session: Session, to: Theme) -> None:
    """Who came to a theme that is decided is told so; who has a reply in force keeps that."""
    need = root_of(to).need
    if need is not None:
        reply_to_later(session, need, to)
    elif to.state != ThemeState.PROPOSED:
        repeat_reply(
            session, to, select(*REF).where(ThemeAssignment.theme_id == to.id, ThemeAssignment.rank == 1)
        )


def _keep_placement(
    session: Session, run: ThemeRun, chosen: ColumnElement[bool], to: Theme | None, deed: Deed
) -> int:
    said: dict[str, Any] = {
        "cycle_id": literal(run.cycle_id),
        "purpose": literal(run.purpose),
        "theme_key": literal(to.theme_key if to else NO_THEME_KEY),
        "locked": true(),
        "reason": literal(deed.reason),
        "placed_by": literal(deed.actor_id, Placement.placed_by.type),
        "placed_at": literal(utc_now(), Placement.placed_at.type),
    }
    ref = ("contribution_kind", "contribution_key", "contribution_field")
    rows = select(*REF, *said.values()).where(chosen)
    placed = insert_into(session, Placement).from_select([*ref, *said], rows)
    kept = placed.on_conflict_do_update(
        index_elements=ref, set_={name: placed.excluded[name] for name in said}
    )
    return len(session.execute(kept.returning(Placement.contribution_key)).all())


def _write_edges(session: Session, refs: Select[*tuple[Any, ...]], to: Theme | None, deed: Deed) -> None:
    """The ledger has one standing edge from each of them to a theme, or none: who put it there, and why."""
    said = refs.subquery()
    source = (TraceEdge.source_kind, TraceEdge.source_key, TraceEdge.source_field)
    old = (
        select(*source, TraceEdge.target_kind, TraceEdge.target_key)
        .join(said, tuple_(*source) == tuple_(*said.c))
        .where(TraceEdge.target_kind == NodeKind.THEME, standing())
    )
    if to is None:
        unlink_select(session, old, deed=deed)
        return
    unlink_select(session, old.where(TraceEdge.target_key != to.key), deed=deed)
    link_select(session, select(*said.c, literal(NodeKind.THEME), literal(to.key)), deed=deed)


def _sizes_again(session: Session, run: ThemeRun) -> None:
    held = (
        select(func.count())
        .select_from(ThemeAssignment)
        .where(ThemeAssignment.theme_id == Theme.id, ThemeAssignment.rank == 1)
        .scalar_subquery()
    )
    session.execute(update(Theme).where(Theme.run_id == run.id).values(size=held))
    session.expire_all()
