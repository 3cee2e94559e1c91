"""Examples of the upkeep part."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from core.jobs.services import enqueue
from core.uploads.owners import SITE
from core.uploads.services import store_upload
from tests.core.pictures import png


def build(session: Session, world: Any) -> dict[str, Any]:
    """What the addresses of this part speak of."""
    logo = store_upload(
        session, content=png(), filename="logo.png", owner_kind=SITE, owner_key="logo", actor_id=None
    )
    return {"upload": logo, "job": enqueue(session, "core.sweep_uploads")}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "jobs": lambda w: {"number": w.more["job"].id},
    "uploads": lambda w: {"key": w.more["upload"].key},
}
