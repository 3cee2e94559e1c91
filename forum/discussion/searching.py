"""Search posts by words, and find what is like a text before it is posted."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forum.discussion.enums import PostState
from forum.discussion.models import Topic, TopicPost, TopicPostTerm
from forum.discussion.words import asked, comparable

FOUND = 50
COMPARED = 2000
SIMILAR = 3
ALIKE = 72
_TELLING = 2


def find_posts(session: Session, text: str) -> list[TopicPost]:
    """Visible posts that have all the words asked for, in any of their forms; the newest first."""
    wanted = asked(text)
    if not wanted:
        return []
    query = select(TopicPost).where(TopicPost.state == PostState.VISIBLE)
    for word, stemmed in wanted:
        having = select(TopicPostTerm.post_id).where(
            or_(TopicPostTerm.term == word, TopicPostTerm.term == stemmed)
        )
        query = query.where(TopicPost.id.in_(having))
    return list(session.scalars(query.order_by(TopicPost.id.desc()).limit(FOUND)))


def similar_posts(session: Session, topic: Topic, text: str) -> list[TopicPost]:
    """Up to three standing first posts of a topic that say nearly the same, the most alike first.

    Word forms are compared whatever their order; a text of one word is like nothing.
    """
    from rapidfuzz import fuzz, process

    mine = comparable(text)
    if len(mine.split()) < _TELLING:
        return []
    rows = session.execute(
        select(TopicPost.id, TopicPost.body)
        .where(
            TopicPost.topic_id == topic.id,
            TopicPost.state == PostState.VISIBLE,
            TopicPost.merged_into_id.is_(None),
            TopicPost.parent_id.is_(None),
        )
        .order_by(TopicPost.id.desc())
        .limit(COMPARED)
    )
    said = {number: words for number, body in rows if len((words := comparable(body)).split()) >= _TELLING}
    alike = process.extract(
        mine, said, scorer=fuzz.token_sort_ratio, processor=None, limit=SIMILAR, score_cutoff=ALIKE
    )
    within = process.extract(
        mine, said, scorer=fuzz.token_set_ratio, processor=None, limit=SIMILAR, score_cutoff=90
    )
    best: dict[int, float] = {}
    for _words, score, number in (*alike, *within):
        best[number] = max(score, best.get(number, 0.0))
    order = sorted(best, key=lambda number: (-best[number], -number))[:SIMILAR]
    posts = {p.id: p for p in session.scalars(select(TopicPost).where(TopicPost.id.in_(order)))}
    return [posts[number] for number in order]
