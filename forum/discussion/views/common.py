"""What the pages share: who looks, refusals in their language, posts as a page shows them."""

from collections.abc import Collection
from dataclasses import dataclass, field

from flask_babel import gettext
from flask_login import current_user
from sqlalchemy.orm import Session

from core.db import db
from core.errors import RembukError
from core.slices import TopicSubject
from core.web.pages import slices
from core.web.server import secret
from forum.discussion import queries, rules
from forum.discussion.enums import PostState
from forum.discussion.hooks import Explanation, explanations
from forum.discussion.models import Topic, TopicPost
from forum.discussion.tags import author_tag

_SHORT = 16


def account_id() -> int | None:
    """The account that looks; None for a guest."""
    return current_user.id if current_user.is_authenticated else None


def words(refusal: RembukError) -> str:
    """Why something was refused."""
    params = {
        name: gettext(value) if isinstance(value, str) else value for name, value in refusal.params.items()
    }
    return str(gettext(refusal.message, **params))


def writer_mark(topic: Topic) -> str:
    """Stands in the form and tells whether the same person sends it who opened it; only they could read it."""
    number = account_id()
    return author_tag(topic.id, number, secret=secret())[:_SHORT] if number is not None else ""


@dataclass(frozen=True)
class Shown:
    """A post as a page shows it: whether the visitor wrote it or supports it, and its answers."""

    post: TopicPost
    mine: bool
    supported: bool
    standing: bool
    merged: TopicPost | None = None
    why: Explanation | None = None
    answers: list["Shown"] = field(default_factory=list)


def shown(topic: Topic, posts: Collection[TopicPost], answers: dict[int, list[TopicPost]]) -> list[Shown]:
    """Posts with their answers, for this visitor."""
    session, number, key = db.session(), account_id(), secret()
    every = [*posts, *(answer for group in answers.values() for answer in group)]
    supported = queries.supported_ids(session, topic, every, number, secret=key)
    merged = queries.merged_into(session, posts)
    hidden = [post for post in every if post.state == PostState.HIDDEN]
    why = explanations(session, hidden) if hidden else {}

    def one(post: TopicPost) -> Shown:
        return Shown(
            post,
            mine=rules.is_by(post, number, secret=key),
            supported=post.id in supported,
            standing=rules.is_standing(post),
            merged=merged.get(post.id),
            why=why.get(post.id),
            answers=[one(answer) for answer in answers.get(post.id, [])],
        )

    return [one(post) for post in posts]


def subjects(session: Session) -> list[TopicSubject]:
    """Everything people can discuss, of every slice."""
    return [one for s in slices() if s.topic_subjects for one in s.topic_subjects(session)]


def subject_of(topic: Topic) -> TopicSubject | None:
    """What a topic is about; None once it is no longer public."""
    about = (topic.about_kind, topic.about_key)
    return next((s for s in subjects(db.session()) if (s.kind, s.key) == about), None)
