"""The plan's slice: themes, needs, plan items, the public plan and the trace."""

from core.errors import N_
from core.policy import ANYONE, PLANNERS, STAFF, Policy
from core.slices import NavItem, Slice
from plan.views import (
    indicators,
    items,
    needs,
    public,
    themes,
    trace,
)

POLICIES: dict[str, Policy] = {
    "plan_items.index": STAFF,
    "plan_items.show": STAFF,
    "plan_items.create": PLANNERS,
    "plan_items.change": PLANNERS,
    "plan_items.move": PLANNERS,
    "plan_items.delete": PLANNERS,
    "indicators.create": PLANNERS,
    "indicators.change": PLANNERS,
    "indicators.delete": PLANNERS,
    "indicators.measure": PLANNERS,
    "indicators.change_measurement": PLANNERS,
    "indicators.delete_measurement": PLANNERS,
    "public_plan.index": ANYONE,
    "public_plan.show": ANYONE,
}

NAVIGATION: tuple[NavItem, ...] = (
    NavItem(N_("Rencana"), "public_plan.index", order=40),
    NavItem(N_("Butir rencana"), "plan_items.index", order=60, staff=True),
)

SLICE = Slice(
    name="plan",
    blueprints=(
        themes.blueprint,
        needs.blueprint,
        trace.blueprint,
        items.blueprint,
        indicators.blueprint,
        public.blueprint,
    ),
    policies=POLICIES,
    navigation=NAVIGATION,
)
