"""The public plan as a whole, in a fixed number of queries: lines, their way, and the words behind them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.contributions import ContributionRef, ContributionSource
from plan.enums import ItemState
from plan.item_models import Indicator, PlanItem
from plan.item_queries import NeedVoice
from plan.item_rules import QUOTES_FROM
from plan.models import Need, NeedContribution
from plan.theme_voices import fetch_all


def whole_plan(session: Session, cycle_id: int) -> list[PlanItem]:
    """Every public line of a cycle with steps, needs and measurements."""
    loads = (
        selectinload(PlanItem.steps),
        selectinload(PlanItem.needs).selectinload(Need.units),
        selectinload(PlanItem.indicators).selectinload(Indicator.measurements),
    )
    query = select(PlanItem).where(PlanItem.cycle_id == cycle_id, PlanItem.state != ItemState.DRAFT)
    return list(session.scalars(query.options(*loads).order_by(PlanItem.id)))


def voices_of_needs(
    session: Session, needs: Sequence[Need], sources: Sequence[ContributionSource]
) -> Mapping[int, NeedVoice]:
    """Number and quotes of many needs, by the need's id; nothing of either with too few contributions."""
    enough = {need.id for need in needs if need.people >= QUOTES_FROM}
    trace = NeedContribution
    columns = (trace.contribution_kind, trace.contribution_key, trace.contribution_field)
    quoted = select(trace.need_id, *columns).where(trace.need_id.in_(enough), trace.is_quote)
    refs: dict[int, list[ContributionRef]] = {}
    for need_id, *address in session.execute(quoted.order_by(trace.need_id, *columns)):
        refs.setdefault(need_id, []).append(ContributionRef(*address))
    said = fetch_all(session, [ref for some in refs.values() for ref in some], sources)
    return {
        need.id: NeedVoice(
            need,
            need.people if need.id in enough else None,
            tuple(said[ref].text for ref in refs.get(need.id, ()) if ref in said),
        )
        for need in needs
    }
