"""Plan items with their way, indicators and measurements."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from core.policy import Role
from plan.enums import Competency, ItemState
from plan.indicators import IndicatorDetails, add_indicator, add_measurement
from plan.item_models import PlanItem
from plan.items import ItemDetails, create_item, move_item
from rembuk.seeding import authority
from rembuk.seeding.loading import Loading

_TEXTS = ("title_id", "title_en", "target", "organiser", "schedule", "curriculum")
_INDICATOR_TEXTS = ("name_id", "name_en", "measure_unit", "source")


def load_items(loading: Loading) -> None:
    """Each item; goals and the usulan, where the seed has them; steps; then what was measured."""
    items = {told["key"]: _load_item(loading, told) for told in loading.seed.list_of("items")}
    with_plan = loading.seed.has(authority.FILE)
    if with_plan:
        authority.load_schedules(loading, items)
        authority.load_signed(loading, items)
    for told in loading.seed.list_of("items"):
        item = items[told["key"]]
        _load_steps(loading, item, told.get("steps", []))
        for indicator in told.get("indicators", []):
            _load_indicator(loading, item, indicator)
    if with_plan:
        authority.load_consulting(loading)


def _load_item(loading: Loading, told: Mapping[str, Any]) -> PlanItem:
    actor_id = loading.actor_id(Role.PLANNER)
    details = ItemDetails(
        **{name: told[name] for name in _TEXTS},
        competency=Competency(told["competency"]),
        development_code=told["development_code"],
        budget=Decimal(told["budget"]),
    )
    needs = [loading.needs[name] for name in told["needs"]]
    return create_item(
        loading.session,
        loading.the_cycle,
        details=details,
        needs=needs,
        actor_id=actor_id,
        key=told["key"],
    )


def _load_steps(loading: Loading, item: PlanItem, steps: Sequence[Mapping[str, Any]]) -> None:
    """The way of an item; a signed usulan has taken its first step already."""
    for step in steps:
        if step["state"] == item.state:
            continue
        move_item(
            loading.session,
            item,
            before=ItemState(item.state),
            after=ItemState(step["state"]),
            on=date.fromisoformat(step["on"]),
            reason=step["reason"],
            actor_id=loading.actor_id(Role.PLANNER),
        )
        loading.session.refresh(item)


def _load_indicator(loading: Loading, item: PlanItem, told: Mapping[str, Any]) -> None:
    actor_id = loading.actor_id(Role.PLANNER)
    details = IndicatorDetails(
        **{name: told[name] for name in _INDICATOR_TEXTS},
        decreases=told["decreases"],
        baseline=Decimal(told["baseline"]),
        baseline_on=date.fromisoformat(told["baseline_on"]),
        target=Decimal(told["target"]),
    )
    indicator = add_indicator(loading.session, item, details=details, actor_id=actor_id)
    for measured in told.get("measurements", []):
        add_measurement(
            loading.session,
            indicator,
            on=date.fromisoformat(measured["on"]),
            value=Decimal(measured["value"]),
            note=measured["note"],
            actor_id=actor_id,
        )
