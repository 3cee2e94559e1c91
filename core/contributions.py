"""What a person said, as the slices hand it to the analysis and the plan."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

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
class ContributionSource:
    """How a slice lists its contributions of a cycle and fetches some of them again.

    `fetch` returns those that still exist, in the order asked for.
    """

    kind: str
    of_cycle: Callable[[Session, int], Iterable[Contribution]]
    fetch: Callable[[Session, Sequence[ContributionRef]], list[Contribution]]
