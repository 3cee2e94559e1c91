"""A topic, a post, two moderators, and short ways to report, decide and object."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.policy import Role
from forum.discussion import posting
from forum.discussion.enums import Identity
from forum.discussion.models import Topic, TopicPost
from forum.moderation import appealing, deciding, queries, reporting
from forum.moderation.deciding import Ruling
from forum.moderation.enums import Action, Reason
from forum.moderation.models import Appeal, ModerationCase, ModerationDecision
from tests import factories
from tests.forum import factories as forum

SECRET = "a key for tests only"
DAY = date(2027, 1, 6)  # a Wednesday
HOW: dict[str, Any] = {"secret": SECRET, "today": DAY}
LATER: dict[str, Any] = {"secret": SECRET, "today": date(2027, 1, 8)}


def letter(decision: ModerationDecision) -> tuple[str, str]:
    return f"Keputusan {decision.action}", "Baca di halaman."


@dataclass
class House:
    """What most tests of moderation need."""

    session: Session
    topic: Topic
    post: TopicPost
    noise: TopicPost
    first: Account
    second: Account
    nonces: int = field(default=0)

    def nonce(self) -> str:
        self.nonces += 1
        return f"{self.nonces:032x}"

    def report(self, post: TopicPost | None = None, actor_id: int | None = None, **how: Any) -> None:
        given = {"reason": Reason.INSULT, "note": "", "nonce": self.nonce(), **HOW, **how}
        reporting.report_post(self.session, post or self.post, actor_id=actor_id, **given)

    def case(self, post: TopicPost | None = None) -> ModerationCase:
        return reporting.open_case(self.session, post or self.post, today=DAY)

    def decide(
        self, action: Action, case: ModerationCase | None = None, *, by: Account | None = None, **how: Any
    ) -> ModerationDecision:
        reason = Reason.INSULT if action in {Action.HIDE, Action.LOCK_TOPIC} else None
        ruling = Ruling(action, **{"reason": reason, "text": "Kalimat kedua menghina.", **how})
        actor = (by or self.first).id
        return deciding.decide(
            self.session, case or self.case(), ruling, actor_id=actor, letter=letter, **LATER
        )

    def appeal(self, decision: ModerationDecision, text: str = "Itu kritik, bukan hinaan.") -> Appeal:
        appealing.file_appeal(self.session, decision, text=text, today=LATER["today"])
        found = appealing.appeal_of(self.session, decision)
        assert found is not None
        return found

    def answer(self, appeal: Appeal, *, overturn: bool, by: Account | None = None) -> None:
        actor = (by or self.second).id
        appealing.decide_appeal(
            self.session,
            appeal,
            overturn=overturn,
            answer="Kami membaca lagi.",
            actor_id=actor,
            letter=letter,
            **LATER,
        )

    def decisions(self) -> list[tuple[str, str, str]]:
        """Of the post: what was decided, and how it stands."""
        pasts = queries.history(self.session, [self.post])
        return [(p.decision.action, p.decision.reason, p.decision.state) for p in pasts]


@pytest.fixture
def house(session: Session) -> House:
    topic = forum.topic(session)
    return House(
        session,
        topic,
        forum.post(session, topic, "Kepala seksi itu bodoh."),
        forum.post(session, topic, "Perlu pelatihan arsip."),
        factories.account(session, role=Role.FACILITATOR),
        factories.account(session, role=Role.PLANNER),
    )


@pytest.fixture
def write(session: Session) -> Callable[..., tuple[TopicPost, str]]:
    """A post by an account or a guest in a topic that hides names, and its code."""

    def make(author: Account | None, body: str = "Rapat terlalu lama.") -> tuple[TopicPost, str]:
        topic = forum.topic(session, identity=Identity.PSEUDONYM, guests=True)
        number = author.id if author else None
        receipt = posting.post(session, topic, body=body, nonce=f"{topic.id:031x}a", actor_id=number, **HOW)
        return receipt.post, receipt.code

    return make
