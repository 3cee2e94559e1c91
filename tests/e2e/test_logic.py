"""Questions that come and go while somebody answers, in the browser and without its help."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.db import db, writing
from surveys.answer_models import Answer
from tests import factories
from tests.conftest import make_app
from tests.e2e.conftest import OpenPage
from tests.guarantees.fault_process import Server, running
from tests.surveys import factories_surveys as make
from tests.surveys.test_logic_pages import DAYS, HOURS, TRAINED, WHY_NOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATH, HANG_MS = "/survei/logika", 60_000


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[Flask]:
    app = make_app(tmp_path / "data", "sqlite")
    with app.app_context(), writing():
        session = db.session()
        questions = (TRAINED, HOURS, WHY_NOT, DAYS)
        make.feedback(session, cycle=factories.cycle(session), key="logika", questions=questions)
        session.commit()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def visible(page: Page) -> list[bool]:
    return [page.locator(f"[data-when={name}]").is_visible() for name in ("jam", "sebab")]


def test_they_come_and_go_while_somebody_answers(own_app: Flask, open_page: OpenPage) -> None:
    with running(Server(own_app.config["REMBUK_SETTINGS"])) as server:
        phone = open_page(javascript=True)
        phone.goto(f"{server.address}{PATH}", wait_until="load")
        assert visible(phone) == [False, False]
        phone.check("[name=pernah][value=tidak]")
        expect(phone.locator("[data-when=sebab]")).to_be_visible(timeout=HANG_MS)
        assert visible(phone) == [False, True]
        phone.fill("[name=sebab]", "akan tertutup")
        phone.check("[name=pernah][value=ya]")
        expect(phone.locator("[data-when=jam]")).to_be_visible(timeout=HANG_MS)
        assert visible(phone) == [True, False]
        assert phone.locator("[name=form-shown]").input_value() == "jam"
        phone.fill("[name=jam]", "12,5")
        phone.get_by_role("button", name="Kirim", exact=True).click()
        expect(phone.get_by_test_id("kode-lacak")).to_be_visible(timeout=HANG_MS)
    with own_app.app_context():
        assert [row.body for row in db.session.scalars(select(Answer))] == [
            {"pernah": "ya", "jam": 12.5, "hari": 1.5625}
        ]
        db.session.remove()


def test_without_help_the_server_shows_them_when_the_page_is_sent(
    own_app: Flask, open_page: OpenPage
) -> None:
    with running(Server(own_app.config["REMBUK_SETTINGS"])) as server:
        phone = open_page()
        phone.goto(f"{server.address}{PATH}")
        phone.check("[name=pernah][value=tidak]")
        phone.get_by_role("button", name="Kirim", exact=True).click()
        expect(phone.locator("[name=sebab]")).to_be_visible(timeout=HANG_MS)
        assert visible(phone) == [False, True]
        phone.fill("[name=sebab]", "Belum ada waktu")
        phone.get_by_role("button", name="Kirim", exact=True).click()
        expect(phone.get_by_test_id("kode-lacak")).to_be_visible(timeout=HANG_MS)
    with own_app.app_context():
        assert [row.body for row in db.session.scalars(select(Answer))] == [
            {"pernah": "tidak", "sebab": "Belum ada waktu"}
        ]
        db.session.remove()
