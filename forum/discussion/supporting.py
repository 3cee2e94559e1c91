"""Support: one per person and post, whoever they are."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from core.errors import N_, NotAllowed
from core.sql import insert_into
from forum.discussion.enums import TopicState
from forum.discussion.models import TopicPost, TopicPostSupport
from forum.discussion.posting import standing
from forum.discussion.rules import is_by, why_closed
from forum.discussion.tags import supporter_tag


def support(session: Session, post: TopicPost, *, actor_id: int, secret: str) -> bool:
    """Support a post; whether this was the first time. The row decides, the counter follows it."""
    post = _supportable(session, post)
    if is_by(post, actor_id, secret=secret):
        raise NotAllowed(N_("Tulisan sendiri tidak dapat didukung."))
    tag = supporter_tag(post.topic_id, actor_id, secret=secret)
    given = session.execute(
        insert_into(session, TopicPostSupport)
        .values(post_id=post.id, supporter_tag=tag)
        .on_conflict_do_nothing()
        .returning(TopicPostSupport.post_id)
    ).first()
    if given is None:
        return False
    _count(session, post, 1)
    return True


def unsupport(session: Session, post: TopicPost, *, actor_id: int, secret: str) -> bool:
    """Take one's support back; whether there was one."""
    post = _supportable(session, post)
    tag = supporter_tag(post.topic_id, actor_id, secret=secret)
    taken = session.execute(
        delete(TopicPostSupport)
        .where(TopicPostSupport.post_id == post.id, TopicPostSupport.supporter_tag == tag)
        .returning(TopicPostSupport.post_id)
    ).first()
    if taken is None:
        return False
    _count(session, post, -1)
    return True


def _supportable(session: Session, post: TopicPost) -> TopicPost:
    if post.topic.state == TopicState.CLOSED and (closed := why_closed(post.topic)) is not None:
        raise closed
    return standing(session, post, change=True)


def _count(session: Session, post: TopicPost, more: int) -> None:
    session.execute(update(TopicPost).where(TopicPost.id == post.id).values(support=TopicPost.support + more))
    session.refresh(post)
