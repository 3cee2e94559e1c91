"""What other subjects do in the same transaction when a workshop changes, without this one knowing them.

A subject's part adds its function when it is loaded. A follower may refuse: then nothing has changed.
"""

from collections.abc import Callable
from enum import StrEnum

from sqlalchemy.orm import Session

from forum.workshops.models import Workshop


class Change(StrEnum):
    """What happened to the workshop. Ended: held or called off; seats: their number, in all or per unit."""

    OPENED = "opened"
    CLOSED = "closed"
    ENDED = "ended"
    SEATS = "seats"


Follower = Callable[[Session, Workshop, Change, int | None], None]
_followers: list[Follower] = []


def add(follower: Follower) -> None:
    """Call this function, with the account that acts, after every change."""
    if follower not in _followers:
        _followers.append(follower)


def tell(session: Session, workshop: Workshop, change: Change, *, actor_id: int | None) -> None:
    """Let the followers do their part."""
    session.flush()
    for follower in _followers:
        follower(session, workshop, change, actor_id)
