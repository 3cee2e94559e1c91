"""Examples of registration: a full workshop with somebody in each state, and an offer."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.base import utc_now
from core.codes import code_hash
from forum.seats import codes, services, staffing
from forum.seats.enums import RegistrationState
from forum.seats.models import Registration, RegistrationEvent
from forum.seats.services import Answers, Applicant
from forum.workshops.enums import Audience
from forum.workshops.models import RegistrationForm, UnitQuota, Workshop
from forum.workshops.queries import latest_form
from surveys.engine import QuestionDef, definition_of
from tests import factories
from tests.forum import factories as forum

SECRET = "a key for tests only"


def _full(session: Session, world: Any) -> Workshop:
    workshop = forum.workshop(session, cycle=world.cycle, seats=2, audience=Audience.PUBLIC)
    workshop.quotas.append(UnitQuota(unit_id=world.unit.id, seats=1))
    question = QuestionDef(name="harapan", kind="longtext", label_id="Apa yang ingin Anda pelajari?")
    session.add(RegistrationForm(workshop_id=workshop.id, number=1, definition=definition_of([question])))
    session.flush()
    return workshop


def build(session: Session, world: Any) -> dict[str, Any]:
    """What the addresses of this part speak of: who has a seat, an offer, waits, asked, was refused."""
    workshop, now = _full(session, world), utc_now() - timedelta(minutes=5)
    how: dict[str, Any] = {"wait": True, "now": now, "role": None, "actor_id": None, "secret": SECRET}
    made: list[Registration] = []
    for number, name in enumerate(("Maria Bani", "Yosef Nalle", "Ina Foeh", "Beny Lay")):
        person = Applicant(name, post="Warga", phone=f"081200{number}", email=f"orang{number}@contoh.id")
        answers = Answers(latest_form(session, workshop), {"harapan": f"Belajar {number}"})
        made.append(
            services.register(
                session, workshop, applicant=person, answers=answers, nonce=f"{number}" * 32, **how
            )
        )
    services.cancel(session, made[0], now=now)
    staffing.refuse(session, made[3], reason="Sudah ikut tahun lalu", now=now, actor_id=None)
    asked = forum.registration(
        session, workshop, state=RegistrationState.REQUESTED, account=factories.account(session)
    )
    code = codes.code_of(asked.key, secret=SECRET)
    asked.code_hash = code_hash(code)
    session.add(RegistrationEvent(registration_id=asked.id, action="request", after="requested", by="person"))
    session.flush()
    offered = made[2]
    return {"full_workshop": workshop, "registration": offered, "requested": asked}


def _staff(w: Any) -> Mapping[str, object]:
    return {"key": w.more["full_workshop"].key, "registration_key": w.more["registration"].key}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "registrations": lambda w: {"key": w.more["full_workshop"].key},
    "own_registrations": lambda w: {
        "key": w.more["registration"].key,
        "code": codes.code_of(w.more["registration"].key, secret=SECRET),
    },
    "manage_registrations": _staff,
}
