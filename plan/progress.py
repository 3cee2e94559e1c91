"""How far a run is, for the people who wait, and whether they still want it."""

import time
from collections.abc import Callable

from sqlalchemy import update

from core.db import writing
from plan.enums import RunState
from plan.models import ThemeRun
from plan.vectors import Open

# At most so often a run says how far it is; as long does it take to notice that it was cancelled.
PAUSE_SECONDS = 2.0


class RunCancelledError(Exception):
    """Somebody cancelled the run while it was being made. Raised out of the middle of the analysis."""


class ProgressReport:
    """Called by the analysis with (stage, done, total) as often as it likes; writes now and then.

    Each writing is a short transaction of its own, and finds out whether the run is still wanted.
    """

    def __init__(
        self, open_session: Open, run_id: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._open, self._run_id, self._clock = open_session, run_id, clock
        self._next = clock()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Raise RunCancelledError where the run is over."""
        now = self._clock()
        if now < self._next:
            return
        self._next = now + PAUSE_SECONDS
        said = (
            update(ThemeRun)
            .where(ThemeRun.id == self._run_id, ThemeRun.state == RunState.QUEUED)
            .values(stage=stage, stage_done=done, stage_total=total)
            .returning(ThemeRun.id)
        )
        with writing(), self._open() as session:
            wanted = session.execute(said).scalar() is not None
            session.commit()
        if not wanted:
            raise RunCancelledError
