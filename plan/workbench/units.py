"""Needs of small units kept in sight: what is said much in a small unit and drowns in the whole. Pure.

A unit with fewer than five people in a run is named, and nothing of what it said: with so few, a theme beside the
unit's name is as good as a name. Only pairs of unit and theme with five or more people are looked at.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plan.findings import FoundAssignment
from plan.item_rules import QUOTES_FROM

# A unit is small where it has less than this part of an equal share of all people.
SMALL = 0.75
# A theme stands out where the unit speaks of it this many times as often as everybody.
LIFT = 1.5
# So few of a run's figures are worth a planner's eye.
SHOWN = 12


@dataclass(frozen=True)
class Outstanding:
    """A theme that a small unit speaks of more than others: whole percent of the unit's own and of all."""

    unit_id: int
    theme_key: str
    count: int
    percent_here: int
    percent_all: int


def unit_figures(assignments: Sequence[FoundAssignment]) -> dict[str, object]:
    """What a run keeps of its units: `few` (units that are only named) and `outstanding` rows. No text."""
    said = {(one.unit_id, one.theme, one.ref.kind, one.ref.key) for one in assignments if one.unit_id}
    # People, not texts: somebody who writes twice is counted once.
    units = Counter(unit for unit, _ in {(unit, (kind, key)) for unit, _, kind, key in said})
    themes = Counter(theme for _, theme, _, _ in said)
    cells = Counter((unit, theme) for unit, theme, _, _ in said if theme is not None)
    whole = sum(units.values())
    few = sorted(unit for unit, count in units.items() if unit is not None and count < QUOTES_FROM)
    equal = whole / len(units) if units else 0
    rows = [
        Outstanding(unit, theme, count, _percent(count, units[unit]), _percent(themes[theme], whole))
        for (unit, theme), count in cells.items()
        if unit is not None
        and theme is not None
        and count >= QUOTES_FROM
        and units[unit] < SMALL * equal
        and count / units[unit] >= LIFT * themes[theme] / whole
    ]
    rows.sort(key=lambda row: (row.percent_all - row.percent_here, row.unit_id, row.theme_key))
    return {"few": few, "outstanding": [list(_values(row)) for row in rows[:SHOWN]]}


def read_outstanding(kept: Mapping[str, object]) -> list[Outstanding]:
    """The rows as `unit_figures` wrote them; nothing where an earlier run kept none."""
    rows = kept.get("outstanding")
    return [Outstanding(*row) for row in rows] if isinstance(rows, list) else []


def read_few(kept: Mapping[str, object]) -> list[int]:
    """The units that are only named."""
    units = kept.get("few")
    return [unit for unit in units if isinstance(unit, int)] if isinstance(units, list) else []


def _values(row: Outstanding) -> Iterable[object]:
    return (row.unit_id, row.theme_key, row.count, row.percent_here, row.percent_all)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole)
