"""The demo shows moderation: reports that wait, a hidden post with an objection, one shown again."""

from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

import rembuk
from core.policy import Role
from forum.moderation import queries
from forum.moderation.enums import Action
from forum.moderation.models import Appeal
from rembuk.seeding import Loading, Seed
from rembuk.seeding.moderation import load_moderation
from tests import factories
from tests.forum import factories as forum


def test_the_demos_cases(session: Session) -> None:
    today = date(2027, 1, 20)
    folder = Path(rembuk.__file__).parent / "seed"
    loading = Loading(session, Seed(folder), today, "a key for tests only")
    for role in (Role.FACILITATOR, Role.PLANNER):
        loading.accounts[role] = factories.account(session, role=role)
    forum.topic(session, guests=True)
    load_moderation(loading)
    found = queries.queue(session, today=today, actor_id=loading.accounts[Role.FACILITATOR].id)
    assert [(row.reports, row.age > 2) for row in found.rows] == [
        ({"insult": 1}, True),
        ({"advert": 1, "off_topic": 1}, False),
    ]
    assert session.scalars(select(Appeal.state).order_by(Appeal.id)).all() == ["open", "overturned"]
    decided = [(p.decision.action, p.decision.state) for p in queries.log(session).rows]
    assert decided == [(Action.HIDE, "overturned"), (Action.HIDE, "standing")]
