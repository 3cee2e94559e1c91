"""Guarantee "kill": the whole server dies with SIGKILL while people submit, and no answer is lost or doubled.

`rembuk serve` with its web process and its worker, sixteen people who send the same letter (nonce and
text) until it is acknowledged, to a public form and a survey with accounts; every fifth never hears the
first acknowledgement. A job of the mixer waits at each start, so that kills meet it as well.
On PostgreSQL the database server is killed too; pages say 503 meanwhile, and nobody starts anything anew.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from core.db import db, writing
from core.jobs.services import enqueue
from tests.guarantees.fault_forms import Forms, faults, forms_at, open_forms
from tests.guarantees.fault_process import HANG_SECONDS, Senders, Server, ask, of, running
from tests.postgres import OwnServer, own_server

SOAK = bool(os.environ.get("REMBUK_SOAK"))
KILLS = 200 if SOAK else 5
DATABASE_KILLS = 8 if SOAK else 2
PEOPLE = 16
ACCOUNTS = 30 * KILLS

pytestmark = pytest.mark.slow


@pytest.fixture
def forms(tmp_path: Path, engine_name: str) -> Iterator[Forms]:
    forms = open_forms(tmp_path / "data", engine_name, accounts=ACCOUNTS)
    yield forms
    forms.close()


def mix_soon(app: Flask) -> None:
    """The worker finds work when it comes up."""
    with app.app_context(), writing():
        enqueue(db.session(), "surveys.mix", {})
        db.session.commit()


def kill_often(forms: Forms, server: Server, *, kills: int) -> Senders:
    """Killed after an uneven number of acknowledgements each time; at the end everybody is answered."""
    with Senders(server, forms, people=PEOPLE) as senders:
        for number in range(kills):
            senders.wait_for(15 + 7 * (number % 5))
            server.kill()
            mix_soon(forms.app)
            server.start()
        senders.wait_for(PEOPLE)
    return senders


@pytest.mark.soak
@pytest.mark.database
def test_of_a_killed_server_no_answer_is_lost_or_doubled(forms: Forms) -> None:
    with running(of(forms)) as server:
        senders = kill_often(forms, server, kills=KILLS)
    assert senders.odd == {}
    assert senders.again["unreachable"] >= KILLS
    assert faults(forms, senders.acknowledged) == []
    rows = forms.kept().rows
    assert rows["participation"] > 0
    assert rows["answer"] + rows["intake"] >= 15 * KILLS


@pytest.mark.database
def test_sabotage_an_acknowledgement_before_the_commit_loses(forms: Forms) -> None:
    with running(of(forms, sabotage="early")) as server:
        with Senders(server, forms, people=PEOPLE) as senders:
            senders.wait_for(PEOPLE)
            senders.stop.set()
        server.kill()
    wrong = faults(forms, senders.acknowledged)
    assert any(one.startswith("lost") for one in wrong)


@pytest.mark.database
def test_sabotage_a_new_nonce_for_each_try_doubles(tmp_path: Path, engine_name: str) -> None:
    forms = open_forms(tmp_path / "data", engine_name)
    server = of(forms)
    with running(server), Senders(server, forms, people=PEOPLE, new_nonce=True) as senders:
        senders.wait_for(PEOPLE * 6)
    assert any(one.startswith("doubled") for one in faults(forms, senders.acknowledged))
    forms.close()


@pytest.fixture
def database() -> Iterator[OwnServer]:
    with own_server() as database:
        yield database


@pytest.fixture
def apart(tmp_path: Path, database: OwnServer) -> Iterator[Forms]:
    """Forms in a PostgreSQL server of their own, which may be killed."""
    forms = forms_at(tmp_path / "data", database.new_database(), accounts=30 * DATABASE_KILLS)
    yield forms
    forms.close()


def wait_for_status(server: Server, path: str, wanted: int) -> None:
    deadline = time.monotonic() + HANG_SECONDS
    while (status := ask(server.port, path)[0]) != wanted:
        assert time.monotonic() < deadline, status
        time.sleep(0.05)


@pytest.mark.soak
def test_of_a_killed_database_no_answer_is_lost_and_pages_recover(apart: Forms, database: OwnServer) -> None:
    with running(of(apart)) as server:
        before = server.members()
        with Senders(server, apart, people=PEOPLE) as senders:
            for _number in range(DATABASE_KILLS):
                senders.wait_for(25)
                database.kill()
                wait_for_status(server, apart.public, 503)
                assert [ask(server.port, page)[0] for page in (apart.public, "/", "/survei")] == [503] * 3
                database.start()
                wait_for_status(server, apart.public, 200)
            senders.wait_for(PEOPLE)
        assert server.members().keys() == before.keys()
    assert senders.odd == {}
    assert senders.again["503"] >= DATABASE_KILLS
    assert faults(apart, senders.acknowledged) == []
