"""A cycle from end to end: themes of the newest runs, the needs they became, plan items, and what was measured."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from plan.enums import RunState
from plan.item_models import Indicator, Measurement, PlanItem, plan_item_need
from plan.item_queries import items_of_cycle
from plan.linking import roots_of
from plan.models import Need, Theme, ThemeRun


@dataclass(frozen=True)
class Flow:
    """`contributions` were read by the newest runs, `themed` of them have a theme.

    `to_need` leads from a theme to the need it became or joined, `to_items` from a need to its items (ids);
    `measured` counts values per item.
    """

    contributions: int
    themes: Sequence[Theme]
    needs: Sequence[Need]
    items: Sequence[PlanItem]
    to_need: Mapping[int, int]
    to_items: Mapping[int, Sequence[int]]
    measured: Mapping[int, int]

    @property
    def themed(self) -> int:
        return sum(theme.size for theme in self.themes)

    @property
    def measurements(self) -> int:
        return sum(self.measured.values())


def flow_of(session: Session, cycle_id: int) -> Flow:
    """The cycle's stations and what joins them, drafts of the plan too. Nine queries, however large it is."""
    runs = _newest_runs(session, cycle_id)
    themes = session.scalars(
        select(Theme).where(Theme.run_id.in_(runs)).order_by(Theme.size.desc(), Theme.id)
    ).all()
    needs = session.scalars(select(Need).where(Need.cycle_id == cycle_id).order_by(Need.id)).all()
    need_of = {need.theme_id: need.id for need in needs if need.theme_id is not None}
    roots = roots_of(session, cycle_id)
    items = items_of_cycle(session, cycle_id, public=False)
    return Flow(
        contributions=sum(runs.values()),
        themes=themes,
        needs=needs,
        items=items,
        to_need={t.id: need_of[roots.get(t.id, t.id)] for t in themes if roots.get(t.id, t.id) in need_of},
        to_items=_to_items(session, cycle_id),
        measured=_measured(session, cycle_id),
    )


def _newest_runs(session: Session, cycle_id: int) -> dict[int, int]:
    """Of each purpose the newest that is done, with the number of texts it read."""
    newest = (
        select(func.max(ThemeRun.id))
        .where(ThemeRun.cycle_id == cycle_id, ThemeRun.state == RunState.DONE)
        .group_by(ThemeRun.purpose)
    )
    rows = session.execute(select(ThemeRun.id, ThemeRun.text_count).where(ThemeRun.id.in_(newest)))
    return {row.id: row.text_count for row in rows}


def _to_items(session: Session, cycle_id: int) -> dict[int, list[int]]:
    link = plan_item_need.c
    rows = session.execute(
        select(link.need_id, link.plan_item_id)
        .join(PlanItem, PlanItem.id == link.plan_item_id)
        .where(PlanItem.cycle_id == cycle_id)
        .order_by(link.plan_item_id)
    )
    found: dict[int, list[int]] = {}
    for need_id, item_id in rows:
        found.setdefault(need_id, []).append(item_id)
    return found


def _measured(session: Session, cycle_id: int) -> Counter[int]:
    rows = session.execute(
        select(Indicator.item_id, func.count(Measurement.id))
        .join(Measurement, Measurement.indicator_id == Indicator.id)
        .join(PlanItem, PlanItem.id == Indicator.item_id)
        .where(PlanItem.cycle_id == cycle_id)
        .group_by(Indicator.item_id)
    )
    return Counter({row[0]: row[1] for row in rows})
