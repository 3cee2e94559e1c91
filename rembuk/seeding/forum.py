"""Topics with posts, answers and support, written through the same services that people use."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core import nonces
from core.accounts.models import Account
from core.policy import Role
from core.slices import TopicSubject
from forum.discussion import posting, services, supporting
from forum.discussion.enums import Identity
from forum.discussion.models import Topic, TopicPost
from rembuk.seeding.loading import Loading


def load_forum(loading: Loading) -> None:
    """Each topic with what was said in it; the last step closes those that have an outcome."""
    cycle = loading.the_cycle
    about = TopicSubject("cycle", cycle.key, cycle.id, cycle.title_id, cycle.title_en, "")
    actor_id = loading.actor_id(Role.FACILITATOR)
    for told in loading.seed.toml("forum.toml")["topics"]:
        facts = services.TopicFacts(
            title_id=told["title_id"],
            title_en=told["title_en"],
            intro_id=_flowing(told["intro_id"]),
            intro_en=_flowing(told["intro_en"]),
            identity=Identity(told["identity"]),
            guests=told["guests"],
        )
        topic = services.create_topic(loading.session, about, facts, actor_id=actor_id)
        for said in told["posts"]:
            _load_post(loading, topic, said)
        if "outcome_id" in told:
            services.close_topic(
                loading.session,
                topic,
                outcome_id=_flowing(told["outcome_id"]),
                outcome_en=_flowing(told["outcome_en"]),
                today=loading.today - timedelta(days=14),
                actor_id=actor_id,
            )


def _flowing(text: str) -> str:
    """A text without the line breaks of the file."""
    return " ".join(text.split())


def _load_post(loading: Loading, topic: Topic, told: Mapping[str, Any]) -> None:
    post = _write(loading, topic, told)
    for answer in told.get("answers", []):
        _write(loading, topic, answer, post)
    for login in told.get("support", []):
        supporting.support(loading.session, post, actor_id=_account_id(loading, login), secret=loading.secret)
    if "edited" in told:
        day = loading.today - timedelta(days=told["days_ago"] - 1)
        posting.edit(loading.session, post, body=told["edited"], today=day)


def _write(
    loading: Loading, topic: Topic, told: Mapping[str, Any], parent: TopicPost | None = None
) -> TopicPost:
    how: dict[str, Any] = {
        "body": told["text"],
        "nonce": nonces.new_nonce(),
        "actor_id": _account_id(loading, told["by"]) if "by" in told else None,
        "secret": loading.secret,
        "today": loading.today - timedelta(days=told["days_ago"]),
    }
    if parent is not None:
        return posting.reply(loading.session, parent, **how).post
    return posting.post(loading.session, topic, **how).post


def _account_id(loading: Loading, login: str) -> int:
    return loading.session.scalars(select(Account.id).where(Account.login == login)).one()
