"""What people taught so far, ready for a run to learn from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from plan.workbench.models import Placement, ThemeMemory

# Of so many placements, the newest, a run learns; each costs it the time of one text.
TAUGHT = 2000


@dataclass(frozen=True)
class OwnTheme:
    """A theme that people made: the taxonomy does not have it."""

    theme_key: str
    name_id: str
    name_en: str
    meaning: str = ""


@dataclass(frozen=True)
class Teaching:
    """Themes that people made, and under which theme they put which contribution."""

    own: tuple[OwnTheme, ...] = ()
    labels: Mapping[ContributionRef, str] = field(default_factory=dict)


def taught(session: Session, cycle_id: int, purpose: str) -> Teaching:
    """What a run over this cycle and purpose begins with."""
    here = (ThemeMemory.cycle_id == cycle_id, ThemeMemory.purpose == purpose)
    made = session.scalars(select(ThemeMemory).where(*here, ThemeMemory.made).order_by(ThemeMemory.theme_key))
    own = tuple(OwnTheme(one.theme_key, one.name_id, one.name_en, one.meaning_id) for one in made)
    return Teaching(own, _labels(session, cycle_id, purpose))


def _labels(session: Session, cycle_id: int, purpose: str) -> dict[ContributionRef, str]:
    ref = (Placement.contribution_kind, Placement.contribution_key, Placement.contribution_field)
    rows = session.execute(
        select(*ref, Placement.theme_key)
        .where(Placement.cycle_id == cycle_id, Placement.purpose == purpose)
        .order_by(Placement.placed_at.desc(), *ref)
        .limit(TAUGHT)
    )
    return {ContributionRef(kind, key, field): theme for kind, key, field, theme in rows}


def locked_places(session: Session, cycle_id: int, purpose: str) -> dict[ContributionRef, str]:
    """Every contribution that no run may put elsewhere, and the theme it stays under."""
    ref = (Placement.contribution_kind, Placement.contribution_key, Placement.contribution_field)
    rows = session.execute(
        select(*ref, Placement.theme_key).where(
            Placement.cycle_id == cycle_id, Placement.purpose == purpose, Placement.locked
        )
    )
    return {ContributionRef(kind, key, field): theme for kind, key, field, theme in rows}


def memories(session: Session, cycle_id: int, purpose: str) -> dict[str, ThemeMemory]:
    """What people said of the themes, by their keys."""
    here = (ThemeMemory.cycle_id == cycle_id, ThemeMemory.purpose == purpose)
    return {one.theme_key: one for one in session.scalars(select(ThemeMemory).where(*here))}
