"""Tell followers what is new: each thing once, one mail a day at most, in one transaction with the claim."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from core.mail.services import send_mail
from core.sql import insert_into
from plan.following.models import Follower, FollowerTold
from plan.following.news import Event, events_of
from plan.following.services import opened

Speak = Callable[[str, Sequence[Event], str], tuple[str, str]]
"""Language, what is new and the unsubscribe token -> subject and body."""


@dataclass(frozen=True)
class Due:
    """A follower, and what they have not been told."""

    token_hash: str
    events: tuple[Event, ...]


def due_news(session: Session, *, today: date) -> list[Due]:
    """Everybody who has something to hear and has not heard anything today."""
    waiting = select(Follower).where(_not_told(today)).order_by(Follower.token_hash)
    followers = list(session.scalars(waiting))
    events = {cycle_id: events_of(session, cycle_id) for cycle_id in {f.cycle_id for f in followers}}
    told: dict[str, set[str]] = {}
    for token_hash, key in session.execute(select(FollowerTold.token_hash, FollowerTold.event_key)):
        told.setdefault(token_hash, set()).add(key)
    found = []
    for one in followers:
        topic, known = (one.topic_kind, one.topic_key), told.get(one.token_hash, set())
        new = tuple(e for e in events[one.cycle_id] if topic in e.topics and e.key not in known)
        if new:
            found.append(Due(one.token_hash, new))
    return found


def tell(session: Session, due: Sequence[Due], *, today: date, secret: str, speak: Speak) -> int:
    """Write the mails; how many. A worker that dies in it has told nothing, and nothing is claimed."""
    return sum(_tell_one(session, one, today=today, secret=secret, speak=speak) for one in due)


def _tell_one(session: Session, due: Due, *, today: date, secret: str, speak: Speak) -> int:
    """Whoever stopped the news meanwhile, or was told by another worker, gets nothing."""
    follower = session.scalar(
        update(Follower)
        .where(Follower.token_hash == due.token_hash, _not_told(today))
        .values(told_on=today)
        .returning(Follower)
    )
    held = opened(follower, secret=secret) if follower is not None else None
    if follower is None or held is None:
        return 0
    keys = [{"token_hash": due.token_hash, "event_key": event.key} for event in due.events]
    claim = insert_into(session, FollowerTold).on_conflict_do_nothing().returning(FollowerTold.event_key)
    claimed = set(session.scalars(claim, keys))
    new = [event for event in due.events if event.key in claimed]
    if not new:
        return 0
    address, token = held
    subject, body = speak(follower.lang, new, token)
    send_mail(session, to=address, subject=subject, body=body, private=True)
    return 1


def _not_told(today: date) -> ColumnElement[bool]:
    return or_(Follower.told_on.is_(None), Follower.told_on < today)
