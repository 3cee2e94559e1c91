"""Examples of the discussion: a topic with names, an answer, an edit, a follower; a closed one."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from core.slices import TopicSubject
from forum.discussion import following, posting, services, supporting
from forum.discussion.enums import Identity
from forum.discussion.models import TopicPost
from tests import factories

SECRET = "a key for tests only"
DAY = date(2026, 8, 20)
NONCE = "d" * 32


def build(session: Session, world: Any) -> dict[str, Any]:
    """What the addresses of this part speak of."""
    how = {"secret": SECRET, "today": DAY}
    author, reader = factories.account(session, name="Penulis Topik"), factories.account(session)
    about = TopicSubject("cycle", world.cycle.key, world.cycle.id, "", "", "")
    facts = services.TopicFacts("Pelatihan apa yang perlu", intro_id="Ceritakan.", guests=True)
    topic = services.create_topic(session, about, facts, actor_id=None)
    hidden_names = services.TopicFacts("Nama samaran", identity=Identity.PSEUDONYM)
    other = services.create_topic(session, about, hidden_names, actor_id=None)
    guest = posting.post(session, topic, body="Loket sering sepi.", nonce=NONCE, actor_id=None, **how)
    said = posting.post(
        session, topic, body="Perlu pelatihan arsip.", nonce="e" * 32, actor_id=author.id, **how
    )
    posting.edit(session, said.post, body="Perlu pelatihan arsip digital.", today=DAY)
    posting.reply(session, said.post, body="Setuju.", nonce="f" * 32, actor_id=reader.id, **how)
    locked = services.create_topic(session, about, services.TopicFacts("Topik yang dikunci"), actor_id=None)
    services.lock(session, locked, actor_id=None)
    posting.post(session, other, body="Rapat terlalu lama.", nonce="1" * 32, actor_id=reader.id, **how)
    following.follow(session, other, actor_id=author.id)
    following.follow(session, topic, actor_id=reader.id)
    supporting.support(session, said.post, actor_id=reader.id, secret=SECRET)
    following.set_mail(session, wanted=True, actor_id=reader.id)
    return {
        "topic": topic,
        "topic_locked": locked,
        "topic_post": said.post,
        "guest_post": guest.post,
        "topic_code": guest.code,
    }


def _of_topic(w: Any) -> Mapping[str, object]:
    post: TopicPost = w.more["topic_post"]
    return {"key": w.more["topic"].key, "post_key": post.key}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "discussion": _of_topic,
    "own_posts": _of_topic,
    "posts_by_code": lambda w: {"code": w.more["topic_code"]},
    "manage_topics": _of_topic,
    "manage_topics.unlock": lambda w: {"key": w.more["topic_locked"].key},
}
