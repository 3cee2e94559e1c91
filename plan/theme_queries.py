"""Find runs, themes and needs."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.errors import N_, NotFound
from plan.enums import NO_TAXONOMY, RunState, ThemeState
from plan.item_models import plan_item_need
from plan.linking import root_of
from plan.models import Need, SubTheme, Theme, ThemeAssignment, ThemeRun
from plan.workbench.models import Placement


def runs_of_cycle(session: Session, cycle_id: int) -> list[ThemeRun]:
    """Newest first."""
    query = select(ThemeRun).where(ThemeRun.cycle_id == cycle_id).order_by(ThemeRun.id.desc())
    return list(session.scalars(query))


def run_by_id(session: Session, run_id: int) -> ThemeRun:
    """A run for staff."""
    run = session.get(ThemeRun, run_id)
    if run is None:
        raise NotFound(N_("Proses tema itu tidak ada."))
    return run


def who_cancelled(session: Session, run: ThemeRun) -> str:
    """The name of whoever stopped the run; empty where nobody did or the account is gone."""
    return session.scalar(select(Account.name).where(Account.id == run.cancelled_by)) or ""


def newest_done(session: Session, cycle_id: int, purpose: str) -> ThemeRun | None:
    """The run that decisions are made about."""
    return session.scalar(
        select(ThemeRun)
        .where(ThemeRun.cycle_id == cycle_id, ThemeRun.purpose == purpose, ThemeRun.state == RunState.DONE)
        .order_by(ThemeRun.id.desc())
        .limit(1)
    )


def may_go_on(session: Session, cycle_id: int, purpose: str) -> bool:
    """Whether the newest run was over a list, and nobody taught the machine anything since it began."""
    newest = newest_done(session, cycle_id, purpose)
    if newest is None or newest.taxonomy == NO_TAXONOMY:
        return False
    later = select(Placement.contribution_key).where(
        Placement.cycle_id == cycle_id, Placement.purpose == purpose, Placement.placed_at > newest.created_at
    )
    return session.scalar(later.limit(1)) is None


def theme_in_run(session: Session, run_id: int, theme_key: str) -> Theme:
    """A theme by its run and taxonomy key."""
    theme = session.scalar(select(Theme).where(Theme.run_id == run_id, Theme.theme_key == theme_key))
    if theme is None:
        raise NotFound(N_("Tema itu tidak ada."))
    return theme


def subs_of(session: Session, theme: Theme) -> list[tuple[SubTheme, int]]:
    """The parts of a theme that hold something now, with how many contributions, the greatest first."""
    held = (
        select(ThemeAssignment.sub_key, func.count())
        .where(ThemeAssignment.theme_id == theme.id, ThemeAssignment.rank == 1)
        .group_by(ThemeAssignment.sub_key)
    )
    counts: dict[str, int] = dict(session.execute(held).all())
    subs = session.scalars(select(SubTheme).where(SubTheme.theme_id == theme.id).order_by(SubTheme.sub_key))
    found = [(sub, counts[sub.sub_key]) for sub in subs if counts.get(sub.sub_key)]
    return sorted(found, key=lambda one: (-one[1], one[0].sub_key))


def sub_of(session: Session, theme: Theme, sub_key: str) -> tuple[SubTheme, int]:
    """A part of a theme, with how many contributions it holds."""
    found = next((one for one in subs_of(session, theme) if one[0].sub_key == sub_key), None)
    if found is None:
        raise NotFound(N_("Subtema itu tidak ada, atau tidak berisi masukan lagi."))
    return found


def need_by_key(session: Session, key: str) -> Need:
    """A need for staff."""
    need = session.scalar(select(Need).where(Need.key == key))
    if need is None:
        raise NotFound(N_("Kebutuhan itu tidak ada."))
    return need


def public_need(session: Session, theme_key: str) -> Need:
    """The need behind a theme's public address; what is not accepted is as good as absent."""
    theme = session.scalar(select(Theme).where(Theme.key == theme_key))
    need = root_of(theme).need if theme is not None else None
    if need is None:
        raise NotFound(N_("Tema itu tidak ada, atau belum diterima sebagai kebutuhan."))
    return need


def merge_targets(session: Session, theme: Theme) -> list[Theme]:
    """Themes that may speak for this one: those of its run, and needs of the cycle from earlier runs."""
    query = (
        select(Theme)
        .join(ThemeRun, ThemeRun.id == Theme.run_id)
        .where(
            ThemeRun.cycle_id == theme.run.cycle_id,
            ThemeRun.purpose == theme.run.purpose,
            Theme.id != theme.id,
            (Theme.state == ThemeState.ACCEPTED)
            | ((Theme.run_id == theme.run_id) & (Theme.state == ThemeState.PROPOSED)),
        )
        .order_by(Theme.state, Theme.name_id)
    )
    return list(session.scalars(query))


def waiting_themes(session: Session, run: ThemeRun) -> int:
    """Themes of a run that nobody has decided about yet."""
    waiting = (Theme.run_id == run.id, Theme.state == ThemeState.PROPOSED)
    return session.scalar(select(func.count()).select_from(Theme).where(*waiting)) or 0


def unclassified_count(session: Session, run: ThemeRun) -> int:
    """Contributions that the run left without a theme."""
    left = select(ThemeAssignment.contribution_key).where(
        ThemeAssignment.run_id == run.id, ThemeAssignment.rank == 1, ThemeAssignment.theme_id.is_(None)
    )
    return session.scalar(_count(left)) or 0


def needs_with_figures(session: Session, cycle_id: int) -> list[tuple[Need, int, int]]:
    """The needs of a cycle, each with its number of answers and of plan items, the greatest first."""
    links = select(plan_item_need.c.need_id, func.count()).group_by(plan_item_need.c.need_id)
    items: Mapping[int, int] = dict(session.execute(links).all())
    needs = session.scalars(select(Need).where(Need.cycle_id == cycle_id).order_by(Need.id))
    rows = [(need, need.people, items.get(need.id, 0)) for need in needs]
    return sorted(rows, key=lambda row: (-row[1], row[0].id))


def _count(query: Select[*tuple[Any, ...]]) -> Select[int]:
    return select(func.count()).select_from(query.subquery())
