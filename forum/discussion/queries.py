"""Find topics and posts, and how they stand together on a page."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.codes import code_hash, normalise
from core.errors import N_, NotFound
from forum.discussion.enums import About, PostState, TopicState
from forum.discussion.models import (
    Topic,
    TopicFollow,
    TopicMailWish,
    TopicNotice,
    TopicPost,
    TopicPostEdit,
    TopicPostSupport,
)
from forum.discussion.tags import supporter_tag

PAGE = 20
NEWEST, MOST_SUPPORTED = "terbaru", "dukungan"


@dataclass(frozen=True)
class Listed:
    """A topic in a list, and how many visible posts it has."""

    topic: Topic
    posts: int


@dataclass(frozen=True)
class PostPage:
    """Some first posts of a topic with the answers to each, oldest answer first."""

    posts: list[TopicPost]
    answers: dict[int, list[TopicPost]]
    page: int
    pages: int
    total: int

    def everything(self) -> list[TopicPost]:
        return [*self.posts, *(answer for answers in self.answers.values() for answer in answers)]


def topic_by_key(session: Session, key: str) -> Topic:
    """The topic at this address; topics are public."""
    topic = session.scalar(select(Topic).where(Topic.key == key))
    if topic is None:
        raise NotFound(N_("Topik itu tidak ada."))
    return topic


def post_in(session: Session, topic: Topic, key: str) -> TopicPost:
    """A post by its topic and key, hidden and withdrawn ones too: their place stays."""
    found = session.scalar(select(TopicPost).where(TopicPost.topic_id == topic.id, TopicPost.key == key))
    if found is None:
        raise NotFound(N_("Tulisan itu tidak ada di topik ini."))
    return found


def post_by_code(session: Session, code: str) -> TopicPost | None:
    """The post behind a tracking code, however it was typed."""
    if normalise(code) is None:
        return None
    return session.scalar(select(TopicPost).where(TopicPost.code_hash == code_hash(code)))


def topics(session: Session, *, kind: str = "", state: str = "", search: str = "") -> list[Listed]:
    """Open topics first, then locked and closed ones; within them the newest first."""
    query = select(Topic).order_by(Topic.id.desc())
    if kind in set(About):
        query = query.where(Topic.about_kind == kind)
    if state in set(TopicState):
        query = query.where(Topic.state == state)
    wanted = search.casefold().split()
    found = [t for t in session.scalars(query) if _titled(t, wanted)]
    order = list(TopicState)
    return with_counts(session, sorted(found, key=lambda t: order.index(TopicState(t.state))))


def _titled(topic: Topic, wanted: Sequence[str]) -> bool:
    title = f"{topic.title_id} {topic.title_en}".casefold()
    return all(word in title for word in wanted)


def topics_about(session: Session, kind: str, key: str) -> list[Topic]:
    """The topics about one thing, the newest first."""
    about = (Topic.about_kind == kind, Topic.about_key == key)
    return list(session.scalars(select(Topic).where(*about).order_by(Topic.id.desc())))


def topics_of_cycle(session: Session, cycle_id: int) -> list[Listed]:
    """The open topics of a cycle, whatever they are about."""
    query = select(Topic).where(Topic.cycle_id == cycle_id, Topic.state == TopicState.OPEN)
    return with_counts(session, list(session.scalars(query.order_by(Topic.id.desc()))))


def with_counts(session: Session, found: Sequence[Topic]) -> list[Listed]:
    """Topics with the number of their visible posts and answers."""
    counted = session.execute(
        select(TopicPost.topic_id, func.count())
        .where(TopicPost.state == PostState.VISIBLE, TopicPost.topic_id.in_([t.id for t in found]))
        .group_by(TopicPost.topic_id)
    )
    counts = {row[0]: row[1] for row in counted}
    return [Listed(topic, counts.get(topic.id, 0)) for topic in found]


def page_of_posts(session: Session, topic: Topic, *, sort: str, page: int) -> PostPage:
    """First posts of a topic; those that are hidden, withdrawn or merged keep their place."""
    first = (TopicPost.topic_id == topic.id, TopicPost.parent_id.is_(None))
    total = session.scalar(select(func.count()).select_from(TopicPost).where(*first)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    newest = TopicPost.id.desc()
    order = (TopicPost.support.desc(), newest) if sort == MOST_SUPPORTED else (newest,)
    query = select(TopicPost).where(*first).order_by(*order).limit(PAGE).offset((page - 1) * PAGE)
    posts = list(session.scalars(query))
    return PostPage(posts, answers_to(session, posts), page, pages, total)


def answers_to(session: Session, posts: Collection[TopicPost]) -> dict[int, list[TopicPost]]:
    """The answers to each of these posts, the oldest first."""
    query = select(TopicPost).where(TopicPost.parent_id.in_([p.id for p in posts])).order_by(TopicPost.id)
    found: dict[int, list[TopicPost]] = defaultdict(list)
    for answer in session.scalars(query):
        if answer.parent_id is not None:
            found[answer.parent_id].append(answer)
    return dict(found)


def merged_into(session: Session, posts: Collection[TopicPost]) -> dict[int, TopicPost]:
    """For merged posts the post each points at, by the merged one's number."""
    wanted = {p.id: p.merged_into_id for p in posts if p.merged_into_id is not None}
    found = {p.id: p for p in session.scalars(select(TopicPost).where(TopicPost.id.in_(wanted.values())))}
    return {number: found[target] for number, target in wanted.items()}


def supported_ids(
    session: Session, topic: Topic, posts: Collection[TopicPost], account_id: int | None, *, secret: str
) -> set[int]:
    """Which of these posts the account supports."""
    if account_id is None:
        return set()
    tag = supporter_tag(topic.id, account_id, secret=secret)
    query = select(TopicPostSupport.post_id).where(
        TopicPostSupport.supporter_tag == tag, TopicPostSupport.post_id.in_([p.id for p in posts])
    )
    return set(session.scalars(query))


def edits_of(session: Session, post: TopicPost) -> list[TopicPostEdit]:
    """What a visible post said before, the latest first."""
    if post.state != PostState.VISIBLE:
        return []
    query = select(TopicPostEdit).where(TopicPostEdit.post_id == post.id)
    return list(session.scalars(query.order_by(TopicPostEdit.number.desc())))


def is_following(session: Session, topic: Topic, account_id: int | None) -> bool:
    """Whether the account follows a topic."""
    return account_id is not None and session.get(TopicFollow, (topic.id, account_id)) is not None


def inbox(session: Session, account_id: int, *, limit: int = 100) -> list[TopicNotice]:
    """The newest notices of an account; of posts that are no longer visible nothing is told."""
    query = (
        select(TopicNotice)
        .outerjoin(TopicPost, TopicPost.id == TopicNotice.post_id)
        .where(TopicNotice.account_id == account_id)
        .where((TopicNotice.post_id.is_(None)) | (TopicPost.state == PostState.VISIBLE))
    )
    return list(session.scalars(query.order_by(TopicNotice.id.desc()).limit(limit)))


def followed_topics(session: Session, account_id: int) -> list[Topic]:
    """What an account follows."""
    query = select(Topic).join(TopicFollow, TopicFollow.topic_id == Topic.id)
    return list(session.scalars(query.where(TopicFollow.account_id == account_id).order_by(Topic.id.desc())))


def wants_mail(session: Session, account_id: int) -> bool:
    """Whether the account wants its notices by mail, too."""
    return session.get(TopicMailWish, account_id) is not None
