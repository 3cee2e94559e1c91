"""Reports, decisions and objections about posts, made through the same services that people use."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from core import nonces
from core.accounts.models import Account
from core.policy import Role
from forum.discussion import posting
from forum.discussion.models import Topic, TopicPost
from forum.moderation import appealing, deciding, reporting
from forum.moderation.deciding import Ruling
from forum.moderation.enums import Action, Reason
from forum.moderation.models import ModerationDecision
from rembuk.seeding.loading import Loading


def load_moderation(loading: Loading) -> None:
    """Each post of guests, what was reported, and how it was decided."""
    topics = list(loading.session.scalars(select(Topic).order_by(Topic.id)))
    for told in loading.seed.toml("moderation.toml")["posts"]:
        how: dict[str, Any] = {"secret": loading.secret, "today": _day(loading, told), "actor_id": None}
        nonce = nonces.new_nonce()
        post = posting.post(
            loading.session, topics[told["topic"]], body=told["text"], nonce=nonce, **how
        ).post
        for report in told["reports"]:
            _report(loading, post, report)
        if "decision" in told:
            decision = _decide(loading, post, told["decision"])
            _object(loading, decision, told["appeal"])


def _day(loading: Loading, told: Mapping[str, Any]) -> date:
    return loading.today - timedelta(days=told["days_ago"])


def _moderator(loading: Loading, role: Role) -> Account:
    return loading.accounts[role]


def _no_letter(_decision: ModerationDecision) -> tuple[str, str]:
    return "", ""  # guests have no address


def _report(loading: Loading, post: TopicPost, told: Mapping[str, Any]) -> None:
    reporting.report_post(
        loading.session,
        post,
        reason=Reason(told["reason"]),
        note=told["note"],
        nonce=nonces.new_nonce(),
        actor_id=None,
        secret=loading.secret,
        today=_day(loading, told),
    )


def _decide(loading: Loading, post: TopicPost, told: Mapping[str, Any]) -> ModerationDecision:
    day, actor_id = _day(loading, told), _moderator(loading, Role.FACILITATOR).id
    case = reporting.open_case(loading.session, post, today=day)
    ruling = Ruling(Action(told["action"]), Reason(told["reason"]), told["text"])
    return deciding.decide(
        loading.session,
        case,
        ruling,
        actor_id=actor_id,
        secret=loading.secret,
        today=day,
        letter=_no_letter,
    )


def _object(loading: Loading, decision: ModerationDecision, told: Mapping[str, Any]) -> None:
    appealing.file_appeal(loading.session, decision, text=told["text"], today=_day(loading, told))
    appeal = appealing.appeal_of(loading.session, decision)
    if appeal is None or "answer" not in told:
        return
    appealing.decide_appeal(
        loading.session,
        appeal,
        overturn=True,
        answer=told["answer"],
        actor_id=_moderator(loading, Role.PLANNER).id,
        secret=loading.secret,
        today=loading.today - timedelta(days=told["overturned_days_ago"]),
        letter=_no_letter,
    )
