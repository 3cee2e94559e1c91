"""Examples of versions, consultation, goals and usulan."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.base import utc_now
from plan.consulting import versions
from plan.consulting.models import PlanComment, PlanTally, PlanVoice
from plan.programmes.services import ProgrammeDetails, add_programme
from plan.proposals import services
from plan.scheduling.rules import USUAL_DUTY
from plan.scheduling.services import add_goal, set_duty
from tests import factories
from tests.plan import factories_authority, factories_items


def build(session: Session, world: Any) -> dict[str, Any]:
    """A version before the staff, one that is not yet, and a usulan in each state."""
    today = utc_now().date()
    goal = add_goal(session, world.cycle, title_id="Layanan cepat", title_en="Fast service", actor_id=None)
    set_duty(session, world.cycle, duty=USUAL_DUTY, actor_id=None)
    draft = factories_items.item(session, world.cycle, title_id="Butir yang disusun")
    closed = factories_authority.consulted(session, world.cycle, opens=today, closes=today)
    versions.close_consultation(session, closed, actor_id=None)
    for tally in session.query(PlanTally).filter_by(version_id=closed.id):
        tally.endorsed, tally.objected = 6, 1
    session.add(
        PlanComment(
            version_id=closed.id, item_key=draft.key, tag="a" * 64, stance="object", text="Terlalu mahal."
        )
    )
    consulted = factories_authority.consulted(
        session, world.cycle, opens=today, closes=today + timedelta(days=9)
    )
    session.add(PlanVoice(version_id=consulted.id, item_key=draft.key, tag="b" * 64, stance="endorse"))
    frozen = versions.freeze_version(session, world.cycle, actor_id=None)
    actor = factories.account(session).id
    made = {
        name: factories_authority.drafted(session, frozen, [draft], number=f"00{number}/ND", on=today)
        for number, name in enumerate(("drafted", "checked", "returned"), start=1)
    }
    services.check_proposal(session, made["checked"], actor_id=actor)
    services.return_proposal(session, made["returned"], reason="Perbaiki anggarannya.", actor_id=actor)
    programme = add_programme(
        session,
        world.item,
        details=ProgrammeDetails("Kelas aplikasi", "", "Politeknik", today, today, 24),
        workshops=[world.more["called_workshop"].key],
        actor_id=None,
    )
    return {
        "programme": programme,
        "goal": goal,
        "draft_item": draft,
        "closed": closed,
        "consulted": consulted,
        "frozen": frozen,
        "proposals": made,
    }


def _version(name: str) -> Callable[[Any], Mapping[str, object]]:
    return lambda w: {
        "cycle": w.cycle.key,
        "number": w.more[name].number,
        "item": w.more["draft_item"].key,
    }


def _proposal(state: str) -> Callable[[Any], Mapping[str, object]]:
    return lambda w: {"key": w.more["proposals"][state].key}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "plan_versions": _version("frozen"),
    "plan_versions.show": _version("closed"),
    "plan_versions.close": _version("consulted"),
    "public_versions": _version("closed"),
    "consultation": _version("consulted"),
    "programmes": lambda w: {"key": w.item.key, "number": w.more["programme"].id},
    "plan_goals": lambda w: {"cycle": w.cycle.key, "number": w.more["goal"].id},
    "proposals": _proposal("drafted"),
    "proposals.create": _version("frozen"),
    "proposals.sign": _proposal("checked"),
    "proposals.redraft": _proposal("returned"),
    "proposal_packet": _proposal("checked"),
}
