"""Follow topics and be told what is new: each thing once, however long the worker was away.

What was told stands in the ledger, one row per account and post; what has no row is still to be told.
There is no time from which on things are new: a post that was slow to commit, or hidden when the worker
came by, would fall before it.

A post whose author is not to be known waits until the day after: the ledger notes when it told
something, and that must not tell at what hour somebody wrote. For the same reason followers hear of
their own posts there: a gap in what was told would be the name of the author.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, and_, cast, delete, exists, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.base import utc_now
from core.errors import N_
from core.mail.services import send_mail
from core.outreach.ledger import SentItem, claim_item
from core.sql import insert_into
from forum.discussion.enums import PostState, TopicState
from forum.discussion.models import Topic, TopicFollow, TopicMailWish, TopicNotice, TopicPost
from forum.discussion.rules import why_closed

POST, OUTCOME = "post", "topic_outcome"
AT_ONCE = 500
# Turns a source string with its values into words: the edge knows the language.
Speak = Callable[..., str]


@dataclass(frozen=True)
class Due:
    """A post, or the outcome of a topic, that a follower has not been told of."""

    account_id: int
    topic_id: int
    post_id: int | None
    key: str

    @property
    def kind(self) -> str:
        return OUTCOME if self.post_id is None else POST


def recipient(account_id: int) -> str:
    """The account as the ledger names it."""
    return f"account:{account_id}"


def follow(session: Session, topic: Topic, *, actor_id: int) -> None:
    """Want to hear of what comes from now on; what is there already counts as told."""
    if topic.state == TopicState.CLOSED and (closed := why_closed(topic)) is not None:
        raise closed
    session.execute(
        insert_into(session, TopicFollow)
        .values(topic_id=topic.id, account_id=actor_id)
        .on_conflict_do_nothing()
    )
    there = select(
        literal(recipient(actor_id)), literal(POST), TopicPost.key, literal(utc_now(), SentItem.sent_at.type)
    )
    told = insert_into(session, SentItem).from_select(
        ["recipient", "kind", "key", "sent_at"], there.where(TopicPost.topic_id == topic.id)
    )
    session.execute(told.on_conflict_do_nothing())


def unfollow(session: Session, topic: Topic, *, actor_id: int) -> None:
    """Hear no more of it."""
    session.execute(
        delete(TopicFollow).where(TopicFollow.topic_id == topic.id, TopicFollow.account_id == actor_id)
    )


def set_mail(session: Session, *, wanted: bool, actor_id: int) -> None:
    """Have notices by mail, too, or no longer."""
    if wanted:
        wish = insert_into(session, TopicMailWish).values(account_id=actor_id)
        session.execute(wish.on_conflict_do_nothing())
    else:
        session.execute(delete(TopicMailWish).where(TopicMailWish.account_id == actor_id))


def mark_seen(session: Session, *, actor_id: int) -> None:
    """All that stands in the inbox has been read."""
    unread = (TopicNotice.account_id == actor_id, TopicNotice.seen.is_(False))
    session.execute(update(TopicNotice).where(*unread).values(seen=True))


def due_items(session: Session, *, today: date, limit: int = AT_ONCE) -> list[Due]:
    """What followers have not been told of, the oldest first."""
    named = literal("account:") + cast(TopicFollow.account_id, String)
    active = and_(Account.active, Account.erased_at.is_(None), Account.restricted_at.is_(None))
    told_post = exists().where(
        SentItem.recipient == named, SentItem.kind == POST, SentItem.key == TopicPost.key
    )
    ripe = or_(
        and_(TopicPost.author_id.is_not(None), TopicPost.author_id != TopicFollow.account_id),
        and_(TopicPost.author_id.is_(None), TopicPost.written_on < today),
    )
    posts = (
        select(TopicFollow.account_id, TopicPost.topic_id, TopicPost.id, TopicPost.key)
        .join(TopicPost, TopicPost.topic_id == TopicFollow.topic_id)
        .join(Account, Account.id == TopicFollow.account_id)
        .where(active, TopicPost.state == PostState.VISIBLE, ripe, ~told_post)
        .order_by(TopicPost.id, TopicFollow.account_id)
    )
    told_outcome = exists().where(
        SentItem.recipient == named, SentItem.kind == OUTCOME, SentItem.key == Topic.key
    )
    outcomes = (
        select(TopicFollow.account_id, Topic.id, Topic.key)
        .join(Topic, Topic.id == TopicFollow.topic_id)
        .join(Account, Account.id == TopicFollow.account_id)
        .where(active, Topic.state == TopicState.CLOSED, ~told_outcome)
        .order_by(Topic.id, TopicFollow.account_id)
    )
    found = [
        Due(account, topic, post, key) for account, topic, post, key in session.execute(posts.limit(limit))
    ]
    return found + [Due(a, topic, None, key) for a, topic, key in session.execute(outcomes.limit(limit))]


def tell(session: Session, due: list[Due], *, today: date, letter: Callable[[Topic], tuple[str, str]]) -> int:
    """Put what is due into the inboxes, and one mail per account and topic where wanted; how many lines.

    One transaction: a worker that dies in it has told nothing, and nothing is claimed. What was hidden
    or withdrawn since it was found is not told.
    """
    told: dict[tuple[int, int], int] = {}
    for one in due:
        if one.post_id is not None and not _is_visible(session, one.post_id):
            continue
        if not claim_item(session, recipient=recipient(one.account_id), kind=one.kind, key=one.key):
            continue
        session.execute(
            insert(TopicNotice).values(
                account_id=one.account_id, topic_id=one.topic_id, post_id=one.post_id, told_on=today
            )
        )
        told[one.account_id, one.topic_id] = told.get((one.account_id, one.topic_id), 0) + 1
    for account_id, topic_id in told:
        _send(session, account_id, session.get_one(Topic, topic_id), letter)
    return sum(told.values())


def _is_visible(session: Session, post_id: int) -> bool:
    state = session.scalar(select(TopicPost.state).where(TopicPost.id == post_id))
    return state == PostState.VISIBLE


def _send(
    session: Session, account_id: int, topic: Topic, letter: Callable[[Topic], tuple[str, str]]
) -> None:
    account = session.get_one(Account, account_id)
    if account.email and session.get(TopicMailWish, account_id) is not None:
        subject, body = letter(topic)
        send_mail(session, to=account.email, subject=subject, body=body)


SUBJECT = N_("Ada yang baru di topik yang Anda ikuti")
BODY = N_(
    "Ada yang baru di topik “%(title)s” yang Anda ikuti di Rembuk.\n\n"
    "Baca di sini: %(url)s\n\n"
    "Anda menerima surel ini karena mengikuti topik itu dan memilih diberi tahu lewat surel."
    " Di halaman Pemberitahuan Anda dapat menghentikannya."
)
