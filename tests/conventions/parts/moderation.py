"""Examples of moderation: an open case with reports, a hidden post, one with an objection."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from core.policy import Role
from forum.discussion import posting
from forum.moderation import appealing, deciding, queries, reporting
from forum.moderation.deciding import Ruling
from forum.moderation.enums import Action, Reason
from forum.moderation.models import ModerationCase
from tests import factories

SECRET = "a key for tests only"
DAY = date(2026, 8, 21)


def build(session: Session, world: Any) -> dict[str, Any]:
    """What the addresses of this part speak of."""
    how = {"secret": SECRET, "today": DAY}
    topic, reported = world.more["topic"], world.more["topic_post"]
    moderator = factories.account(session, name="Moderator", role=Role.FACILITATOR)
    author = factories.account(session, name="Penulis yang Keberatan")
    for reason, nonce in ((Reason.INSULT, "2" * 32), (Reason.OTHER, "3" * 32)):
        reporting.report_post(
            session, reported, reason=reason, note="Kasar sekali.", nonce=nonce, actor_id=None, **how
        )

    def hidden(nonce: str, actor_id: int | None, text: str) -> tuple[ModerationCase, str]:
        receipt = posting.post(session, topic, body=text, nonce=nonce, actor_id=actor_id, **how)
        case = reporting.open_case(session, receipt.post, today=DAY)
        ruling = Ruling(Action.HIDE, Reason.PERSONAL_DATA, "Memuat nomor telepon.")
        deciding.decide(session, case, ruling, actor_id=moderator.id, letter=lambda _d: ("s", "b"), **how)
        return case, receipt.code

    plain, code = hidden("4" * 32, author.id, "Nomor Pak Anu ada pada saya.")
    objected, _code = hidden("5" * 32, author.id, "Nomor Bu Anu ada pada saya.")
    past, other = queries.decision_of(session, objected), queries.decision_of(session, plain)
    assert past is not None
    assert other is not None
    appealing.file_appeal(session, past.decision, text="Itu nomor kantor.", today=DAY)
    (open_case,) = queries.queue(session, today=DAY, actor_id=moderator.id).rows
    reporting.take_case(session, open_case.case, actor_id=moderator.id)
    return {
        "case_author": author,
        "case": open_case.case,
        "hidden_case": plain,
        "objected_case": objected,
        "decision_key": other.decision.key,
        "appeal_code": code,
    }


def _of_case(name: str) -> Callable[[Any], Mapping[str, object]]:
    return lambda w: {"key": w.more[name].key}


def _of_decision(w: Any) -> Mapping[str, object]:
    return {"key": w.more["decision_key"]}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "post_reports": lambda w: {"key": w.more["topic"].key, "post_key": w.more["topic_post"].key},
    "appeals_by_code": lambda w: {"code": w.more["appeal_code"]},
    "moderation": _of_case("case"),
    "moderation.open_case": lambda w: {
        "topic_key": w.more["topic"].key,
        "post_key": w.more["guest_post"].key,
    },
    "rulings": _of_case("case"),
    "rulings.restore": _of_case("hidden_case"),
    "rulings.answer": _of_case("objected_case"),
    "own_moderation": _of_decision,
    "moderation_log": _of_decision,
}
