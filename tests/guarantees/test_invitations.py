"""Guarantee "once": two thousand invitations are written once, also by workers that are killed in between.

Real worker processes, SIGKILL in the middle of a batch, then another worker.
"""

import os
import subprocess
import sys
from collections import Counter
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
from core.mail.models import Mail
from core.outreach.pasted import Entry
from forum.calls.enums import CallState
from forum.calls.letters import Letter
from forum.calls.models import WorkshopCall
from forum.calls.recipients import Choice
from forum.calls.services import INVITE_JOB, call_out
from forum.workshops.models import Workshop
from tests.conftest import make_app
from tests.forum import factories

pytestmark = [pytest.mark.database, pytest.mark.slow]
PEOPLE = 2000
FEW = 150

# The worker of the product. It stops at a letter ("write"), or commits a batch too early and stops ("early");
# "none" is a ledger that knows nothing. It writes mails and sends none.
WORKER = """
import sys, time
from core.db import writing
from core.jobs.worker import Worker
from core.mail import services as mailing
from dataclasses import replace
from forum.calls import jobs, services
from rembuk.app import create_app

where, ledger, stop_at = sys.argv[1], sys.argv[2], int(sys.argv[3])
letters = 0
send_mail, invite_batch = services.send_mail, services.invite_batch

def stop():
    print("inside", flush=True)
    time.sleep(600)

def counted(*args, **named):
    global letters
    letters += 1
    if where == "write" and letters == stop_at:
        stop()
    return send_mail(*args, **named)

def early(session, payload, *, tz):
    effect = invite_batch(session, payload, tz=tz)
    with writing():
        session.rollback()
        effect(session)
        session.commit()
    stop()

services.send_mail = counted
if where == "early":
    services.invite_batch = early
mailing._enqueue = lambda *args, **named: None
if ledger == "none":
    services.claim_item = lambda *args, **named: True
app = create_app()
app.extensions["rembuk_slices"] = tuple(replace(s, periodic=()) for s in app.extensions["rembuk_slices"])
Worker(app).run()
"""


@pytest.fixture
def app(tmp_path: Path, engine_name: str) -> Iterator[Flask]:
    made = make_app(tmp_path / "data", engine_name)
    with made.app_context(), writing():
        factories.workshop(db.session())
        db.session.commit()
    yield made
    with made.app_context():
        db.engine.dispose()


def press_send(app: Flask, people: int) -> None:
    """What the request does."""
    with app.app_context(), writing():
        workshop = db.session.scalars(select(Workshop)).one()
        entries = [Entry(f"Orang {n}", f"orang{n}@example.com") for n in range(people)]
        call_out(
            db.session(),
            workshop,
            choice=Choice(staff=False),
            pasted=entries,
            letter=Letter("Undangan", "Yth. {nama}"),
            lang="id",
            actor_id=None,
        )
        assert db.session.scalar(select(func.count(Mail.id))) == 0
        assert db.session.scalar(select(func.count(Job.id)).where(Job.name == INVITE_JOB)) == 1
        db.session.commit()


@contextmanager
def worker(app: Flask, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A worker; killed at the end of the block."""
    settings: Settings = app.config["REMBUK_SETTINGS"]
    environ = {
        **os.environ,
        "REMBUK_DATA": str(settings.data),
        "REMBUK_DATABASE_URL": settings.database_url,
        "REMBUK_LOG_LEVEL": "ERROR",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-c", WORKER, *arguments]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def kill_inside(app: Flask, where: str, ledger: str, stop_at: int) -> None:
    with worker(app, where, ledger, str(stop_at)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "inside\n"
        process.kill()
        process.wait()
    with app.app_context(), writing():
        held = update(Job).where(Job.state == JobState.RUNNING)
        db.session.execute(held.values(lease_until=utc_now() - timedelta(seconds=1)))
        db.session.commit()


def finish(app: Flask, ledger: str) -> Counter[str]:
    """Another worker goes on until the call is done: how many mails each got."""
    deadline, pause = monotonic() + 400, Event()
    with worker(app, "", ledger, "0"):
        while True:
            with app.app_context():
                states = set(db.session.scalars(select(WorkshopCall.state)))
                inviting = select(func.count(Job.id)).where(
                    Job.name == INVITE_JOB, Job.state != JobState.DONE
                )
                left = db.session.scalar(inviting)
                found = Counter(db.session.scalars(select(Mail.to_address)))
            if states == {CallState.DONE} and not left:
                return found
            assert monotonic() < deadline, (states, left, len(found))
            pause.wait(0.3)


def each_once(people: int) -> Counter[str]:
    return Counter(f"orang{n}@example.com" for n in range(people))


def test_two_thousand_invitations_are_written_once_by_killed_workers(app: Flask) -> None:
    press_send(app, PEOPLE)
    kill_inside(app, "write", "ledger", 250)
    kill_inside(app, "write", "ledger", 40)
    kill_inside(app, "early", "ledger", 0)
    assert finish(app, "ledger") == each_once(PEOPLE)


def test_sabotage_without_the_ledger_a_killed_batch_is_written_twice(app: Flask) -> None:
    press_send(app, FEW)
    kill_inside(app, "early", "none", 0)
    found = finish(app, "none")
    assert found != each_once(FEW)
    assert Counter(found.values()) == {2: 100, 1: FEW - 100}
