"""Several writers share one commit, and so one wait for the disk (SQLite).

SQLite lets one transaction write at a time, and each commit waits until the disk has it. Whoever comes
while a commit runs queues; the first of them to get its turn writes for all who queued meanwhile,
each in a savepoint of its own, and commits once. Nobody returns before the commit that holds their
rows. There is no thread to start, stop or lose: the turn passes among those who wait.

PostgreSQL groups the commits of parallel transactions itself.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core.db import writing
from core.errors import RembukError

Work = Callable[[Session], object]


class _Job:
    """What one caller wants written, and what came of it."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.done = False
        self.value: object = None
        self.error: BaseException | None = None

    def end(self, value: object, error: BaseException | None = None) -> None:
        self.value, self.error, self.done = value, error, True


class GroupCommit:
    """The queue before one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: list[_Job] = []
        self._queue_lock = Lock()
        self._turn = Lock()

    def run(self, work: Work) -> object:
        """What `work` returned, once it is durable; raises what it raised, with nothing of it written."""
        job = _Job(work)
        with self._queue_lock:
            self._queue.append(job)
        with self._turn:
            if not job.done:
                self._commit(self._take_all())
        if job.error is not None:
            raise job.error
        return job.value

    def _take_all(self) -> list[_Job]:
        with self._queue_lock:
            taken, self._queue = self._queue, []
        return taken

    def _commit(self, batch: Sequence[_Job]) -> None:
        try:
            outcomes = self._write(batch)
        except BaseException as error:  # noqa: BLE001  each caller raises what befell its own work
            if len(batch) == 1:
                batch[0].end(None, error)
                return
            # One of them, or the disk: each for itself shows whose fault it was.
            for job in batch:
                self._commit([job])
            return
        for job, (value, refusal) in zip(batch, outcomes, strict=True):
            job.end(value, refusal)

    def _write(self, batch: Sequence[_Job]) -> list[tuple[object, RembukError | None]]:
        outcomes: list[tuple[object, RembukError | None]] = []
        with writing(), Session(self._engine) as session:
            for job in batch:
                try:
                    with session.begin_nested():
                        outcomes.append((job.work(session), None))
                except RembukError as refusal:
                    outcomes.append((None, refusal))
            session.commit()
        return outcomes


_queues: WeakKeyDictionary[Engine, GroupCommit] = WeakKeyDictionary()
_queues_lock = Lock()


def group_commit_of(engine: Engine) -> GroupCommit:
    """The one queue of this process before the database."""
    with _queues_lock:
        return _queues.setdefault(engine, GroupCommit(engine))
