"""Of many who race for the seats of a workshop, in two server processes, exactly its seats get one.

The others stand on a waiting list without a gap. REMBUK_SOAK=1: 500 people for 30 seats.
"""

import os
import re
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db, writing
from forum.seats.models import Registration
from forum.workshops.enums import Audience
from forum.workshops.models import Workshop
from tests.conftest import make_app
from tests.e2e.conftest import environment, free_port, wait_until_up
from tests.forum import factories

PEOPLE, SEATS = (500, 30) if os.environ.get("REMBUK_SOAK") else (100, 1)
AT_ONCE = 24
BUSY, TRIES = 503, 8
PLACE = "/workshop/lokakarya-rebutan/daftar"
HANG_SECONDS = 120

pytestmark = [pytest.mark.database, pytest.mark.slow]


@pytest.fixture
def own_app(tmp_path: Path, engine_name: str) -> Iterator[Flask]:
    """A database of the test's own with one workshop for everybody."""
    app = make_app(tmp_path / "data", engine_name)
    with app.app_context(), writing():
        made = factories.workshop(db.session(), seats=SEATS, audience=Audience.PUBLIC)
        made.key = "lokakarya-rebutan"
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


@contextmanager
def server(app: Flask, *, sabotaged: bool) -> Iterator[str]:
    """One process, `rembuk serve` as in life unless its services are to be replaced; its address."""
    settings, port = app.config["REMBUK_SETTINGS"], free_port()
    env = {**environment(settings.data, settings.database_url), "REMBUK_TRUSTED_PROXIES": "1"}
    home = str(Path(__file__).parent.parent.parent)
    program = ["tests.guarantees.seat_server"] if sabotaged else ["rembuk", "serve", "--port"]
    command = [sys.executable, "-m", *program, str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env={**env, "PYTHONPATH": home}, cwd=home, **quiet)
    try:
        wait_until_up(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


class _Stay(urllib.request.HTTPRedirectHandler):
    """The answer itself is what counts, not the page it leads to."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


def come(address: str, token: str, number: int) -> int:
    """One person with a phone of their own, ready to wait; the status of the answer."""
    form = {
        "csrf_token": token,
        "nonce": secrets.token_hex(16),
        "peserta-name": f"Orang {number}",
        "peserta-phone": f"0812{number:06}",
        "peserta-unit": "",
        "tunggu": "ya",
    }
    headers = {"X-Forwarded-For": f"10.1.{number // 250}.{number % 250}"}
    request = urllib.request.Request(address + PLACE, urlencode(form).encode(), headers)
    for _ in range(TRIES):
        if (status := send(request)) != BUSY:
            break
    return status


def send(request: urllib.request.Request) -> int:
    """The status of the answer. A busy server says 503; the same form is then sent again."""
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=HANG_SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as answer:
        return answer.code


def race(app: Flask, *, sabotaged: bool = False) -> Counter[int]:
    """Everybody at once, every second one at the other process; status -> how many."""
    with ExitStack() as stack:
        addresses = [stack.enter_context(server(app, sabotaged=sabotaged)) for _ in range(2)]
        with urllib.request.urlopen(addresses[0] + PLACE, timeout=HANG_SECONDS) as page:
            found = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
        assert found is not None
        token = found.group(1)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return Counter(pool.map(lambda n: come(addresses[n % 2], token, n), range(PEOPLE)))


def outcome(app: Flask) -> tuple[Counter[str], list[int | None], tuple[int, int]]:
    """State -> how many, the numbers of the waiting, and what the workshop says itself."""
    with app.app_context():
        rows = db.session.execute(select(Registration.state, Registration.queue_number)).all()
        workshop = db.session.scalars(select(Workshop)).one()
        numbers = sorted(number for state, number in rows if state == "waiting")
        return Counter(state for state, _ in rows), numbers, (workshop.taken, workshop.queued)


@pytest.mark.soak
def test_exactly_the_seats_and_a_line_without_a_gap(own_app: Flask) -> None:
    assert race(own_app) == {303: PEOPLE}
    waiting = PEOPLE - SEATS
    states, numbers, told = outcome(own_app)
    assert states == {"registered": SEATS, "waiting": waiting}
    assert numbers == list(range(1, waiting + 1))
    assert told == (SEATS, waiting)


def test_sabotage_count_then_insert_oversells(own_app: Flask) -> None:
    race(own_app, sabotaged=True)
    states, _numbers, _told = outcome(own_app)
    assert states["registered"] > SEATS
