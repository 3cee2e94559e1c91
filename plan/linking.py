"""A later run meets themes that were decided before: their new contributions go to the need at once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.base import utc_now
from plan.enums import ThemeState
from plan.ledger import Deed, Node, link
from plan.ledger_models import NodeKind
from plan.models import Need, Theme, ThemeRun
from plan.needs import add_later_contributions
from plan.replies.services import reply_to_later


def root_of(theme: Theme) -> Theme:
    """The theme it was merged into in the end; itself where it was not merged."""
    while theme.merged_into is not None:
        theme = theme.merged_into
    return theme


def roots_of(session: Session, cycle_id: int) -> dict[int, int]:
    """For each merged theme of a cycle the theme it was merged into in the end, by their ids."""
    merged = session.execute(
        select(Theme.id, Theme.merged_into_id)
        .join(ThemeRun, ThemeRun.id == Theme.run_id)
        .where(ThemeRun.cycle_id == cycle_id, Theme.merged_into_id.is_not(None))
    )
    into = {theme_id: other for theme_id, other in merged if other is not None}
    roots = {}
    for theme_id in into:
        root = theme_id
        while root in into:
            root = into[root]
        roots[theme_id] = root
    return roots


def last_decision(session: Session, theme: Theme) -> Theme | None:
    """The theme of the same taxonomy key, cycle and purpose that was decided about last."""
    return session.scalar(
        select(Theme)
        .join(ThemeRun, ThemeRun.id == Theme.run_id)
        .where(
            ThemeRun.cycle_id == theme.run.cycle_id,
            ThemeRun.purpose == theme.run.purpose,
            Theme.theme_key == theme.theme_key,
            Theme.id != theme.id,
            Theme.state != ThemeState.PROPOSED,
        )
        .order_by(Theme.run_id.desc())
        .limit(1)
    )


def known_need(session: Session, theme: Theme) -> Need | None:
    """The need that the last decision about this taxonomy key led to."""
    last = last_decision(session, theme)
    return root_of(last).need if last is not None else None


def link_known_themes(session: Session, run: ThemeRun) -> int:
    """Merge the run's themes into those that became a need before; returns how many."""
    deed = Deed("theme_run.finish", None)
    linked = 0
    for theme in run.themes:
        need = known_need(session, theme)
        if need is None:
            continue
        theme.state, theme.merged_into_id, theme.decided_at = ThemeState.MERGED, need.theme_id, utc_now()
        theme.added = add_later_contributions(session, need, theme, deed=deed)
        if need.theme is not None:
            source, target = (Node(NodeKind.THEME, one.key) for one in (theme, need.theme))
            link(session, source, target, action=deed.action, actor_id=None)
        reply_to_later(session, need, theme)
        linked += 1
    session.flush()
    return linked


def feeding(session: Session, root: Theme) -> list[int]:
    """The theme and all that were merged into it, directly or by way of another."""
    merged = select(Theme.id).where(Theme.id == root.id).cte("feeding", recursive=True)
    merged = merged.union(select(Theme.id).join(merged, Theme.merged_into_id == merged.c.id))
    return list(session.scalars(select(merged.c.id).order_by(merged.c.id)))
