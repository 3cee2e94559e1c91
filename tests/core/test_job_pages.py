"""The job page: what is there, retry, cancel, and nothing of what a job carries."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Conflict
from core.jobs import services
from core.jobs.models import Job, JobState
from core.policy import Role
from tests.page import Browser

BrowserOf = Callable[[Role], Browser]


def job(session: Session, state: JobState, **values: object) -> Job:
    made = services.enqueue(session, "core.sweep_uploads", {"rahasia": "isi pekerjaan"})
    made.state = state
    for name, value in values.items():
        setattr(made, name, value)
    session.commit()
    return made


def test_jobs_in_words_by_state_and_without_payload(session: Session, browser_of: BrowserOf) -> None:
    job(session, JobState.DEAD, error="ValueError", attempts=5)
    job(session, JobState.DONE, attempts=1, result={"rahasia": "isi pekerjaan"})
    job(session, JobState.QUEUED)
    admin = browser_of(Role.ADMINISTRATOR)
    page = admin.get("/kelola/pekerjaan")
    assert page.texts(".stat") == ["1menunggu", "0sedang berjalan", "1selesai", "1gagal", "0dibatalkan"]
    assert page.texts("tbody td:first-child") == ["Membersihkan berkas yang tidak dipakai"] * 3
    assert "isi pekerjaan" not in page.text
    dead = admin.get("/kelola/pekerjaan?keadaan=dead")
    assert [texts[:3] for texts in [dead.texts("tbody td")]] == [
        ["Membersihkan berkas yang tidak dipakai", "gagal", "5"]
    ]
    assert admin.get("/kelola/pekerjaan?keadaan=ngawur&hal=99").texts("tbody tr") != []
    assert browser_of(Role.PLANNER).client.get("/kelola/pekerjaan").status_code == 403


def test_a_dead_job_is_tried_again(session: Session, browser_of: BrowserOf) -> None:
    noise = job(session, JobState.DEAD, attempts=5)
    dead = job(session, JobState.DEAD, attempts=5, error="ValueError")
    browser_of(Role.ADMINISTRATOR).post(f"/kelola/pekerjaan/{dead.id}/ulangi", form_at="/kelola/pekerjaan")
    session.expire_all()
    assert (dead.state, dead.attempts, dead.finished_at) == ("queued", 0, None)
    assert (noise.state, noise.attempts) == ("dead", 5)
    told = session.scalars(select(AuditEvent).where(AuditEvent.action == "job.retry")).one()
    assert (told.object_key, told.facts) == (str(dead.id), {})


def test_a_waiting_job_is_cancelled_after_asking(session: Session, browser_of: BrowserOf) -> None:
    noise, waiting = job(session, JobState.QUEUED), job(session, JobState.QUEUED)
    browser_of(Role.ADMINISTRATOR).post(f"/kelola/pekerjaan/{waiting.id}/batalkan")
    session.expire_all()
    assert (waiting.state, noise.state) == ("cancelled", "queued")
    assert waiting.finished_at is not None
    assert services.due_ids(session) == [noise.id]
    assert services.claim(session, waiting.id) is None


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.DONE, JobState.CANCELLED])
def test_what_a_worker_began_or_ended_is_left_alone(
    session: Session, browser_of: BrowserOf, state: JobState
) -> None:
    one = job(session, state)
    for change in (services.cancel, services.retry):
        with pytest.raises(Conflict):
            change(session, one, actor_id=None)
    page = browser_of(Role.ADMINISTRATOR)
    page.post(f"/kelola/pekerjaan/{one.id}/batalkan")
    session.expire_all()
    assert one.state == state
    assert len(page.get("/kelola/pekerjaan").all(".note.bad")) == 1


def test_as_many_queries_for_thirty_jobs_as_for_one(session: Session, browser_of: BrowserOf) -> None:
    def count() -> int:
        seen: list[str] = []

        def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            admin.get("/kelola/pekerjaan")
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        return len(seen)

    admin = browser_of(Role.ADMINISTRATOR)
    job(session, JobState.QUEUED)
    one = count()
    for _number in range(29):
        job(session, JobState.DEAD)
    assert count() == one


def test_every_job_that_leaves_a_row_has_words(app: Flask) -> None:
    slices = app.extensions["rembuk_slices"]
    rows = {name for s in slices for name in s.jobs if name not in s.periodic}
    assert rows - {name for s in slices for name in s.job_labels} == set()
