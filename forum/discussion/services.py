"""What the office does with topics, and what moderation does with posts.

Hiding, showing and merging have no policy of their own and write no audit row: moderation, which knows
the reason, does. No text is lost by any of them.
"""

from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from sqlalchemy import literal, select, update
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict, Invalid
from core.slices import TopicSubject
from core.sql import insert_into
from forum.discussion.enums import Identity, PostState, TopicState
from forum.discussion.models import Topic, TopicPost, TopicPostSupport
from forum.discussion.rules import is_standing
from surveys.engine import words_of

_CHANGED = N_("Keadaan topik ini sudah berubah. Muat ulang halamannya.")
_POST_CHANGED = N_("Keadaan tulisan ini sudah berubah. Muat ulang halamannya.")


@dataclass(frozen=True)
class TopicFacts:
    """What a topic says about itself and who may write in it."""

    title_id: str
    title_en: str = ""
    intro_id: str = ""
    intro_en: str = ""
    identity: Identity = Identity.NAME
    guests: bool = False


def create_topic(session: Session, about: TopicSubject, facts: TopicFacts, *, actor_id: int | None) -> Topic:
    """Open a topic about something."""
    name = words_of(facts.title_id, joiner="-", longest=40) or "topik"
    topic = Topic(
        key=f"{name}-{token_hex(3)}",
        cycle_id=about.cycle_id,
        about_kind=about.kind,
        about_key=about.key,
        **vars(facts),
    )
    session.add(topic)
    session.flush()
    _record(session, topic, "create", actor_id, identity=facts.identity, guests=facts.guests)
    return topic


def change_topic(session: Session, topic: Topic, facts: TopicFacts, *, actor_id: int | None) -> None:
    """Change the texts and who may write; the rule about names only while nobody has written yet."""
    session.refresh(topic, with_for_update={"of": Topic})
    if facts.identity != topic.identity and _has_posts(session, topic):
        raise Conflict(
            N_(
                "Sudah ada yang menulis dengan aturan nama yang sekarang, jadi aturan itu tidak dapat diganti."
            )
        )
    for name, value in vars(facts).items():
        setattr(topic, name, value)
    session.flush()
    _record(session, topic, "change", actor_id)


def _has_posts(session: Session, topic: Topic) -> bool:
    return session.scalar(select(TopicPost.id).where(TopicPost.topic_id == topic.id).limit(1)) is not None


def lock(session: Session, topic: Topic, *, actor_id: int | None) -> None:
    """Take no posts for now."""
    _move(session, topic, TopicState.OPEN, state=TopicState.LOCKED)
    _record(session, topic, "lock", actor_id)


def unlock(session: Session, topic: Topic, *, actor_id: int | None) -> None:
    """Take posts again."""
    _move(session, topic, TopicState.LOCKED, state=TopicState.OPEN)
    _record(session, topic, "unlock", actor_id)


def close_topic(
    session: Session, topic: Topic, *, outcome_id: str, outcome_en: str, today: date, actor_id: int | None
) -> None:
    """End a topic and say what came of it."""
    if not outcome_id.strip():
        raise Invalid(N_("Tulis hasil diskusi ini. Orang yang sudah menulis perlu tahu apa yang terjadi."))
    _move(
        session,
        topic,
        TopicState.OPEN,
        TopicState.LOCKED,
        state=TopicState.CLOSED,
        outcome_id=outcome_id.strip(),
        outcome_en=outcome_en.strip(),
        closed_on=today,
    )
    _record(session, topic, "close", actor_id)


def _move(session: Session, topic: Topic, *states: TopicState, **values: object) -> None:
    moved = session.execute(
        update(Topic)
        .where(Topic.id == topic.id, Topic.state.in_(states))
        .values(**values)
        .returning(Topic.id)
    ).scalar()
    if moved is None:
        raise Conflict(_CHANGED)
    session.refresh(topic)


def _record(session: Session, topic: Topic, verb: str, actor_id: int | None, **facts: object) -> None:
    audit.record(session, actor_id=actor_id, action=f"topic.{verb}", kind="topic", key=topic.key, **facts)


def hide_post(session: Session, post: TopicPost) -> None:
    """Hide a visible post; its text stays where it is. Raises Conflict when it is no longer visible."""
    _turn(session, post, PostState.VISIBLE, PostState.HIDDEN)


def show_post(session: Session, post: TopicPost) -> None:
    """Show a hidden post again. Raises Conflict when it is no longer hidden (its author withdrew it)."""
    _turn(session, post, PostState.HIDDEN, PostState.VISIBLE)


def _turn(session: Session, post: TopicPost, before: PostState, after: PostState) -> None:
    turned = session.execute(
        update(TopicPost)
        .where(TopicPost.id == post.id, TopicPost.state == before)
        .values(state=after)
        .returning(TopicPost.id)
    ).scalar()
    if turned is None:
        raise Conflict(_POST_CHANGED)
    session.refresh(post)


def merge_post(session: Session, source: TopicPost, target: TopicPost) -> None:
    """Let a post point at another of its topic that says the same.

    The source keeps its text; its answers go to the target, and so does its support, once per person.
    Both rows are held in one order, so that two merges cannot cross.
    """
    for post in sorted((source, target), key=lambda post: post.id):
        session.refresh(post, with_for_update={"of": TopicPost})
    if source.id == target.id or source.topic_id != target.topic_id:
        raise Invalid(N_("Pilih tulisan lain dari topik yang sama."))
    if source.parent_id is not None or target.parent_id is not None:
        raise Invalid(N_("Hanya tulisan pertama yang dapat digabung, bukan tanggapan."))
    if not is_standing(source) or not is_standing(target):
        raise Conflict(_POST_CHANGED)
    source.merged_into_id = target.id
    session.flush()
    session.execute(update(TopicPost).where(TopicPost.parent_id == source.id).values(parent_id=target.id))
    _move_support(session, source, target)
    session.refresh(target)


def _move_support(session: Session, source: TopicPost, target: TopicPost) -> None:
    """Copy the source's supporters; those who support the target already are not counted again."""
    table = TopicPostSupport.__table__
    theirs = select(literal(target.id), table.c.supporter_tag).where(table.c.post_id == source.id)
    copied = insert_into(session, TopicPostSupport).from_select(["post_id", "supporter_tag"], theirs)
    added = session.execute(copied.on_conflict_do_nothing().returning(table.c.supporter_tag)).all()
    session.execute(
        update(TopicPost).where(TopicPost.id == target.id).values(support=TopicPost.support + len(added))
    )
