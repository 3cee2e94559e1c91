"""What a slice exports to the wiring: its `SLICE`. Whole-product pages read only these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Blueprint
from sqlalchemy.orm import Session

from core.contributions import ContributionSource
from core.policy import Policy, Role

# A job reads and computes first, then returns its effect: the writes, which run in one short
# transaction together with the mark that the job is done. So no lock is held while computing.
JobEffect = Callable[[Session], Mapping[str, object] | None]
JobHandler = Callable[[Session, Mapping[str, object]], JobEffect]


@dataclass(frozen=True)
class NavItem:
    """A menu entry, shown to those its endpoint's policy allows. `label` and `about` are source strings.

    `about` says in one line what a staff entry is for, on the staff start page.
    """

    label: str
    endpoint: str
    order: int = 50
    staff: bool = False
    about: str = ""


@dataclass(frozen=True)
class HomeCard:
    """Something that is open for this visitor now. All texts are already in the visitor's language."""

    title: str
    text: str
    url: str
    action: str
    badge: str = ""
    order: int = 50


@dataclass(frozen=True)
class Viewer:
    """Who looks at a page: enough for home cards, never more."""

    account_id: int | None
    role: Role | None


@dataclass(frozen=True)
class Slice:
    """All that the application factory needs to know about a slice."""

    name: str
    blueprints: tuple[Blueprint, ...]
    policies: Mapping[str, Policy]
    navigation: tuple[NavItem, ...] = ()
    home_cards: Callable[[Session, Viewer], list[HomeCard]] | None = None
    cycle_cards: Callable[[Session, int], list[HomeCard]] | None = None
    jobs: Mapping[str, JobHandler] = field(default_factory=dict)
    periodic: tuple[str, ...] = ()
    contributions: ContributionSource | None = None
