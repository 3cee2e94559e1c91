"""Where others join in: why a post is not shown, and what else goes when its author withdraws it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from forum.discussion.models import TopicPost


@dataclass(frozen=True)
class Explanation:
    """What everybody reads in the place of a hidden post. `reason` is a source string."""

    reason: str
    on: date


Explainer = Callable[[Session, Collection[TopicPost]], Mapping[int, Explanation]]
EXPLAINERS: list[Explainer] = []

# Called in the transaction that withdraws a post: no copy of its text may stay.
ON_WITHDRAW: list[Callable[[Session, TopicPost], None]] = []


def explanations(session: Session, posts: Collection[TopicPost]) -> dict[int, Explanation]:
    """Why these posts are hidden, by their numbers; nothing about the others."""
    return {number: why for explain in EXPLAINERS for number, why in explain(session, posts).items()}
