"""The small units of a run, with their names."""

from dataclasses import dataclass

from core.db import db
from core.units.queries import all_units
from plan.models import Theme, ThemeRun
from plan.workbench.units import Outstanding, read_few, read_outstanding


@dataclass(frozen=True)
class SmallUnits:
    """Units of which nothing may be told but that few wrote, and what stands out in the other small ones."""

    few: tuple[str, ...]
    rows: tuple[tuple[str, Theme, Outstanding], ...]


def small_units(run: ThemeRun) -> SmallUnits | None:
    """None where the run knows of no unit. Units and themes that are gone meanwhile are left out."""
    kept = run.quality.get("units")
    if not isinstance(kept, dict):
        return None
    names = {unit.id: unit.name for unit in all_units(db.session())}
    themes = {theme.theme_key: theme for theme in run.themes}
    rows = [
        (names[row.unit_id], themes[row.theme_key], row)
        for row in read_outstanding(kept)
        if row.unit_id in names and row.theme_key in themes
    ]
    return SmallUnits(tuple(names[unit] for unit in read_few(kept) if unit in names), tuple(rows))
