"""Examples of the duties part: an account for each duty, with the scope that the duty takes."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from core.duties.enums import SCOPES, ScopeKind
from core.duties.services import assign_duty
from core.policy import Duty, Role
from surveys import store
from tests import factories
from tests.surveys import factories_surveys


def scope_in(world: Any, duty: Duty) -> dict[str, Any]:
    """What the duty is given for: the unit or the plan item of the world, or the whole office."""
    kinds = SCOPES[duty]
    if ScopeKind.UNIT in kinds:
        return {"unit_id": world.unit.id}
    return {"object_kind": "plan_item", "object_key": world.item.key} if ScopeKind.OBJECT in kinds else {}


def build(session: Session, world: Any) -> dict[str, Any]:
    """One holder per duty; nobody has two."""
    made: dict[Duty, Any] = {}
    for duty in Duty:
        holder = factories.account(session, role=Role.CITIZEN, name=f"Pemegang {duty}")
        made[duty] = assign_duty(session, holder, duty=duty, actor_id=None, **scope_in(world, duty))
    version = factories_surveys.version_of(world.feedback)
    rows = [
        store.FinalRow(
            version_id=version.id,
            body={"saran": f"saran {n}"},
            unit_id=world.unit.id,
            unit_key=world.unit.key,
        )
        for n in range(6)
    ]
    store.finalise(session, world.feedback, rows)
    return {"duties": made}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "duties": lambda w: {
        "account_id": w.someone.id,
        "duty": Duty.SUPERIOR.value,
        "number": w.more["duties"][Duty.AUDITOR].id,
    },
    "partner": lambda w: {"key": w.item.key},
    "survey_duties": lambda w: {"key": w.feedback.key, "unit": w.unit.key, "name": "saran"},
    "survey_duties.mirror": lambda w: {"key": w.survey.key},
}
