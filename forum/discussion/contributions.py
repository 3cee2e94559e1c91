"""Posts as the analysis and the plan see them, and the way from a tracking code to a post."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from core.codes import normalise
from core.contributions import Contribution, ContributionRef, ContributionSource, Tracked
from core.errors import N_
from forum.discussion.enums import PostState
from forum.discussion.models import Topic, TopicPost
from forum.discussion.notices import notices_of
from forum.discussion.queries import post_by_code

KIND, FIELD, PURPOSE = "topic_post", "body", "aspiration"
# Shorter answers agree or thank; they say nothing that could be grouped.
ANSWER_LENGTH = 40
_AT_ONCE = 500
_GROUP = 4


def _speaks() -> ColumnElement[bool]:
    """Visible posts, and answers that are long enough to say something. A merged post speaks for itself, too."""
    telling = or_(TopicPost.parent_id.is_(None), func.length(TopicPost.body) >= ANSWER_LENGTH)
    return and_(TopicPost.state == PostState.VISIBLE, telling)


def of_cycle(session: Session, cycle_id: int) -> Iterator[Contribution]:
    """Every post of the cycle's topics that speaks, in the order of their random keys."""
    rows = session.execute(
        select(TopicPost.key, TopicPost.body)
        .join(Topic, Topic.id == TopicPost.topic_id)
        .where(Topic.cycle_id == cycle_id, _speaks())
        .order_by(TopicPost.key)
        .execution_options(yield_per=1000)
    )
    for key, body in rows:
        yield Contribution(ContributionRef(KIND, key, FIELD), PURPOSE, body)


def fetch(session: Session, refs: Sequence[ContributionRef]) -> list[Contribution]:
    """Those that are still visible, in the order asked for."""
    keys = sorted({ref.key for ref in refs if ref.kind == KIND})
    found: dict[ContributionRef, Contribution] = {}
    for start in range(0, len(keys), _AT_ONCE):
        wanted = TopicPost.key.in_(keys[start : start + _AT_ONCE])
        for key, body in session.execute(select(TopicPost.key, TopicPost.body).where(wanted, _speaks())):
            ref = ContributionRef(KIND, key, FIELD)
            found[ref] = Contribution(ref, PURPOSE, body)
    return [found[ref] for ref in refs if ref in found]


def track(session: Session, code: str) -> Tracked | None:
    """The post behind a code, however it was typed; None when it is none of a post."""
    post = post_by_code(session, code)
    if post is None:
        return None
    letters = normalise(code) or ""
    spoken = "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))
    refs = (ContributionRef(KIND, post.key, FIELD),)
    speaks = bool(fetch(session, refs))
    return Tracked(
        post.topic.title_id,
        post.topic.title_en,
        contributions=refs if speaks else (),
        notices=notices_of(session, post, code=spoken),
        moderation=N_("Tampil untuk umum di diskusi") if speaks else "",
    )


SOURCE = ContributionSource(kind=KIND, of_cycle=of_cycle, fetch=fetch, track=track)
