"""Needs: the contributions that stand behind them, their names and quotes."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    except_,
    exists,
    false,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.contributions import ContributionRef
from core.cycles.enums import Action
from core.cycles.models import Cycle
from core.cycles.rules import require_open
from core.errors import N_, Conflict, NotFound
from plan.item_models import plan_item_need
from plan.item_rules import slug
from plan.ledger import Deed, edges_to, link_select, unlink_select
from plan.ledger_models import NodeKind, TraceEdge
from plan.models import Need, NeedContribution, Theme, ThemeAssignment

IN_USE = N_("Kebutuhan ini sudah dipakai butir rencana, jadi keputusannya tidak dapat ditarik lagi.")


def random_key(title: str) -> str:
    """A readable public address that cannot be guessed and does not clash."""
    return f"{slug(title)}-{secrets.token_hex(5)}"


def one_at_a_time(session: Session, cycle_id: int) -> None:
    """Decisions of a cycle follow each other; SQLite's writers do so anyway."""
    session.execute(select(Cycle.id).where(Cycle.id == cycle_id).with_for_update())


def add_need(session: Session, theme: Theme, *, title_id: str, title_en: str) -> Need:
    """The need that an accepted theme becomes; its contributions are added by the caller."""
    need = Need(
        key=random_key(title_id),
        cycle_id=theme.run.cycle_id,
        theme_id=theme.id,
        purpose=theme.run.purpose,
        title_id=title_id.strip(),
        title_en=title_en.strip(),
    )
    session.add(need)
    session.flush()
    return need


def _same_contribution() -> ColumnElement[bool]:
    return and_(
        NeedContribution.contribution_kind == ThemeAssignment.contribution_kind,
        NeedContribution.contribution_key == ThemeAssignment.contribution_key,
        NeedContribution.contribution_field == ThemeAssignment.contribution_field,
    )


def add_contributions(session: Session, need: Need, theme: Theme, *, deed: Deed) -> int:
    """Put every contribution whose main theme is this one behind the need, typical examples as quotes."""
    known = exists().where(NeedContribution.need_id == need.id, _same_contribution())
    return _add(session, need, theme, ThemeAssignment.is_quote, known, deed)


def add_later_contributions(session: Session, need: Need, theme: Theme, *, deed: Deed) -> int:
    """The same for a theme linked by a run: only what no need of the cycle has yet, and no quotes.

    A job must neither change what people decided nor publish words that nobody has looked at.
    """
    needs = select(Need.id).where(Need.cycle_id == need.cycle_id, Need.purpose == need.purpose)
    known = exists().where(NeedContribution.need_id.in_(needs), _same_contribution())
    return _add(session, need, theme, false(), known, deed)


def _add(
    session: Session,
    need: Need,
    theme: Theme,
    is_quote: ColumnElement[bool] | Any,
    known: ColumnElement[bool],
    deed: Deed,
) -> int:
    found = ThemeAssignment
    rows = select(
        literal(need.id), found.contribution_kind, found.contribution_key, found.contribution_field, is_quote
    ).where(found.theme_id == theme.id, found.rank == 1, ~known)
    columns = ("need_id", "contribution_kind", "contribution_key", "contribution_field", "is_quote")
    added = insert(NeedContribution).from_select(columns, rows).returning(NeedContribution.need_id)
    count = len(session.scalars(added).all())
    write_down(session, need.id, need.key, deed=deed)
    return count


def write_down(session: Session, need_id: int, key: str, *, deed: Deed) -> None:
    """Bring the need's number of people, and the ledger's edges to it, up to what `need_contribution` says now."""
    behind = NeedContribution.need_id == need_id
    ref = (
        NeedContribution.contribution_kind,
        NeedContribution.contribution_key,
        NeedContribution.contribution_field,
    )
    link_select(session, select(*ref, literal(NodeKind.NEED), literal(key)).where(behind), deed=deed)
    written = edges_to(NodeKind.NEED, key).where(TraceEdge.source_kind != NodeKind.THEME).subquery()
    # EXCEPT, not NOT EXISTS: a database that takes a table which just grew for a small one would compare each with each.
    gone = except_(select(*list(written.c)[:3]), select(*ref).where(behind)).subquery()
    unlink_select(session, select(*gone.c, literal(NodeKind.NEED), literal(key)), deed=deed)
    people = select(*ref[:2]).where(behind).distinct().subquery()
    count = select(func.count()).select_from(people).scalar_subquery()
    session.execute(
        update(Need).where(Need.id == need_id).values(people=count),
        execution_options={"synchronize_session": "fetch"},
    )


