"""Writing in a topic in one line."""

from collections.abc import Callable
from datetime import date
from itertools import count

import pytest
from sqlalchemy.orm import Session

from core.accounts.models import Account
from forum.discussion import posting
from forum.discussion.models import Topic, TopicPost
from forum.discussion.posting import Receipt

SECRET = "a key for tests only"
DAY = date(2027, 1, 4)
Write = Callable[..., Receipt]
_numbers = count(1)


@pytest.fixture
def write(session: Session) -> Write:
    """Post in a topic, or answer a post, as an account or as a guest."""

    def make(
        where: Topic | TopicPost,
        body: str = "Perlu pelatihan arsip.",
        *,
        by: Account | None = None,
        nonce: str = "",
        today: date = DAY,
    ) -> Receipt:
        how = {
            "body": body,
            "nonce": nonce or f"{next(_numbers):032x}",
            "actor_id": by.id if by else None,
            "secret": SECRET,
            "today": today,
        }
        if isinstance(where, Topic):
            return posting.post(session, where, **how)
        return posting.reply(session, where, **how)

    return make
