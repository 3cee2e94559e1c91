"""The plan's slice: themes, needs, plan items, the public plan and the trace."""

from core.policy import Policy
from core.slices import NavItem, Slice
from plan.views import (
    needs,
    themes,
    trace,
)

POLICIES: dict[str, Policy] = {}

NAVIGATION: tuple[NavItem, ...] = ()

SLICE = Slice(
    name="plan",
    blueprints=(
        themes.blueprint,
        needs.blueprint,
        trace.blueprint,
    ),
    policies=POLICIES,
    navigation=NAVIGATION,
)
