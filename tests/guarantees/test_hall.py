"""Guarantee "hall": sixty people behind one address send three forms each; a machine is held up, and nobody's text lost."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

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
    limiter.reset()
    yield app
    with app.app_context():
        limiter.reset()
        db.session.remove()
        db.engine.dispose()


def send(app: Flask, text: str, *, address: str = ADDRESS, act: str = "send") -> tuple[int, str]:
    """One form of a phone that was just opened: status and page."""
    phone = app.test_client()
    at = {"environ_base": {"REMOTE_ADDR": address}}
    hidden = Page(phone.get(PATH, **at)).fields()
    answer = phone.post(PATH, data={**hidden, "nonce": new_nonce(), "saran": text, "form-act": act}, **at)
    return answer.status_code, answer.get_data(as_text=True)


def stored(app: Flask) -> int:
    with app.app_context():
        count = db.session.scalar(select(func.count()).select_from(Answer)) or 0
        db.session.remove()
    return count


def test_sixty_people_in_one_hall_are_heard(own_app: Flask) -> None:
    found = Counter(send(own_app, f"Orang {n % PEOPLE} kali {n}")[0] for n in range(PEOPLE * EACH))
    assert found == {200: PEOPLE * EACH}
    assert stored(own_app) == PEOPLE * EACH


def test_a_machine_is_held_up_and_its_last_text_stays_on_the_page(own_app: Flask) -> None:
    answers = [send(own_app, f"Mesin {n}") for n in range(MACHINE)]
    assert Counter(status for status, _ in answers) == {200: PER_MINUTE, 429: MACHINE - PER_MINUTE}
    assert stored(own_app) == PER_MINUTE
    assert f"Mesin {MACHINE - 1}" in answers[-1][1]
    assert send(own_app, "Orang lain", address="203.0.113.8")[0] == 200


def test_of_a_line_with_many_addresses_all_count_as_one(own_app: Flask) -> None:
    found = Counter(send(own_app, f"Mesin {n}", address=f"2001:db8:1:2::{n:x}")[0] for n in range(1, MACHINE))
    assert found == {200: PER_MINUTE, 429: MACHINE - 1 - PER_MINUTE}
    assert send(own_app, "Tetangga", address="2001:db8:1:3::1")[0] == 200


def test_sabotage_without_the_limit_a_machine_is_heard(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "enabled", False)
    found = Counter(send(own_app, f"Mesin {n}")[0] for n in range(MACHINE))
    assert found == {200: MACHINE}
