"""Find plan items, what stands behind them, and how far the plan has come."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from core.contributions import ContributionRef, ContributionSource
from core.cycles.models import Cycle
from core.cycles.services import current_cycle
from core.errors import N_, NotFound
from plan.enums import ItemState
from plan.indicators import read
from plan.item_models import Indicator, PlanItem, plan_item_need
from plan.item_rules import QUOTES_FROM, STOPPED, Standing
from plan.models import Need, NeedContribution

_ABSENT = N_("Butir rencana itu tidak ada.")


def item_by_key(session: Session, key: str) -> PlanItem:
    """An item for staff, drafts too."""
    item = session.scalar(select(PlanItem).where(PlanItem.key == key))
    if item is None:
        raise NotFound(_ABSENT)
    return item


def public_item(session: Session, key: str) -> PlanItem:
    """An item everybody may see; a draft is as good as absent."""
    item = item_by_key(session, key)
    if item.state == ItemState.DRAFT:
        raise NotFound(_ABSENT)
    return item


def items_of_cycle(
    session: Session, cycle_id: int, *, state: str | None = None, public: bool = True
) -> list[PlanItem]:
    """The lines of a plan in the order they were written; `public` leaves drafts out."""
    query = select(PlanItem).where(PlanItem.cycle_id == cycle_id).order_by(PlanItem.id)
    if public:
        query = query.where(PlanItem.state != ItemState.DRAFT)
    if state:
        query = query.where(PlanItem.state == state)
    loads = selectinload(PlanItem.indicators).selectinload(Indicator.measurements)
    return list(session.scalars(query.options(loads)))


def items_of_need(session: Session, need: Need, *, public: bool = True) -> list[PlanItem]:
    """The lines that a need has led to; `public` leaves drafts out."""
    query = (
        select(PlanItem)
        .join(plan_item_need, plan_item_need.c.plan_item_id == PlanItem.id)
        .where(plan_item_need.c.need_id == need.id)
        .order_by(PlanItem.id)
    )
    if public:
        query = query.where(PlanItem.state != ItemState.DRAFT)
    return list(session.scalars(query))


def needs_of_cycle(session: Session, cycle_id: int) -> list[Need]:
    """What a planner can choose from."""
    return list(session.scalars(select(Need).where(Need.cycle_id == cycle_id).order_by(Need.id)))


def start_of_item(session: Session, need_key: str | None, cycle_key: str | None) -> tuple[Need | None, Cycle]:
    """Where a new item begins: a need and its cycle, or no need and the cycle asked for."""
    if need_key:
        need = session.scalar(select(Need).where(Need.key == need_key))
        if need is None:
            raise NotFound(N_("Kebutuhan itu tidak ada."))
        return need, session.get_one(Cycle, need.cycle_id)
    cycle = cycle_for(session, cycle_key)
    if cycle is None:
        raise NotFound(N_("Siklus itu tidak ada."))
    return None, cycle


def cycle_for(session: Session, key: str | None) -> Cycle | None:
    """The cycle asked for, or the current one if there is any yet."""
    if not key:
        return current_cycle(session)
    cycle = session.scalar(select(Cycle).where(Cycle.key == key))
    if cycle is None:
        raise NotFound(N_("Siklus itu tidak ada."))
    return cycle


def all_cycles(session: Session) -> list[Cycle]:
    """Newest first, for choosing one."""
    return list(session.scalars(select(Cycle).order_by(Cycle.year.desc(), Cycle.id.desc())))


@dataclass(frozen=True)
class Progress:
    """How far a plan has come: items per state, money of those not stopped, indicators reached among all."""

    counts: Mapping[ItemState, int]
    items: int
    budget: Decimal
    carried_out: int
    indicators: int
    reached: int


def progress_of(items: Sequence[PlanItem]) -> Progress:
    """Sum up the lines that are shown."""
    counts = Counter(item.state for item in items)
    standings = [read(indicator).standing for item in items for indicator in item.indicators]
    return Progress(
        counts={state: counts[state] for state in ItemState if counts[state]},
        items=len(items),
        budget=sum((item.budget for item in items if item.state not in STOPPED), Decimal(0)),
        carried_out=counts[ItemState.CARRIED_OUT],
        indicators=len(standings),
        reached=standings.count(Standing.REACHED),
    )


@dataclass(frozen=True)
class NeedVoice:
    """What people said that led to a need. With too few contributions there is no count and no quote."""

    need: Need
    count: int | None
    quotes: tuple[str, ...]


def voices_behind(session: Session, item: PlanItem, sources: Sequence[ContributionSource]) -> list[NeedVoice]:
    """The needs of an item with number and quotes of the contributions behind each."""
    return [_voice(session, need, {source.kind: source for source in sources}) for need in item.needs]


def _voice(session: Session, need: Need, sources: Mapping[str, ContributionSource]) -> NeedVoice:
    trace = NeedContribution
    people = select(trace.contribution_kind, trace.contribution_key).where(trace.need_id == need.id)
    count = session.scalar(select(func.count()).select_from(people.distinct().subquery())) or 0
    if count < QUOTES_FROM:
        return NeedVoice(need, None, ())
    rows = session.scalars(
        select(trace)
        .where(trace.need_id == need.id, trace.is_quote)
        .order_by(trace.contribution_kind, trace.contribution_key, trace.contribution_field)
    )
    by_kind: dict[str, list[ContributionRef]] = {}
    for row in rows:
        ref = ContributionRef(row.contribution_kind, row.contribution_key, row.contribution_field)
        by_kind.setdefault(ref.kind, []).append(ref)
    found = [
        contribution.text
        for kind, refs in by_kind.items()
        if kind in sources
        for contribution in sources[kind].fetch(session, refs)
    ]
    return NeedVoice(need, count, tuple(found))
