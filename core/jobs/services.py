"""Enqueue, claim, finish and fail jobs. Every step is one conditional UPDATE."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from core.base import utc_now
from core.jobs.models import Job, JobState
from core.slices import JobEffect

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 5
FIRST_RETRY = timedelta(seconds=20)


def enqueue(
    session: Session, name: str, payload: Mapping[str, object] | None = None, *, key: str | None = None
) -> Job:
    """Add a job to the caller's transaction. With `key`, a job that already has it is returned instead."""
    if key is not None:
        existing = session.scalar(select(Job).where(Job.key == key))
        if existing is not None:
            return existing
    job = Job(name=name, payload=dict(payload or {}), key=key)
    session.add(job)
    session.flush()
    return job


def due_ids(session: Session) -> list[int]:
    """Jobs that wait for a worker, and running ones whose worker died."""
    now = utc_now()
    waiting = (Job.state == JobState.QUEUED) & (Job.run_after <= now)
    abandoned = (Job.state == JobState.RUNNING) & (Job.lease_until < now)
    return list(session.scalars(select(Job.id).where(or_(waiting, abandoned)).order_by(Job.id)))


def claim(session: Session, job_id: int) -> Job | None:
    """Take the lease; None when somebody else has it or the job is over."""
    now = utc_now()
    free = or_(
        (Job.state == JobState.QUEUED) & (Job.run_after <= now),
        (Job.state == JobState.RUNNING) & (Job.lease_until < now),
    )
    taken = session.execute(
        update(Job)
        .where(Job.id == job_id, free)
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


def finish(session: Session, job_id: int, effect: JobEffect) -> None:
    """Apply what the job found and mark it done, in one transaction; the caller commits."""
    job = session.get_one(Job, job_id)
    result = effect(session)
    job.state, job.result, job.error = JobState.DONE, dict(result) if result else None, None
    job.lease_until, job.finished_at = None, utc_now()
    session.flush()


def fail(session: Session, job_id: int, *, error: str) -> None:
    """Put the job back with a growing pause, or bury it after the last attempt.

    `error` is the class of the exception, never its text: that may hold what a person wrote.
    """
    job = session.get_one(Job, job_id)
    job.error, job.lease_until = error, None
    if job.attempts >= MAX_ATTEMPTS:
        job.state, job.finished_at = JobState.DEAD, utc_now()
    else:
        job.state, job.run_after = JobState.QUEUED, utc_now() + FIRST_RETRY * 2 ** (job.attempts - 1)
    session.flush()
