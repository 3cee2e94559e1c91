"""The job table: the outbox that survives whatever happens to the queue; and the workers' signs of life."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base, utc_now
from core.errors import N_


class JobState(StrEnum):
    """A dead job failed too often and waits for a person; a cancelled one was stopped by a person."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


STATE_LABELS = {
    JobState.QUEUED: N_("menunggu"),
    JobState.RUNNING: N_("sedang berjalan"),
    JobState.DONE: N_("selesai"),
    JobState.DEAD: N_("gagal"),
    JobState.CANCELLED: N_("dibatalkan"),
}


class Job(Base):
    """One piece of background work. `key` makes enqueuing idempotent; `lease_until` guards a running job."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'dead', 'cancelled')", name="state"),
        Index("ix_job_state_run_after", "state", "run_after"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    payload: Mapped[dict[str, object]] = mapped_column(default=dict)
    key: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=JobState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    run_after: Mapped[datetime] = mapped_column(default=utc_now)
    lease_until: Mapped[datetime | None]
    result: Mapped[dict[str, object] | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    finished_at: Mapped[datetime | None]


class WorkerHeartbeat(Base):
    """One running worker and when it was last seen. `name` is the machine and the process."""

    __tablename__ = "worker_heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(default=utc_now)
    seen_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
