"""Guarantee "hall": sixty people behind one address send three forms each; a machine is held up, and nobody's text lost."""

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
from surveys.answer_models import Answer
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
    as_installed = load_settings({"REMBUK_DATA": str(tmp_path / "data")}).answers_per_minute
    app.config["REMBUK_SETTINGS"] = replace(app.config["REMBUK_SETTINGS"], answers_per_minute=as_installed)
    limiter.reset()
    yield app
    with app.app_context():
        limiter.reset()
        db.session.remove()
        db.engine.dispose()


def opened(app: Flask) -> dict[str, str]:
    """The hidden fields of a form; guests all get the same."""
    return Page(app.test_client().get(PATH)).fields()


def send(app: Flask, form: Mapping[str, str], text: str, *, address: str = ADDRESS) -> tuple[int, str]:
    """One answer: status and page."""
    data = {**form, "nonce": new_nonce(), "saran": text, "form-act": "send"}
    answer = app.test_client().post(PATH, data=data, environ_base={"REMOTE_ADDR": address})
    return answer.status_code, answer.get_data(as_text=True)


def stored(app: Flask) -> int:
    with app.app_context():
        count = db.session.scalar(select(func.count()).select_from(Answer)) or 0
        db.session.remove()
    return count


def test_sixty_people_in_one_hall_are_heard(own_app: Flask) -> None:
    form = opened(own_app)
    found = Counter(send(own_app, form, f"Orang {n % PEOPLE} kali {n}")[0] for n in range(PEOPLE * EACH))
    assert found == {200: PEOPLE * EACH}
    assert stored(own_app) == PEOPLE * EACH


def test_a_machine_is_held_up_and_its_last_text_stays_on_the_page(own_app: Flask) -> None:
    """It takes another address of its line each time; an address beside it is not held up."""
    form = opened(own_app)
    answers = [
        send(own_app, form, f"Mesin {n}", address=f"2001:db8:1:2::{n:x}") for n in range(1, MACHINE + 1)
    ]
    assert Counter(status for status, _ in answers) == {200: PER_MINUTE, 429: MACHINE - PER_MINUTE}
    assert stored(own_app) == PER_MINUTE
    assert f"Mesin {MACHINE}" in answers[-1][1]
    assert send(own_app, form, "Tetangga", address="2001:db8:1:3::1")[0] == 200


def test_sabotage_without_the_limit_a_machine_is_heard(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = opened(own_app)
    monkeypatch.setattr(limiter, "enabled", False)
    found = Counter(send(own_app, form, f"Mesin {n}")[0] for n in range(PER_MINUTE + 1))
    assert found == {200: PER_MINUTE + 1}
