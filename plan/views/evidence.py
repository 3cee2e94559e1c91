"""What people showed by their doing, for whoever writes the plan: gathered from every slice."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.db import db
from core.slices import Evidence
from core.web.pages import slices


@dataclass(frozen=True)
class Demand:
    """One thing people wanted: everybody, the units that are shown, and how many are left."""

    total: Evidence
    units: Sequence[Evidence]

    @property
    def rest(self) -> int:
        """People of the units that are not shown, and of none."""
        return self.total.count - sum(unit.count for unit in self.units)


def demands(cycle_id: int) -> list[Demand]:
    """What a cycle's people asked for and did not get."""
    session = db.session()
    given = [one for s in slices() if s.evidence for one in s.evidence(session, cycle_id)]
    units: dict[tuple[str, str], list[Evidence]] = {}
    for one in given:
        if one.unit:
            units.setdefault((one.kind, one.key), []).append(one)
    return [Demand(one, units.get((one.kind, one.key), [])) for one in given if not one.unit]
