"""Examples of the workshops: one open, one draft, one past."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.base import utc_now
from forum.workshops.enums import Audience, WorkshopState
from tests.forum import factories


def build(session: Session, world: Any) -> dict[str, Any]:
    """An open one that anybody may come to, a draft, and one whose session lies in the past."""
    workshop = factories.workshop(
        session, cycle=world.cycle, audience=Audience.PUBLIC, link="https://contoh.example/rapat"
    )
    draft = factories.workshop(session, cycle=world.cycle, state=WorkshopState.DRAFT)
    past = factories.workshop(session, cycle=world.cycle, state=WorkshopState.CLOSED)
    for one in past.sessions:
        one.starts_at = utc_now() - timedelta(days=3, hours=3)
        one.ends_at = utc_now() - timedelta(days=3)
    return {"workshop": workshop, "workshop_draft": draft, "workshop_past": past}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "workshops": lambda w: {"key": w.more["workshop"].key},
    "manage_workshops": lambda w: {"key": w.more["workshop"].key},
    "manage_workshops.open_": lambda w: {"key": w.more["workshop_draft"].key},
    "manage_workshops.delete": lambda w: {"key": w.more["workshop_draft"].key},
    "manage_workshops.hold": lambda w: {"key": w.more["workshop_past"].key},
}
