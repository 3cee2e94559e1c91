"""Guarantee "hall": sixty people behind one address send three forms each and all count; a machine is held up.

The form looks for junk as any new one does: what the machine got through waits for staff, and nobody's text is lost.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.config import load_settings
from core.db import db, writing
from core.nonces import new_nonce
from core.web.throttle import limiter
from surveys.answer_models import Answer, SuspectAnswer
from surveys.definition import QuestionDef
from tests import factories
from tests.conftest import make_app
from tests.page import Page
from tests.surveys import factories_surveys as make

PEOPLE, EACH, MACHINE, PER_MINUTE = 60, 3, 300, 240
PATH, ADDRESS = "/survei/aula", "203.0.113.7"
TEXT = QuestionDef("saran", "longtext", "Saran Anda")


@pytest.fixture
def own_app(tmp_path: Path, time_machine: object) -> Iterator[Flask]:
    time_machine.move_to("2027-01-04T01:00:00Z", tick=False)  # type: ignore[attr-defined]
    app = make_app(tmp_path / "data", "sqlite")
    with app.app_context(), writing():
        session = db.session()
        make.feedback(session, cycle=factories.cycle(session), key="aula", questions=(TEXT,))
        session.commit()
    usual = load_settings({"REMBUK_DATA": str(tmp_path / "data")})
    app.config["REMBUK_SETTINGS"] = replace(
        app.config["REMBUK_SETTINGS"],
        answers_per_minute=usual.answers_per_minute,
        least_seconds=usual.least_seconds,
    )
    limiter.reset()
    yield app
    with app.app_context():
        limiter.reset()
        db.session.remove()
        db.engine.dispose()


def opened(app: Flask) -> dict[str, str]:
    """The hidden fields of a form."""
    return Page(app.test_client().get(PATH)).fields()


def send(app: Flask, form: Mapping[str, str], text: str, *, address: str = ADDRESS) -> tuple[int, str]:
    """One answer: status and page."""
    data = {**form, "saran": text, "form-act": "send"}
    answer = app.test_client().post(PATH, data=data, environ_base={"REMOTE_ADDR": address})
    return answer.status_code, answer.get_data(as_text=True)


def machine(app: Flask, count: int) -> Iterator[Mapping[str, str]]:
    """A form that is read once and sent many times, each time under a nonce of its own."""
    form = opened(app)
    return ({**form, "nonce": new_nonce()} for _ in range(count))


def stored(app: Flask) -> tuple[int, int]:
    """How many are counted, and how many wait for staff."""
    with app.app_context():
        counts = [
            db.session.scalar(select(func.count()).select_from(model)) or 0
            for model in (Answer, SuspectAnswer)
        ]
        db.session.remove()
    return counts[0], counts[1]


def test_sixty_people_in_one_hall_are_heard(own_app: Flask, time_machine: object) -> None:
    forms = [opened(own_app) for _ in range(PEOPLE * EACH)]
    time_machine.move_to("2027-01-04T01:00:20Z", tick=False)  # type: ignore[attr-defined]
    found = Counter(send(own_app, form, f"Orang {n % PEOPLE} kali {n}")[0] for n, form in enumerate(forms))
    assert found == {200: PEOPLE * EACH}
    assert stored(own_app) == (PEOPLE * EACH, 0)


def test_a_machine_is_held_up_and_its_last_text_stays_on_the_page(own_app: Flask) -> None:
    """It takes another address of its line each time; an address beside it is not held up."""
    answers = [
        send(own_app, form, f"Mesin {n}", address=f"2001:db8:1:2::{n:x}")
        for n, form in enumerate(machine(own_app, MACHINE), 1)
    ]
    assert Counter(status for status, _ in answers) == {200: PER_MINUTE, 429: MACHINE - PER_MINUTE}
    assert stored(own_app) == (0, PER_MINUTE)
    assert f"Mesin {MACHINE}" in answers[-1][1]
    assert send(own_app, opened(own_app), "Tetangga", address="2001:db8:1:3::1")[0] == 200


def test_sabotage_without_the_limit_a_machine_is_heard(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "enabled", False)
    forms = machine(own_app, PER_MINUTE + 1)
    found = Counter(send(own_app, form, f"Mesin {n}")[0] for n, form in enumerate(forms))
    assert found == {200: PER_MINUTE + 1}
