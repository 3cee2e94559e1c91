"""Jobs: enqueued once, claimed by one, tried again, buried at last, and never applied twice."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.base import utc_now
from core.db import db, writing
from core.jobs import runner, services
from core.jobs.models import Job, JobState
from core.jobs.worker import Worker
from core.site import SiteSetting, set_site_value
from core.slices import JobEffect, Slice
from tests.conftest import make_app

Payload = Mapping[str, object]
T = TypeVar("T")


def writes(value: str) -> JobEffect:
    def effect(session: Session) -> Payload:
        set_site_value(session, "region_id", value)
        return {"value": value}

    return effect


def good(_session: Session, payload: Payload) -> JobEffect:
    return writes(str(payload["value"]))


def bad(_session: Session, _payload: Payload) -> JobEffect:
    raise ValueError("Pak Yosef menulis: rahasia")


def fails_while_writing(_session: Session, _payload: Payload) -> JobEffect:
    def effect(session: Session) -> None:
        set_site_value(session, "region_id", "setengah jadi")
        session.flush()
        raise ValueError

    return effect


@pytest.fixture
def jobs(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    handlers = {"good": good, "bad": bad, "half": fails_while_writing}
    extra = Slice(name="test", blueprints=(), policies={}, jobs=handlers)
    monkeypatch.setitem(app.extensions, "rembuk_slices", (extra,))
    return app


def queue(session: Session, name: str, **payload: object) -> Job:
    job = services.enqueue(session, name, payload)
    session.commit()
    return job


def region(session: Session) -> str | None:
    return session.scalar(select(SiteSetting.value).where(SiteSetting.key == "region_id"))


@pytest.mark.database
def test_a_job_runs_once_and_keeps_its_result(jobs: Flask, session: Session) -> None:
    noise = services.enqueue(session, "good", {"value": "nanti"})
    noise.run_after = utc_now() + timedelta(hours=1)
    job = queue(session, "good", value="Kupang")

    assert runner.run_due(jobs) == 1
    session.expire_all()
    assert (job.state, job.result, job.attempts, job.lease_until) == ("done", {"value": "Kupang"}, 1, None)
    assert (noise.state, noise.attempts) == ("queued", 0)
    assert region(session) == "Kupang"
    assert runner.run_due(jobs) == 0


@pytest.mark.database
def test_a_failing_job_waits_longer_each_time_and_is_buried(jobs: Flask, session: Session) -> None:
    job = queue(session, "bad")
    pauses = []
    with time_machine.travel(utc_now(), tick=False) as clock:
        for _attempt in range(services.MAX_ATTEMPTS):
            assert runner.run_due(jobs) == 1
            session.expire_all()
            pauses.append((job.run_after - utc_now()).total_seconds())
            clock.shift(timedelta(hours=1))
        assert runner.run_due(jobs) == 0
    assert pauses[:-1] == [20, 40, 80, 160]
    assert (job.state, job.attempts) == ("dead", 5)
    assert job.error == "ValueError", "the text of an exception may hold what a person wrote"


@pytest.mark.database
def test_an_effect_that_fails_leaves_nothing_behind(jobs: Flask, session: Session) -> None:
    job = queue(session, "half")
    runner.run_due(jobs)
    session.expire_all()
    assert (region(session), job.state, job.error) == (None, "queued", "ValueError")


@pytest.mark.database
def test_a_job_without_a_handler_fails_like_any_other(jobs: Flask, session: Session) -> None:
    job = queue(session, "unknown")
    runner.run_due(jobs)
    session.expire_all()
    assert (job.state, job.error) == ("queued", "KeyError")


@pytest.mark.database
def test_a_key_is_enqueued_once(session: Session) -> None:
    first = services.enqueue(session, "good", {"value": "a"}, key="mix:1")
    second = services.enqueue(session, "good", {"value": "b"}, key="mix:1")
    other = services.enqueue(session, "good", {"value": "c"}, key="mix:2")
    assert first is second
    assert session.scalars(select(Job.id).order_by(Job.id)).all() == [first.id, other.id]


@pytest.mark.database
def test_a_lease_keeps_others_away_until_it_ends(session: Session) -> None:
    job = queue(session, "good", value="a")
    assert services.claim(session, job.id) is not None
    assert services.claim(session, job.id) is None
    assert services.due_ids(session) == []
    with time_machine.travel(utc_now() + services.LEASE + timedelta(seconds=1)):
        assert services.due_ids(session) == [job.id]
        again = services.claim(session, job.id)
    assert again is not None
    assert again.attempts == 2


@pytest.mark.database
def test_a_live_worker_keeps_its_lease(session: Session) -> None:
    mine, other = queue(session, "good", value="a"), queue(session, "good", value="b")
    services.claim(session, mine.id)
    services.claim(session, other.id)
    with time_machine.travel(utc_now() + services.LEASE - timedelta(seconds=1)):
        services.extend_leases(session, [mine.id])
    with time_machine.travel(utc_now() + services.LEASE + timedelta(seconds=1)):
        assert services.due_ids(session) == [other.id]


@pytest.mark.parametrize("kept", [True, False])
def test_a_job_of_an_hour_is_neither_started_twice_nor_buried(
    jobs: Flask, session: Session, kept: bool
) -> None:
    """The heartbeat every 15 s keeps what runs here; sabotaged, it forgets the job and others may take it."""
    job = queue(session, "good", value="a")
    services.claim(session, job.id)
    session.commit()
    worker, start, due = Worker(jobs), utc_now(), set()
    worker.running = {job.id} if kept else set()
    for minute in range(61):
        for second in (0, 15, 30, 45):
            with time_machine.travel(start + timedelta(minutes=minute, seconds=second), tick=False):
                worker.heartbeat()
                due.update(services.due_ids(session))
    session.refresh(job)
    assert (due, job.state, job.attempts) == (set() if kept else {job.id}, JobState.RUNNING, 1)


@pytest.mark.database
def test_who_lost_a_job_applies_nothing(session: Session) -> None:
    """A worker that slept past its lease comes back after another did the work."""
    job = queue(session, "good", value="a")
    assert services.claim(session, job.id) is not None
    with time_machine.travel(utc_now() + timedelta(hours=1)):
        assert services.claim(session, job.id) is not None
        assert services.finish(session, job.id, writes("kedua"), attempt=2)
    assert not services.finish(session, job.id, writes("pertama"), attempt=1)
    assert not services.fail(session, job.id, error="TimeoutError", attempt=1)
    session.commit()
    assert (region(session), job.state, job.error) == ("kedua", "done", None)


@pytest.mark.database
def test_a_job_that_kills_its_worker_every_time_is_buried(session: Session) -> None:
    job, living = queue(session, "good", value="a"), queue(session, "good", value="b")
    with time_machine.travel(utc_now(), tick=False) as clock:
        for _attempt in range(services.MAX_ATTEMPTS):
            assert services.claim(session, job.id) is not None
            clock.shift(services.LEASE + timedelta(seconds=1))
        assert services.claim(session, living.id) is not None
        assert services.claim(session, job.id) is None
        services.bury_exhausted(session)
        session.commit()
        assert services.due_ids(session) == []
    assert (job.state, job.error, living.state) == ("dead", "WorkerDied", "running")


@pytest.mark.database
def test_counts_for_the_staff_page_and_readiness(session: Session) -> None:
    late, early = queue(session, "good", value="a"), queue(session, "good", value="b")
    late.run_after = utc_now() - timedelta(minutes=11)
    abandoned = queue(session, "good", value="c")
    abandoned.state, abandoned.lease_until = JobState.RUNNING, utc_now() - timedelta(minutes=11)
    queue(session, "good", value="d").state = JobState.DONE
    early.run_after = utc_now()
    session.commit()
    assert services.overdue_count(session, before=utc_now() - timedelta(minutes=10)) == 2
    counted = {"queued": 2, "running": 1, "done": 1, "dead": 0, "cancelled": 0}
    assert services.count_by_state(session) == counted


@pytest.fixture
def own_app(tmp_path: Path, engine_name: str) -> Flask:
    """An application with connections of its own, for threads that race."""
    return make_app(tmp_path, engine_name)


def at_once(app: Flask, work: Callable[[Session], T], count: int = 8) -> list[T]:
    """Do the same in several threads at the same moment, each in a writing transaction of its own."""
    start = Barrier(count)

    def one(_number: int) -> T:
        with app.app_context(), writing():
            start.wait(10)
            done = work(db.session())
            db.session.commit()
            return done

    with ThreadPoolExecutor(count) as pool:
        results = list(pool.map(one, range(count)))
    with app.app_context():
        db.engine.dispose()
    return results


@pytest.mark.database
def test_of_racing_claimers_one_gets_the_job(own_app: Flask) -> None:
    with own_app.app_context(), writing():
        job_id = services.enqueue(db.session(), "good", {}).id
        db.session.commit()
    got = at_once(own_app, lambda session: services.claim(session, job_id) is not None)
    assert sorted(got) == [False] * 7 + [True]


@pytest.mark.database
def test_of_racing_requests_one_enqueues_the_key(own_app: Flask) -> None:
    got = at_once(own_app, lambda session: services.enqueue(session, "good", {}, key="mix:1").id)
    assert len(set(got)) == 1


@pytest.mark.database
def test_of_racing_workers_one_applies_the_effect(own_app: Flask) -> None:
    with own_app.app_context(), writing():
        job = services.enqueue(db.session(), "good", {})
        db.session.flush()
        claimed = services.claim(db.session(), job.id)
        assert claimed is not None
        job_id = job.id
        db.session.commit()
    got = at_once(own_app, lambda session: services.finish(session, job_id, lambda _s: None, attempt=1))
    assert sorted(got) == [False] * 7 + [True]
