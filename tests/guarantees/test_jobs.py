"""Guarantee "jobs": a worker killed in the middle of a task loses nothing and doubles nothing.

Real worker processes, SIGKILL while the task computes or while it writes, then another worker.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from flask import Flask
from sqlalchemy import select, update

from core.base import utc_now
from core.config import Settings
from core.db import db, writing
from core.jobs.models import Job, JobState
from core.jobs.services import enqueue
from core.site import SiteSetting, set_site_value
from tests.conftest import make_app

pytestmark = [pytest.mark.database, pytest.mark.slow]
KILLS = 5

# The task adds a letter: done twice, it stands there twice.
WORKER = """
import sys, time
from dataclasses import replace
from sqlalchemy import update
from core.db import writing
from core.jobs.worker import Worker
from core.site import SiteSetting
from rembuk.app import create_app

where = sys.argv[1]

def stop(here):
    if where == here:
        print("inside", flush=True)
        time.sleep(600)

def add(session, letter):
    row = update(SiteSetting).where(SiteSetting.key == "region_id")
    session.execute(row.values(value=SiteSetting.value + letter))

def task(session, payload):
    if where.startswith("early"):
        with writing():
            session.rollback()
            add(session, payload["letter"])
            session.commit()
    stop("compute")
    stop("early")
    def effect(session):
        if not where.startswith("early"):
            add(session, payload["letter"])
        stop("write")
    return effect

app = create_app()
core, *others = app.extensions["rembuk_slices"]
app.extensions["rembuk_slices"] = (replace(core, jobs={**core.jobs, "task": task}, periodic=()),)
Worker(app).run()
"""


@pytest.fixture
def app(tmp_path: Path, engine_name: str) -> Iterator[Flask]:
    made = make_app(tmp_path / "data", engine_name)
    with made.app_context(), writing():
        set_site_value(db.session(), "region_id", "")
        db.session.commit()
    yield made
    with made.app_context():
        db.engine.dispose()


@contextmanager
def worker(app: Flask, where: str) -> Iterator[subprocess.Popen[str]]:
    """A worker that stops at a place; killed at the end of the block."""
    settings: Settings = app.config["REMBUK_SETTINGS"]
    environ = {
        **os.environ,
        "REMBUK_DATA": str(settings.data),
        "REMBUK_DATABASE_URL": settings.database_url,
        "REMBUK_LOG_LEVEL": "ERROR",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-c", WORKER, where]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def queue(app: Flask, letter: str) -> None:
    with app.app_context(), writing():
        enqueue(db.session(), "task", {"letter": letter})
        db.session.commit()


def kill_inside(app: Flask, where: str) -> None:
    with worker(app, where) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "inside\n"
        process.kill()
        process.wait()


def finish(app: Flask, where: str = "") -> tuple[str, list[tuple[str, int]]]:
    """The dead workers' leases run out, another worker comes: the letters, and state and attempts."""
    with app.app_context(), writing():
        held = update(Job).where(Job.state == JobState.RUNNING)
        db.session.execute(held.values(lease_until=utc_now() - timedelta(seconds=1)))
        db.session.commit()
    deadline, pause = monotonic() + 240, Event()
    with worker(app, where):
        while True:
            with app.app_context():
                jobs = [(j.state, j.attempts) for j in db.session.scalars(select(Job).order_by(Job.id))]
                value = select(SiteSetting.value).where(SiteSetting.key == "region_id")
                letters = db.session.scalar(value) or ""
            if all(state == JobState.DONE for state, _attempts in jobs):
                return "".join(sorted(letters)), jobs
            assert monotonic() < deadline, jobs
            pause.wait(0.2)


def test_killed_tasks_run_again_and_take_effect_once(app: Flask) -> None:
    letters = "abcde"[:KILLS]
    for number, letter in enumerate(letters):
        queue(app, letter)
        kill_inside(app, "write" if number % 2 else "compute")
    assert finish(app) == (letters, [("done", 2)] * KILLS)


def test_sabotage_an_effect_outside_the_finishing_transaction_doubles(app: Flask) -> None:
    queue(app, "a")
    kill_inside(app, "early")
    assert finish(app, "early-free")[0] == "aa"
