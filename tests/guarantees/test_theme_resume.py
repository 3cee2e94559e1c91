"""Guarantee "jobs", for theme runs: a worker killed in the middle loses at most one batch of vectors.

Real worker processes, SIGKILL while the third batch is encoded; another worker ends the run with the same
result and encodes what is missing, nothing else.
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
from sqlalchemy import func, select, update

from core.base import utc_now
from core.config import Settings
from core.db import db, writing
from core.jobs.models import Job, JobState
from core.vectors import TextVector
from plan.models import ThemeAssignment, ThemeRun
from tests.conftest import make_app
from tests.plan import factories_themes as make

pytestmark = [pytest.mark.database, pytest.mark.slow]
TEXTS, BATCH = 96, 32

# Argument 1: after how many texts it stops for ever; 2: the file that says what was encoded; 3: the key.
WORKER = """
import sys, time
from dataclasses import replace
from core.contributions import Contribution, ContributionRef, ContributionSource
from core.jobs.worker import Worker
from plan.runs import RUN_THEMES
from plan.theming import make_handler
from rembuk.app import create_app
from tests.plan.factories_vectors import CountingEncoder, encode_texts
from tests.plan.factories_themes import MarkModel

stop, log, key = int(sys.argv[1]), sys.argv[2], sys.argv[3]
WORDS = ("alfa", "beta", "gama", "delta", "eko", "fajar", "gula", "hutan")

def name(number):
    return " ".join(WORDS[number // 8 ** power % 8] for power in range(3))

said = [
    Contribution(ContributionRef("said", f"k{n:04d}", "isi"), "aspiration", f"[digital] {name(n)}")
    for n in range(TEXTS)
]
def before(count):
    if count >= stop:
        print("inside", flush=True)
        time.sleep(600)

class Encoder(CountingEncoder):
    def encode(self, wordings):
        vectors = super().encode(wordings)
        with open(log, "a") as file:
            file.writelines(wording + "\\\\n" for wording in wordings)
        return vectors

class Model(MarkModel):
    encoders = (Encoder(before=before),)
    def fit(self, texts, labels=None):
        encode_texts(self, texts)
        return super().fit(texts, labels)

def fetch(_session, refs):
    return [one for one in said if one.ref in refs]

source = ContributionSource("said", lambda *_: said, fetch, lambda *_: None)
handler = make_handler(lambda: (source,), Model, (lambda: key) if key else None)
app = create_app()
core, *others = app.extensions["rembuk_slices"]
app.extensions["rembuk_slices"] = (replace(core, jobs={**core.jobs, RUN_THEMES: handler}, periodic=()),)
Worker(app).run()
""".replace("TEXTS", str(TEXTS)).replace("\\\\", "\\")


@pytest.fixture
def app(tmp_path: Path, engine_name: str) -> Iterator[Flask]:
    made = make_app(tmp_path / "data", engine_name)
    yield made
    with made.app_context():
        db.engine.dispose()


@contextmanager
def worker(app: Flask, stop: int, log: Path, key: str) -> Iterator[subprocess.Popen[str]]:
    """A worker that stops after so many texts; killed at the end of the block."""
    settings: Settings = app.config["REMBUK_SETTINGS"]
    environ = {
        **os.environ,
        "REMBUK_DATA": str(settings.data),
        "REMBUK_DATABASE_URL": settings.database_url,
        "REMBUK_LOG_LEVEL": "ERROR",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-c", WORKER, str(stop), str(log), key]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def queue(app: Flask) -> int:
    with app.app_context(), writing():
        run = make.queued_run(db.session(), make.deciding_cycle(db.session()))
        db.session.commit()
        return run.id


def kill_inside(app: Flask, log: Path, key: str) -> int:
    """Kill a worker in its third batch; how many vectors are kept."""
    with worker(app, 2 * BATCH, log, key) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "inside\n"
        process.kill()
        process.wait()
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(TextVector)) or 0


def finish(app: Flask, log: Path, key: str) -> int:
    """The dead worker's lease runs out, another worker comes; the attempts of the job."""
    with app.app_context(), writing():
        held = update(Job).where(Job.state == JobState.RUNNING)
        db.session.execute(held.values(lease_until=utc_now() - timedelta(seconds=1)))
        db.session.commit()
    deadline, pause = monotonic() + 240, Event()
    with worker(app, 10 * TEXTS, log, key):
        while True:
            with app.app_context():
                state, attempts = db.session.execute(select(Job.state, Job.attempts)).one()
            if state == JobState.DONE:
                return attempts
            assert monotonic() < deadline, state
            pause.wait(0.2)


def result(app: Flask, run_id: int) -> tuple[str, int, set[tuple[str, float]]]:
    with app.app_context():
        run = db.session.get_one(ThemeRun, run_id)
        columns = (ThemeAssignment.contribution_key, ThemeAssignment.confidence)
        rows = db.session.execute(select(*columns).where(ThemeAssignment.run_id == run_id))
        found = (run.state, run.text_count, {(key, sure) for key, sure in rows})
        db.session.rollback()
    return found


WHOLE = ("done", TEXTS, {(f"k{number:04d}", 0.75) for number in range(TEXTS)})


def test_a_killed_run_ends_alike_and_encodes_only_what_is_missing(app: Flask, tmp_path: Path) -> None:
    run_id, first, second = queue(app), tmp_path / "first", tmp_path / "second"
    assert kill_inside(app, first, "key") == 2 * BATCH
    assert finish(app, second, "key") == 2
    assert result(app, run_id) == WHOLE
    before, after = first.read_text().splitlines(), second.read_text().splitlines()
    assert (len(before), len(after)) == (2 * BATCH, TEXTS - 2 * BATCH)
    assert len({*before, *after}) == TEXTS


def test_sabotage_a_run_that_keeps_no_vector_begins_again(app: Flask, tmp_path: Path) -> None:
    run_id, second = queue(app), tmp_path / "second"
    assert kill_inside(app, tmp_path / "first", "") == 0
    assert finish(app, second, "") == 2
    assert result(app, run_id) == WHOLE
    assert len(second.read_text().splitlines()) == TEXTS
