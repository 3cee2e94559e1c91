"""An item of the plan as plain data, for a version that is kept as it was."""

from collections.abc import Sequence

from core.keeping import plain
from plan.item_models import PlanItem

_PLAIN = (
    "key",
    "title_id",
    "title_en",
    "competency",
    "target",
    "development_code",
    "organiser",
    "schedule",
    "starts_on",
    "ends_on",
    "jp",
    "participants",
    "curriculum",
)


def snapshot_line(item: PlanItem) -> dict[str, object]:
    """One item: dates as ISO text, the budget as exact text, needs and units by their names of that day."""
    line: dict[str, object] = {name: plain(getattr(item, name)) for name in _PLAIN}
    line["budget"] = f"{item.budget:.2f}"  # the same text before and after it was stored
    line["goal"] = item.goal.title_id if item.goal else ""
    line["needs"] = [need.title_id for need in sorted(item.needs, key=lambda need: need.id)]
    line["units"] = sorted(unit.name for unit in item.units)
    return line


def snapshot_of(items: Sequence[PlanItem]) -> dict[str, object]:
    """All items of a version."""
    return {"items": [snapshot_line(item) for item in items]}
