"""Put contributions where they belong: move, split off, lock, release. Each holds in every later run."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, literal, select, true, tuple_, update
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.contributions import ContributionRef
from core.errors import N_, Conflict, Invalid
from core.sql import insert_into
from plan.deciding import begin_deciding
from plan.enums import ThemeState
from plan.item_rules import slug
from plan.ledger import Deed, link_select, standing, unlink_select
from plan.ledger_models import NodeKind, TraceEdge
from plan.linking import root_of
from plan.models import Theme, ThemeAssignment, ThemeRun
from plan.needs import random_key, stand_behind_only
from plan.replies.figures import count_again
from plan.replies.services import repeat_reply, reply_to_later, take_back_from
from plan.workbench.carrying import SURE
from plan.workbench.memory import remember
from plan.workbench.models import Placement

MADE_PREFIX = "tim"
_REF = (
    ThemeAssignment.contribution_kind,
    ThemeAssignment.contribution_key,
    ThemeAssignment.contribution_field,
)
_ELSEWHERE = N_("Masukan yang Anda pilih sudah dipindah orang lain. Muat ulang halaman, lalu lihat lagi.")


@dataclass(frozen=True, order=True)
class Picked:
    """A fold where somebody saw it: the number of its theme (0: belum terklasifikasi) and its key."""

    theme_id: int
    fold: str


def move_contributions(
    session: Session,
    run: ThemeRun,
    *,
    picked: Sequence[Picked],
    to: Theme,
    actor_id: int | None,
    reason: str = "",
) -> int:
    """Put the folds under a theme of the run and lock them there; returns how many contributions moved."""
    begin_deciding(session, run)
    session.expire(to)
    if to.run_id != run.id:
        raise Conflict(N_("Tema tujuan tidak dapat dipilih lagi. Pilih tema lain."))
    chosen = _chosen(session, run, picked)
    deed = Deed("theme.move", actor_id, reason.strip())
    count = _place(session, run, chosen, to, deed)
    _record(session, run, "theme.move", actor_id, into=to.key, contributions=count)
    return count


def split_theme(
    session: Session,
    run: ThemeRun,
    *,
    picked: Sequence[Picked],
    name_id: str,
    name_en: str,
    actor_id: int | None,
    reason: str = "",
) -> Theme:
    """Make a theme of these contributions. Later runs have it, too, and look for more of its kind."""
    if not name_id.strip():
        raise Invalid(N_("Tulis nama tema yang baru."))
    begin_deciding(session, run)
    chosen = _chosen(session, run, picked)
    theme = Theme(
        key=random_key(name_id),
        run_id=run.id,
        theme_key=f"{MADE_PREFIX}-{slug(name_id)[:40]}-{secrets.token_hex(3)}",
        name_id=name_id.strip(),
        name_en=name_en.strip(),
    )
    session.add(theme)
    session.flush()
    remember(session, theme, actor_id=actor_id, made=True, name_id=theme.name_id, name_en=theme.name_en)
    count = _place(session, run, chosen, theme, Deed("theme.split", actor_id, reason.strip()))
    _record(session, run, "theme.split", actor_id, into=theme.key, contributions=count)
    return theme


def lock_contributions(
    session: Session, run: ThemeRun, *, picked: Sequence[Picked], actor_id: int | None, reason: str = ""
) -> int:
    """Keep the folds where they are, in every later run."""
    begin_deciding(session, run)
    if any(one.theme_id == 0 for one in picked):
        raise Invalid(
            N_("Masukan yang belum terklasifikasi belum punya tema. Pindahkan dahulu ke sebuah tema.")
        )
    _chosen(session, run, picked)
    count, deed = 0, Deed("theme.lock", actor_id, reason.strip())
    for theme_id in sorted({one.theme_id for one in picked}):
        theme = session.get_one(Theme, theme_id, populate_existing=True)
        own = _where(run, [one for one in picked if one.theme_id == theme_id])
        count += _place(session, run, own, theme, deed)
    _record(session, run, "theme.lock", actor_id, contributions=count)
    return count


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
    wanted = tuple_(*_REF).in_([(ref.kind, ref.key, ref.field) for ref in refs])
    chosen = (ThemeAssignment.run_id == run.id) & (ThemeAssignment.rank == 1) & wanted
    return _place(session, run, chosen, to, Deed(action, actor_id))


def release_contributions(
    session: Session, run: ThemeRun, *, picked: Sequence[Picked], actor_id: int | None
) -> int:
    """Let later runs move the folds again. Where people put them stays an example to learn from."""
    begin_deciding(session, run)
    chosen = _chosen(session, run, picked)
    placed = (Placement.contribution_kind, Placement.contribution_key, Placement.contribution_field)
    released = session.execute(
        update(Placement)
        .where(tuple_(*placed).in_(select(*_REF).where(chosen)), Placement.locked)
        .values(locked=False, placed_by=actor_id, placed_at=utc_now())
        .returning(Placement.contribution_key)
    )
    count = len(released.all())
    _record(session, run, "theme.release", actor_id, contributions=count)
    return count


def _where(run: ThemeRun, picked: Sequence[Picked]) -> ColumnElement[bool]:
    """The main assignments of these folds, as long as they are where they were seen."""
    pairs = [(one.theme_id, one.fold) for one in picked]
    seen = tuple_(func.coalesce(ThemeAssignment.theme_id, 0), ThemeAssignment.fold)
    return (ThemeAssignment.run_id == run.id) & (ThemeAssignment.rank == 1) & seen.in_(pairs)


def _chosen(session: Session, run: ThemeRun, picked: Sequence[Picked]) -> ColumnElement[bool]:
    if not picked:
        raise Invalid(N_("Pilih dahulu masukannya."))
    chosen = _where(run, picked)
    if session.scalar(select(ThemeAssignment.fold).where(chosen).limit(1)) is None:
        raise Conflict(_ELSEWHERE)
    return chosen


def _place(session: Session, run: ThemeRun, chosen: ColumnElement[bool], to: Theme, deed: Deed) -> int:
    """Placement, ledger, needs, then the assignments themselves: all of one act."""
    refs = select(*_REF).where(chosen)
    count = _keep_placement(session, run, chosen, to, deed)
    _write_edges(session, refs, to, deed)
    come = select(*_REF).where(chosen, ThemeAssignment.theme_id.is_distinct_from(to.id))
    take_back_from(session, come, deed=deed)
    stand_behind_only(session, refs, root_of(to).need, cycle_id=run.cycle_id, purpose=run.purpose, deed=deed)
    session.execute(
        delete(ThemeAssignment).where(
            ThemeAssignment.run_id == run.id,
            ThemeAssignment.rank == 2,
            ThemeAssignment.theme_id == to.id,
            tuple_(*_REF).in_(refs),
        )
    )
    # What was typical of another theme is not of this one.
    typical = and_(ThemeAssignment.is_quote, ThemeAssignment.theme_id.is_not_distinct_from(to.id))
    session.execute(
        update(ThemeAssignment).where(chosen).values(theme_id=to.id, is_quote=typical, confidence=SURE)
    )
    _sizes_again(session, run)
    _tell(session, to)
    count_again(session, run.cycle_id)
    return count


def _tell(session: Session, to: Theme) -> None:
    """Who came to a theme that is decided is told so; who has a reply in force keeps that."""
    need = root_of(to).need
    if need is not None:
        reply_to_later(session, need, to)
    elif to.state != ThemeState.PROPOSED:
        repeat_reply(
            session, to, select(*_REF).where(ThemeAssignment.theme_id == to.id, ThemeAssignment.rank == 1)
        )


def _keep_placement(
    session: Session, run: ThemeRun, chosen: ColumnElement[bool], to: Theme, deed: Deed
) -> int:
    said: dict[str, Any] = {
        "cycle_id": literal(run.cycle_id),
        "purpose": literal(run.purpose),
        "theme_key": literal(to.theme_key),
        "locked": true(),
        "reason": literal(deed.reason),
        "placed_by": literal(deed.actor_id, Placement.placed_by.type),
        "placed_at": literal(utc_now(), Placement.placed_at.type),
    }
    ref = ("contribution_kind", "contribution_key", "contribution_field")
    rows = select(*_REF, *said.values()).where(chosen)
    placed = insert_into(session, Placement).from_select([*ref, *said], rows)
    kept = placed.on_conflict_do_update(
        index_elements=ref, set_={name: placed.excluded[name] for name in said}
    )
    return len(session.execute(kept.returning(Placement.contribution_key)).all())


def _write_edges(session: Session, refs: Select[*tuple[Any, ...]], to: Theme, deed: Deed) -> None:
    """The ledger has one standing edge from each of them to a theme: who put it there, and why."""
    said = refs.subquery()
    source = (TraceEdge.source_kind, TraceEdge.source_key, TraceEdge.source_field)
    old = (
        select(*source, TraceEdge.target_kind, TraceEdge.target_key)
        .join(said, tuple_(*source) == tuple_(*said.c))
        .where(TraceEdge.target_kind == NodeKind.THEME, TraceEdge.target_key != to.key, standing())
    )
    unlink_select(session, old, deed=deed)
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


def _record(session: Session, run: ThemeRun, action: str, actor_id: int | None, **facts: object) -> None:
    audit.record(session, actor_id=actor_id, action=action, kind="theme_run", key=str(run.id), **facts)
