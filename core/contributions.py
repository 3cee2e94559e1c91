"""What a person said, as the slices hand it to the analysis and the plan."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session


@dataclass(frozen=True, order=True)
class ContributionRef:
    """The address of a contribution: the kind of record, its random key and the field that holds the text."""

    kind: str
    key: str
    field: str


@dataclass(frozen=True)
class Contribution:
    """A free text with its address. `purpose` chooses the taxonomy ("aspiration" or "feedback")."""

    ref: ContributionRef
    purpose: str
    text: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Gone:
    """In the place of a text that its writer took back or replaced: the number of its tombstone."""

    number: int
    replaced: bool = False


@dataclass(frozen=True)
class TrackedAction:
    """Something the holder of a tracking code may do. `label` is a source string."""

    label: str
    url: str


@dataclass(frozen=True)
class TrackedNotice:
    """Something the holder of a tracking code is told: a decision of the moderators, an answer.

    `title` and `note` are source strings; `said` is what staff wrote, in the language they wrote it.
    `url` leads to where the holder can act (appeal); empty where there is nothing to do.
    """

    title: str
    note: str = ""
    said: str = ""
    on: date | None = None
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class Tracked:
    """What a tracking code opens: where it was said, the contributions, what its holder is told and may do.

    While an answer waits for the mixer it has no contributions yet. The titles are those of the survey,
    workshop or topic. `moderation` says that others looked at it and let it stand (a source string), where
    its kind is looked at.
    """

    title_id: str
    title_en: str = ""
    waiting: bool = False
    contributions: tuple[ContributionRef, ...] = ()
    notices: tuple[TrackedNotice, ...] = field(default=())
    actions: tuple[TrackedAction, ...] = field(default=())
    moderation: str = ""


def _nothing(_session: Session, _refs: Sequence[ContributionRef]) -> Mapping[ContributionRef, Gone]:
    return {}


@dataclass(frozen=True)
class ContributionSource:
    """How a slice lists its contributions of a cycle, fetches some of them again, and finds one by its code.

    `fetch` returns those that still exist, in the order asked for. `track` takes a code however it was
    typed and returns None where it is not one of this source's. `gone` tells of some that do not exist
    any more how they went.
    """

    kind: str
    of_cycle: Callable[[Session, int], Iterable[Contribution]]
    fetch: Callable[[Session, Sequence[ContributionRef]], list[Contribution]]
    track: Callable[[Session, str], Tracked | None]
    gone: Callable[[Session, Sequence[ContributionRef]], Mapping[ContributionRef, Gone]] = _nothing