def keep_only(session: Session, need: Need, themes: Sequence[int], *, deed: Deed) -> None:
    """Drop the contributions that none of these themes puts behind the need."""
    fed = exists().where(
        ThemeAssignment.theme_id.in_(themes), ThemeAssignment.rank == 1, _same_contribution()
    )
    session.execute(delete(NeedContribution).where(NeedContribution.need_id == need.id, ~fed))
    write_down(session, need.id, need.key, deed=deed)


def stand_behind_only(
    session: Session,
    refs: Select[*tuple[Any, ...]],
    need: Need | None,
    *,
    cycle_id: int,
    purpose: str,
    deed: Deed,
) -> None:
    """Let these contributions (kind, key, field) stand behind this need and no other of the cycle and purpose."""
    said = refs.subquery()
    trace = (
        NeedContribution.contribution_kind,
        NeedContribution.contribution_key,
        NeedContribution.contribution_field,
    )
    same = exists().where(*(a == b for a, b in zip(trace, said.c, strict=True)))
    left = (Need.cycle_id == cycle_id, Need.purpose == purpose, Need.id != (need.id if need else 0))
    behind = exists().where(NeedContribution.need_id == Need.id, same)
    for need_id, key in session.execute(select(Need.id, Need.key).where(*left, behind)).all():
        session.execute(delete(NeedContribution).where(NeedContribution.need_id == need_id, same))
        write_down(session, need_id, key, deed=deed)
    if need is None:
        return
    known = exists().where(
        NeedContribution.need_id == need.id, *(a == b for a, b in zip(trace, said.c, strict=True))
    )
    rows = select(literal(need.id), *said.c, false()).where(~known)
    session.execute(
        insert(NeedContribution).from_select(["need_id", *(c.key for c in trace), "is_quote"], rows)
    )
    write_down(session, need.id, need.key, deed=deed)


def is_used(session: Session, need: Need) -> bool:
    """Whether a plan item is built on it."""
    used = select(plan_item_need.c.need_id).where(plan_item_need.c.need_id == need.id).limit(1)
    return session.scalar(used) is not None


def drop_need(session: Session, need: Need, *, deed: Deed) -> None:
    """Take a need back while no plan item is built on it; the foreign key decides a race."""
    if is_used(session, need):
        raise Conflict(IN_USE)
    unlink_select(session, edges_to(NodeKind.NEED, need.key), deed=deed)
    try:
        with session.begin_nested():
            session.execute(delete(Need).where(Need.id == need.id))
    except IntegrityError as clash:
        raise Conflict(IN_USE) from clash


def rename_need(session: Session, need: Need, *, title_id: str, title_en: str, actor_id: int | None) -> None:
    """Change the words of the office; the theme keeps the name it was proposed with."""
    require_open(need.cycle, Action.DECIDE_THEMES)
    need.title_id, need.title_en = title_id.strip(), title_en.strip()
    session.flush()
    audit.record(session, actor_id=actor_id, action="need.rename", kind="need", key=need.key)


def show_quote(
    session: Session, need: Need, *, ref: ContributionRef, shown: bool, actor_id: int | None
) -> None:
    """Publish a contribution as a quote, or hide it: words can give somebody away. Open in every phase."""
    changed = session.execute(
        update(NeedContribution)
        .where(
            NeedContribution.need_id == need.id,
            NeedContribution.contribution_kind == ref.kind,
            NeedContribution.contribution_key == ref.key,
            NeedContribution.contribution_field == ref.field,
        )
        .values(is_quote=shown)
        .returning(NeedContribution.need_id)
    ).scalar()
    if changed is None:
        raise NotFound(N_("Masukan itu tidak ada di kebutuhan ini."))
    audit.record(session, actor_id=actor_id, action="need.quote", kind="need", key=need.key, shown=shown)
