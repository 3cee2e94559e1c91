"""Decisions about themes wait for each other, and are made about the newest run only."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cycles.enums import Action
from core.cycles.rules import require_open
from core.errors import N_, Conflict
from plan.enums import RunState
from plan.models import ThemeRun
from plan.needs import one_at_a_time


def begin_deciding(session: Session, run: ThemeRun) -> None:
    """Refuse unless the phase is open and this run is the newest; then hold the cycle until the commit."""
    require_open(run.cycle, Action.DECIDE_THEMES)
    one_at_a_time(session, run.cycle_id)
    newer = session.scalar(
        select(ThemeRun.id)
        .where(
            ThemeRun.cycle_id == run.cycle_id,
            ThemeRun.purpose == run.purpose,
            ThemeRun.state == RunState.DONE,
            ThemeRun.id > run.id,
        )
        .limit(1)
    )
    if newer is not None:
        raise Conflict(N_("Ada proses tema yang lebih baru. Buka proses itu, lalu putuskan di sana."))
