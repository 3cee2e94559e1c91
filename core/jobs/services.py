"""Enqueue, claim, finish and fail jobs. Every step is one conditional UPDATE."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.effects import JobEffect
from core.errors import N_, Conflict
from core.jobs.models import Job, JobState, WorkerHeartbeat
from core.sql import insert_into

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 5
FIRST_RETRY = timedelta(seconds=20)
FORGET_WORKER = timedelta(days=1)


def enqueue(
    session: Session, name: str, payload: Mapping[str, object] | None = None, *, key: str | None = None
) -> Job:
    """Add a job to the caller's transaction. With `key`, a job that already has it is returned instead."""
    job = Job(name=name, payload=dict(payload or {}), key=key)
    if key is None:
        session.add(job)
        session.flush()
        return job
    same = select(Job).where(Job.key == key)
    existing = session.scalar(same)
    if existing is not None:
        return existing
    try:
        with session.begin_nested():
            session.add(job)
            session.flush()
    except IntegrityError:  # another transaction enqueued it in the meantime
        return session.scalars(same).one()
    return job


def due_ids(session: Session) -> list[int]:
    """Jobs that wait for a worker, and running ones whose worker died."""
    now = utc_now()
    waiting = (Job.state == JobState.QUEUED) & (Job.run_after <= now)
    abandoned = (Job.state == JobState.RUNNING) & (Job.lease_until < now)
    due = select(Job.id).where(or_(waiting, abandoned), Job.attempts < MAX_ATTEMPTS).order_by(Job.id)
    return list(session.scalars(due))


def overdue_count(session: Session, *, before: datetime) -> int:
    """How many jobs should have begun before that time and have not: is there a worker at all?"""
    waiting = (Job.state == JobState.QUEUED) & (Job.run_after < before)
    abandoned = (Job.state == JobState.RUNNING) & (Job.lease_until < before)
    return session.scalar(select(func.count()).select_from(Job).where(or_(waiting, abandoned))) or 0


def count_by_state(session: Session) -> dict[JobState, int]:
    """How many jobs are in each state."""
    found = session.execute(select(Job.state, func.count()).group_by(Job.state))
    counts = {JobState(state): count for state, count in found}
    return {state: counts.get(state, 0) for state in JobState}


def bury_exhausted(session: Session) -> None:
    """Jobs whose worker died at every attempt: nobody was left to count them out."""
    now = utc_now()
    session.execute(
        update(Job)
        .where(Job.state == JobState.RUNNING, Job.lease_until < now, Job.attempts >= MAX_ATTEMPTS)
        .values(state=JobState.DEAD, error="WorkerDied", lease_until=None, finished_at=now)
    )


def claim(session: Session, job_id: int) -> Job | None:
    """Take the lease; None when somebody else has it or the job is over.

    `attempts` of the job returned is the number of this attempt: `finish` and `fail` ask for it.
    """
    now = utc_now()
    free = or_(
        (Job.state == JobState.QUEUED) & (Job.run_after <= now),
        (Job.state == JobState.RUNNING) & (Job.lease_until < now),
    )
    taken = session.execute(
        update(Job)
        .where(Job.id == job_id, free, Job.attempts < MAX_ATTEMPTS)
        .values(state=JobState.RUNNING, lease_until=now + LEASE, attempts=Job.attempts + 1)
        .returning(Job.id)
    ).scalar()
    return session.get(Job, taken, populate_existing=True) if taken else None


def extend_leases(session: Session, job_ids: Iterable[int]) -> None:
    """Keep the running jobs of a live worker."""
    session.execute(
        update(Job)
        .where(Job.id.in_(list(job_ids)), Job.state == JobState.RUNNING)
        .values(lease_until=utc_now() + LEASE)
    )


def _end_attempt(session: Session, job_id: int, attempt: int, **values: object) -> bool:
    """Change the job if this attempt still holds it; a slow worker may have lost it to another."""
    held = (Job.id == job_id, Job.state == JobState.RUNNING, Job.attempts == attempt)
    ended = update(Job).where(*held).values(lease_until=None, **values).returning(Job.id)
    return session.execute(ended).scalar() is not None


def finish(session: Session, job_id: int, effect: JobEffect, *, attempt: int) -> bool:
    """Apply what the job found and mark it done, in one transaction; the caller commits.

    The mark comes first: whoever lost the job in the meantime applies nothing and gets False.
    """
    if not _end_attempt(
        session, job_id, attempt, state=JobState.DONE, error=None, finished_at=utc_now(), result=None
    ):
        return False
    result = effect(session)
    if result:
        session.execute(update(Job).where(Job.id == job_id).values(result=dict(result)))
    return True


def fail(session: Session, job_id: int, *, error: str, attempt: int) -> bool:
    """Put the job back with a growing pause, or bury it after the last attempt.

    `error` is the class of the exception, never its text: that may hold what a person wrote.
    """
    now = utc_now()
    if attempt >= MAX_ATTEMPTS:
        return _end_attempt(session, job_id, attempt, state=JobState.DEAD, error=error, finished_at=now)
    again = now + FIRST_RETRY * 2 ** (attempt - 1)
    return _end_attempt(session, job_id, attempt, state=JobState.QUEUED, error=error, run_after=again)


def beat(session: Session, name: str) -> None:
    """A worker shows that it is alive; those not seen for a day are forgotten."""
    now = utc_now()
    seen = insert_into(session, WorkerHeartbeat).values(name=name, started_at=now, seen_at=now)
    session.execute(seen.on_conflict_do_update(index_elements=["name"], set_={"seen_at": now}))
    session.execute(delete(WorkerHeartbeat).where(WorkerHeartbeat.seen_at < now - FORGET_WORKER))


def last_beat(session: Session) -> datetime | None:
    """When a worker was last seen."""
    return session.scalar(select(func.max(WorkerHeartbeat.seen_at)))


def _move(session: Session, job: Job, wanted: JobState, **values: object) -> None:
    """One conditional UPDATE: a worker may have come first."""
    moved = session.execute(
        update(Job).where(Job.id == job.id, Job.state == wanted).values(**values).returning(Job.id)
    ).scalar()
    if moved is None:
        raise Conflict(N_("Keadaan pekerjaan ini sudah berubah. Muat ulang halamannya."))
    session.refresh(job)


def retry(session: Session, job: Job, *, actor_id: int | None) -> None:
    """Give a dead job all its attempts again."""
    _move(
        session,
        job,
        JobState.DEAD,
        state=JobState.QUEUED,
        attempts=0,
        run_after=utc_now(),
        finished_at=None,
    )
    audit.record(session, actor_id=actor_id, action="job.retry", kind="job", key=str(job.id))


def cancel(session: Session, job: Job, *, actor_id: int | None) -> None:
    """Stop a job that no worker has begun."""
    _move(session, job, JobState.QUEUED, state=JobState.CANCELLED, finished_at=utc_now())
    audit.record(session, actor_id=actor_id, action="job.cancel", kind="job", key=str(job.id))
