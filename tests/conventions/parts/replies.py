"""Examples of Keputusan: replies of every theme decision exist in the world; one contribution has none yet."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.base import utc_now
from forum.discussion.contributions import FIELD, KIND
from plan.following.enums import TopicKind
from plan.following.models import Follower
from plan.following.services import Asked, confirm, confirm_token, opened
from plan.following.topics import Topic
from plan.models import ThemeAssignment
from plan.replies.enums import ReplyKind
from plan.replies.services import reply_to_theme

SECRET = "a key for tests only"  # noqa: S105


def build(session: Session, world: Any) -> dict[str, Any]:
    """A post that the run has read and that nobody answered; a forwarded reply beside the acceptance."""
    post = world.more["topic_post"]
    session.add(
        ThemeAssignment(
            run_id=world.run.id,
            contribution_kind=KIND,
            contribution_key=post.key,
            contribution_field=FIELD,
            rank=1,
            theme_id=None,
            confidence=0.2,
        )
    )
    reply_to_theme(
        session,
        world.theme,
        kind=ReplyKind.FORWARDED,
        reason="Ini wewenang pemerintah kota.",
        addressee="BKPPD",
        fed=[world.theme.id],
        actor_id=None,
    )
    topic = Topic(TopicKind.CYCLE, world.cycle.key, world.cycle.id, world.cycle.title_id)
    asked = Asked("baru@contoh.go.id", topic, "id")
    confirm(session, Asked("kabar@contoh.go.id", topic, "id"), today=utc_now().date(), secret=SECRET)
    held = opened(session.scalars(select(Follower)).one(), secret=SECRET)
    assert held is not None
    return {
        "unanswered": f"{KIND}:{post.key}:{FIELD}",
        "news_token": held[1],
        "news_asked": confirm_token(asked, today=utc_now().date(), secret=SECRET),
    }


def _news(world: Any) -> Mapping[str, object]:
    return {"code": world.code, "token": world.more["news_token"]}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "news": _news,
    "news.confirm": lambda w: {"token": w.more["news_asked"]},
}
