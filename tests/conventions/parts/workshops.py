"""Examples of the workshops: one open and running, a draft, one past."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.base import utc_now
from forum.workshops import questions
from forum.workshops.enums import Audience, WorkshopState
from forum.workshops.models import AgendaItem, UnitQuota, Workshop
from surveys.engine import QuestionDef
from tests.forum import factories

SECOND = QuestionDef(name="ukuran_kaus", kind="text", label_id="Ukuran kaus")


def build(session: Session, world: Any) -> dict[str, Any]:
    """An open one that anybody may come to, with questions and a part that is on; a draft; one that is past."""
    workshop = factories.workshop(
        session,
        cycle=world.cycle,
        audience=Audience.PUBLIC,
        link="https://contoh.example/rapat",
        about_id="Tentang lokakarya.",
        contact="Ibu Narahubung",
        organiser="Kecamatan Contoh",
    )
    session.add(UnitQuota(workshop_id=workshop.id, unit_id=world.unit.id, seats=4))
    one = workshop.sessions[0]
    one.title_id = "Sesi pagi"
    one.agenda[0].started_at = utc_now()
    one.agenda.append(AgendaItem(position=2, title_id="Diskusi", minutes=60, speaker="Ibu Pemandu"))
    questions.add_usual(session, workshop, actor_id=None)
    questions.add_question(session, workshop, question=SECOND, actor_id=None)
    draft = factories.workshop(session, cycle=world.cycle, state=WorkshopState.DRAFT)
    past = factories.workshop(session, cycle=world.cycle, state=WorkshopState.CLOSED, sessions=2)
    _move_to_the_past(past)
    past.sessions[0].finished_at = past.sessions[0].ends_at
    cancelled = factories.workshop(
        session, cycle=world.cycle, state=WorkshopState.CANCELLED, cancelled_reason="Hujan deras."
    )
    return {
        "workshop": workshop,
        "workshop_draft": draft,
        "workshop_past": past,
        "workshop_cancelled": cancelled,
    }


def _move_to_the_past(workshop: Workshop) -> None:
    for days, one in enumerate(workshop.sessions, start=3):
        one.starts_at = utc_now() - timedelta(days=days, hours=3)
        one.ends_at = utc_now() - timedelta(days=days)


def _at(world: Any, part: int = 0) -> Mapping[str, object]:
    workshop = world.more["workshop"]
    one = workshop.sessions[0]
    return {"key": workshop.key, "number": one.id, "part": one.agenda[part].id}


def _past(world: Any) -> Mapping[str, object]:
    workshop = world.more["workshop_past"]
    return {"key": workshop.key, "number": next(s.id for s in workshop.sessions if s.finished_at)}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "workshops": lambda w: {"key": w.more["workshop"].key},
    "manage_workshops": lambda w: {"key": w.more["workshop"].key},
    "manage_workshops.open_": lambda w: {"key": w.more["workshop_draft"].key},
    "manage_workshops.delete": lambda w: {"key": w.more["workshop_draft"].key},
    "manage_workshops.hold": lambda w: {"key": w.more["workshop_past"].key},
    "manage_sessions": _at,
    "manage_sessions.delete": lambda w: _past(w),
    "manage_sessions.up": lambda w: _at(w, 1),
    "workshop_seats": lambda w: {"key": w.more["workshop"].key},
    "workshop_questions": lambda w: {
        "key": w.more["workshop"].key,
        "name": SECOND.name,
        "kind": "text",
    },
    "workshop_questions.down": lambda w: {"key": w.more["workshop"].key, "name": questions.USUAL[0].name},
    "workshop_running": _at,
    "workshop_running.start": lambda w: _at(w, 1),
    "workshop_running.resume": _past,
}
