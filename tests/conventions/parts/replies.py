"""Examples of Keputusan: replies of every theme decision exist in the world; one contribution has none yet."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from forum.discussion.contributions import FIELD, KIND
from plan.models import ThemeAssignment
from plan.replies.enums import ReplyKind
from plan.replies.services import reply_to_theme


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
    session.flush()
    return {"unanswered": f"{KIND}:{post.key}:{FIELD}"}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {}
