"""What a slice exports to the wiring: its `SLICE`. Whole-product pages read only these."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint
from sqlalchemy.orm import Session

from core.contributions import ContributionSource
from core.effects import JobEffect as JobEffect
from core.effects import JobHandler as JobHandler
from core.errors import N_
from core.keeping import PersonalData as PersonalData
from core.keeping import Retention as Retention
from core.policy import Policy
from core.policy import Viewer as Viewer

T = TypeVar("T")


class NavGroup(StrEnum):
    """Where an entry of the staff menu stands, in order."""

    START = "start"
    DUTY = "duty"
    PLAN = "plan"
    PEOPLE = "people"
    SYSTEM = "system"


NAV_GROUP_LABELS = {
    NavGroup.START: "",
    NavGroup.DUTY: N_("Tugas saya"),
    NavGroup.PLAN: N_("Dari masukan ke rencana"),
    NavGroup.PEOPLE: N_("Orang dan unit"),
    NavGroup.SYSTEM: N_("Sistem"),
}


@dataclass(frozen=True)
class NavItem:
    """A menu entry, shown to those its endpoint's policy allows. `label` and `about` are source strings.

    `about` says in one line what a staff entry is for, on the staff start page; `group` where it stands.
    `own` entries stand together under the name of whoever is signed in.
    """

    label: str
    endpoint: str
    order: int = 50
    staff: bool = False
    own: bool = False
    about: str = ""
    group: NavGroup = NavGroup.PLAN


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
class DutyObject:
    """Something a duty can be given for. `title` is already in the visitor's language."""

    kind: str
    key: str
    title: str


@dataclass(frozen=True)
class TopicSubject:
    """Something people can discuss: where it is kept, what it is called, its public page."""

    kind: str
    key: str
    cycle_id: int
    title_id: str
    title_en: str
    url: str


@dataclass(frozen=True)
class Evidence:
    """How many people showed a need by what they did: of all units (`unit` empty), or of one of them."""

    kind: str
    key: str
    title_id: str
    title_en: str
    url: str
    unit: str
    count: int


@dataclass(frozen=True)
class PrivacyNote:
    """What holds for one open survey, in the visitor's language; `url` leads to the whole of it."""

    title: str
    lines: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class Slice:
    """All that the application factory needs to know about a slice.

    `actions` gives each action of the audit log its words, to be read after a name: "menerbitkan survei".
    `fact_values` gives the words for states that the facts of an action hold: "plan_item.move" -> its states.
    `job_labels` gives each job its words, for administrators.
    `privacy_notes` gives what /privasi says of what is open now.
    `evidence` gives what a cycle's people asked for by what they did, for whoever writes the plan.
    """

    name: str
    blueprints: tuple[Blueprint, ...]
    policies: Mapping[str, Policy]
    navigation: tuple[NavItem, ...] = ()
    home_cards: Callable[[Session, Viewer], list[HomeCard]] | None = None
    cycle_cards: Callable[[Session, int], list[HomeCard]] | None = None
    jobs: Mapping[str, JobHandler] = field(default_factory=dict)
    periodic: tuple[str, ...] = ()
    contributions: tuple[ContributionSource, ...] = ()
    personal_data: tuple[PersonalData, ...] = ()
    retention: tuple[Retention, ...] = ()
    actions: Mapping[str, str] = field(default_factory=dict)
    fact_values: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    job_labels: Mapping[str, str] = field(default_factory=dict)
    duty_objects: Callable[[Session], list[DutyObject]] | None = None
    topic_subjects: Callable[[Session], list[TopicSubject]] | None = None
    evidence: Callable[[Session, int], list[Evidence]] | None = None
    privacy_notes: Callable[[Session], list[PrivacyNote]] | None = None


def joined(name: str, *parts: Slice) -> Slice:
    """One slice of several parts."""
    return Slice(
        name=name,
        blueprints=tuple(b for part in parts for b in part.blueprints),
        policies={endpoint: policy for part in parts for endpoint, policy in part.policies.items()},
        navigation=tuple(item for part in parts for item in part.navigation),
        home_cards=_all_of([part.home_cards for part in parts if part.home_cards]),
        cycle_cards=_all_of([part.cycle_cards for part in parts if part.cycle_cards]),
        jobs={job: handler for part in parts for job, handler in part.jobs.items()},
        periodic=tuple(job for part in parts for job in part.periodic),
        contributions=tuple(source for part in parts for source in part.contributions),
        personal_data=tuple(data for part in parts for data in part.personal_data),
        retention=tuple(kept for part in parts for kept in part.retention),
        actions={action: words for part in parts for action, words in part.actions.items()},
        fact_values={action: words for part in parts for action, words in part.fact_values.items()},
        job_labels={job: words for part in parts for job, words in part.job_labels.items()},
        duty_objects=_all_of([part.duty_objects for part in parts if part.duty_objects]),
        topic_subjects=_all_of([part.topic_subjects for part in parts if part.topic_subjects]),
        evidence=_all_of([part.evidence for part in parts if part.evidence]),
        privacy_notes=_all_of([part.privacy_notes for part in parts if part.privacy_notes]),
    )


def _all_of(givers: Sequence[Callable[..., list[T]]]) -> Callable[..., list[T]] | None:
    if not givers:
        return None
    return lambda *asked: [one for give in givers for one in give(*asked)]
