"""What people taught so far, ready for a run to learn from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from plan.enums import NO_TAXONOMY, RunState, ThemeState
from plan.models import Theme, ThemeAssignment, ThemeRun
from plan.workbench.matching import is_found
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


class Place(NamedTuple):
    """The main theme of a contribution ("": none), and how surely."""

    theme_key: str
    sure: float


@dataclass(frozen=True)
class Teaching:
    """Themes the taxonomy does not have, and under which theme people put which contribution ("": under none).

    `themes` is how many there were where the machine last looked for themes by itself, and `before` where it had each
    contribution, and how surely; 0 and empty where it never did.
    """

    own: tuple[OwnTheme, ...] = ()
    labels: Mapping[ContributionRef, str] = field(default_factory=dict)
    themes: int = 0
    before: Mapping[ContributionRef, Place] = field(default_factory=dict)


def taught(session: Session, run: ThemeRun) -> Teaching:
    """What a run begins with.

    A list of themes learns every label, and knows besides its own themes those that people made, and found ones
    that became a need. Without a list the labels of its own kind count: themes that people made, or that were found.
    """
    said = memories(session, run.cycle_id, run.purpose)
    labels = _labels(session, run.cycle_id, run.purpose)
    known = {key for key, memory in said.items() if memory.made}
    if run.taxonomy == NO_TAXONOMY:
        labels = {ref: key for ref, key in labels.items() if key in known or is_found(key) or not key}
    else:
        needs = _found_needs(session, run)
        known |= {key for key in set(labels.values()) if key in needs}
    own = (said[key] for key in sorted(known & said.keys()))
    named = (OwnTheme(one.theme_key, one.name_id, one.name_en, one.meaning_id) for one in own)
    before = _last_search(session, run) if run.taxonomy == NO_TAXONOMY else None
    if before is None:
        return Teaching(tuple(named), labels)
    found = sum(theme.size > 0 and is_found(theme.theme_key) for theme in before.themes)
    # A locked contribution stands under the theme of a list in a search, too, but that is none of its themes.
    places = {
        ref: place if place.theme_key in known or is_found(place.theme_key) else Place("", place.sure)
        for ref, place in places_in(session, before.id).items()
    }
    return Teaching(tuple(named), labels, found, places)


def _found_needs(session: Session, run: ThemeRun) -> set[str]:
    """The keys of found themes that were accepted, or merged into what was."""
    decided = session.scalars(
        select(Theme)
        .join(ThemeRun, ThemeRun.id == Theme.run_id)
        .where(
            ThemeRun.cycle_id == run.cycle_id,
            ThemeRun.purpose == run.purpose,
            Theme.state == ThemeState.ACCEPTED,
        )
    )
    return {theme.theme_key for theme in decided if is_found(theme.theme_key)}


def _last_search(session: Session, run: ThemeRun) -> ThemeRun | None:
    return session.scalar(
        select(ThemeRun)
        .where(
            ThemeRun.cycle_id == run.cycle_id,
            ThemeRun.purpose == run.purpose,
            ThemeRun.taxonomy == NO_TAXONOMY,
            ThemeRun.state == RunState.DONE,
        )
        .order_by(ThemeRun.id.desc())
        .limit(1)
    )


def _labels(session: Session, cycle_id: int, purpose: str) -> dict[ContributionRef, str]:
    ref = (Placement.contribution_kind, Placement.contribution_key, Placement.contribution_field)
    rows = session.execute(
        select(*ref, Placement.theme_key)
        .where(Placement.cycle_id == cycle_id, Placement.purpose == purpose)
        .order_by(Placement.placed_at.desc(), *ref)
        .limit(TAUGHT)
    )
    return {ContributionRef(kind, key, field): theme for kind, key, field, theme in rows}


def places_in(session: Session, run_id: int) -> dict[ContributionRef, Place]:
    """Where a run has everything, people's moves included."""
    found = ThemeAssignment
    ref = (found.contribution_kind, found.contribution_key, found.contribution_field)
    rows = session.execute(
        select(*ref, Theme.theme_key, found.confidence)
        .outerjoin(Theme, Theme.id == found.theme_id)
        .where(found.run_id == run_id, found.rank == 1)
    )
    return {
        ContributionRef(kind, key, field): Place(theme or "", sure) for kind, key, field, theme, sure in rows
    }


def locked_places(session: Session, cycle_id: int, purpose: str) -> dict[ContributionRef, str]:
    """Every contribution that no run may put elsewhere, and the theme it stays under ("": under none)."""
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
