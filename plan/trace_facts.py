"""What the database knows about some contributions, read in a fixed number of queries however many they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from core.contributions import ContributionRef
from plan.enums import ItemState, RunState
from plan.item_models import Indicator, PlanItem, plan_item_need
from plan.models import Need, NeedContribution, Theme, ThemeAssignment, ThemeRun
from plan.needing.handing import Handover, handovers_of
from plan.programmes.queries import Shown, shown_of
from plan.replies.models import Reply
from plan.replies.queries import newest_replies

Refs = Sequence[ContributionRef]


@dataclass(frozen=True)
class Facts:
    """By contribution its needs, the theme the newest run gave it, and its newest reply; by need id the items,
    or where the need was handed to that no course solves; by item id its programmes with their workshops.

    `themes` lacks what no run has read; None is "belum terklasifikasi". `retracted` holds those whose every
    reply was taken back. `held` keeps every theme on the way to a merged one's target in memory.
    """

    needs: Mapping[ContributionRef, Sequence[Need]]
    themes: Mapping[ContributionRef, Theme | None]
    replies: Mapping[ContributionRef, Reply]
    retracted: frozenset[ContributionRef]
    items: Mapping[int, Sequence[PlanItem]]
    handovers: Mapping[int, Handover]
    programmes: Mapping[int, Sequence[Shown]]
    held: Sequence[Theme]


def facts_about(session: Session, refs: Refs) -> Facts:
    """Read everything that a trail of these contributions can tell; drafts of the plan are left out."""
    if not refs:
        return Facts({}, {}, {}, frozenset(), {}, {}, {}, ())
    needs = _needs(session, refs)
    theme_ids = _theme_ids(session, refs)
    held = _themes(session, {i for i in theme_ids.values() if i is not None})
    by_id = {theme.id: theme for theme in held}
    replies, retracted = newest_replies(session, refs)
    items = _items(session, {need.id for found in needs.values() for need in found})
    return Facts(
        needs=needs,
        themes={ref: by_id[i] if i is not None else None for ref, i in theme_ids.items()},
        replies=replies,
        retracted=retracted,
        items=items,
        programmes=shown_of(session, {item.id for found in items.values() for item in found}, public=True),
        handovers=handovers_of(session, [need for found in needs.values() for need in found]),
        held=held,
    )


def _among(table: type[NeedContribution] | type[ThemeAssignment], refs: Refs) -> ColumnElement[bool]:
    """Rows of the same records; which field is meant the caller looks at."""
    return and_(
        table.contribution_kind.in_({ref.kind for ref in refs}),
        table.contribution_key.in_({ref.key for ref in refs}),
    )


def _needs(session: Session, refs: Refs) -> dict[ContributionRef, list[Need]]:
    behind = NeedContribution
    rows = session.execute(
        select(behind.contribution_kind, behind.contribution_key, behind.contribution_field, Need)
        .join(Need, Need.id == behind.need_id)
        .where(_among(behind, refs))
        .order_by(Need.id)
        .options(joinedload(Need.theme))
    ).all()
    wanted, found = set(refs), dict[ContributionRef, list[Need]]()
    for kind, key, field, need in rows:
        if (ref := ContributionRef(kind, key, field)) in wanted:
            found.setdefault(ref, []).append(need)
    return found


def _theme_ids(session: Session, refs: Refs) -> dict[ContributionRef, int | None]:
    put = ThemeAssignment
    rows = session.execute(
        select(put.contribution_kind, put.contribution_key, put.contribution_field, put.theme_id)
        .join(ThemeRun, ThemeRun.id == put.run_id)
        .where(_among(put, refs), put.rank == 1, ThemeRun.state == RunState.DONE)
        .order_by(ThemeRun.id)
    ).all()
    wanted = set(refs)
    newest = {ContributionRef(kind, key, field): theme_id for kind, key, field, theme_id in rows}
    return {ref: theme_id for ref, theme_id in newest.items() if ref in wanted}


def _themes(session: Session, ids: set[int]) -> list[Theme]:
    """The themes and all that they were merged into, one after the other."""
    way = select(Theme.id, Theme.merged_into_id).where(Theme.id.in_(ids)).cte("way", recursive=True)
    way = way.union(select(Theme.id, Theme.merged_into_id).join(way, Theme.id == way.c.merged_into_id))
    return list(session.scalars(select(Theme).where(Theme.id.in_(select(way.c.id)))))


def _items(session: Session, need_ids: set[int]) -> dict[int, list[PlanItem]]:
    rows = session.execute(
        select(plan_item_need.c.need_id, PlanItem)
        .join(PlanItem, PlanItem.id == plan_item_need.c.plan_item_id)
        .where(plan_item_need.c.need_id.in_(need_ids), PlanItem.state != ItemState.DRAFT)
        .order_by(PlanItem.id)
        .options(
            selectinload(PlanItem.steps),
            selectinload(PlanItem.indicators).selectinload(Indicator.measurements),
        )
    ).all()
    items: dict[int, list[PlanItem]] = {}
    for need_id, item in rows:
        items.setdefault(need_id, []).append(item)
    return items
