"""A theme run that waits, in the world of the conventions."""

from typing import Any

from sqlalchemy.orm import Session

from tests.plan import factories_themes


def build(session: Session, world: Any) -> dict[str, Any]:
    waiting = factories_themes.queued_run(session, factories_themes.deciding_cycle(session))
    return {"waiting_run": waiting}


VALUES = {"themes.cancel": lambda w: {"run_id": w.more["waiting_run"].id}}
