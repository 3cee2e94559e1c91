"""Find plan items, what stands behind them, and how far the plan has come."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.contributions import ContributionSource, Gone
from core.cycles.models import Cycle
from core.cycles.services import current_cycle
from core.errors import N_, NotFound
from plan.enums import ItemState
from plan.indicators import read
from plan.item_models import Indicator, PlanItem, plan_item_need
from plan.item_rules import QUOTES_FROM, STOPPED, Standing, mean_percent
from plan.models import Need
from plan.needing.enums import Solution
from plan.theme_queries import need_by_key
from plan.theme_voices import gone_quotes_of_need, quotes_of_need

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
    """The lines of a plan in the order they were written; `public` leaves drafts out.

    For the office they come with what a version and the look at the schedule read of each.
    """
    query = select(PlanItem).where(PlanItem.cycle_id == cycle_id).order_by(PlanItem.id)
    if public:
        query = query.where(PlanItem.state != ItemState.DRAFT)
    else:
        more = (PlanItem.units, PlanItem.goal, PlanItem.needs)
        query = query.options(*(selectinload(one) for one in more))
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
    """What contributions of a cycle have led to."""
    return list(session.scalars(select(Need).where(Need.cycle_id == cycle_id).order_by(Need.id)))


def plannable_needs(session: Session, cycle_id: int) -> list[Need]:
    """What a planner can choose from: needs that a course solves."""
    return [need for need in needs_of_cycle(session, cycle_id) if need.solution == Solution.COURSE]


def start_of_item(session: Session, need_key: str | None, cycle_key: str | None) -> tuple[Need | None, Cycle]:
    """Where a new item begins: a need and its cycle, or no need and the cycle asked for."""
    if need_key:
        need = need_by_key(session, need_key)
        return need, need.cycle
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
    """How far a plan has come: items per state, money of those not stopped, indicators reached among all.

    `percent`, 0 to 100, is the mean of the items that are not stopped and have indicators; None without any.
    """

    counts: Mapping[ItemState, int]
    items: int
    budget: Decimal
    carried_out: int
    indicators: int
    reached: int
    percent: Decimal | None


def item_percent(item: PlanItem) -> Decimal | None:
    """How far an item has come, 0 to 100: the mean of its indicators. What was not measured yet counts as 0."""
    return mean_percent([(read(indicator).share or Decimal(0), 1) for indicator in item.indicators])


def plan_percent(items: Sequence[PlanItem]) -> Decimal | None:
    """The mean of the items that are not stopped and have indicators, each weighing the same."""
    known = [
        found for item in items if item.state not in STOPPED and (found := item_percent(item)) is not None
    ]
    return mean_percent([(found / 100, 1) for found in known])


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
        percent=plan_percent(items),
    )


@dataclass(frozen=True)
class NeedVoice:
    """What people said that led to a need. With too few contributions there is no count and no quote.

    `gone` stands for quotes that their writers took back or replaced.
    """

    need: Need
    count: int | None
    quotes: tuple[str, ...]
    gone: tuple[Gone, ...] = ()


def voices_behind(session: Session, item: PlanItem, sources: Sequence[ContributionSource]) -> list[NeedVoice]:
    """The needs of an item with number and quotes of the contributions behind each."""
    voices = []
    for need in item.needs:
        shown = need.people if need.people >= QUOTES_FROM else None
        quotes, gone = quotes_of_need(session, need, sources), gone_quotes_of_need(session, need, sources)
        voices.append(NeedVoice(need, shown, quotes, gone))
    return voices
