"""Look jobs up for administrators: never what they carry."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from core.jobs.models import Job, JobState

PAGE_SIZE = 25


@dataclass(frozen=True)
class JobPage:
    """One page of the list, and where it stands."""

    rows: list[Job]
    page: int
    pages: int
    total: int


def list_jobs(session: Session, *, state: JobState | None = None, page: int = 1) -> JobPage:
    """Jobs, the newest first, without their payloads; a page past the end is the last one."""
    found = select(Job).options(defer(Job.payload, raiseload=True), defer(Job.result, raiseload=True))
    if state is not None:
        found = found.where(Job.state == state)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    rows = found.order_by(Job.id.desc()).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return JobPage(list(session.scalars(rows)), page, pages, total)
