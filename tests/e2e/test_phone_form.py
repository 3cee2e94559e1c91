"""Twenty-five questions on a phone without JavaScript: a killed server, a second device, sent twice.

One answer comes of it, complete. With JavaScript what was typed but not yet sent survives a server
that is away and a closed page.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.db import db, writing
from core.policy import Role
from surveys.answer_models import Answer, Draft, Intake, Participation
from surveys.definition import QuestionDef
from tests import factories
from tests.chromium import width_of
from tests.conftest import make_app
from tests.e2e.conftest import OpenPage
from tests.guarantees.fault_process import Server, running
from tests.surveys import factories_surveys as make

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.database]
PATH, LOGIN = "/survei/survei-panjang", "ina.benu"
ON_A_PAGE, PAGES = 5, 5
HANG_MS = 60_000


def questions() -> tuple[QuestionDef, ...]:
    """Five pages of five: two texts, a choice, boxes and a number on each."""
    made = []
    for page in range(PAGES):
        kinds = (make.NEED, make.NAME, make.POST, make.WAYS, make.HOURS)
        for place, question in enumerate(kinds):
            named = replace(
                question, name=f"q{page * ON_A_PAGE + place + 1}", label_id=f"{question.label_id} {page + 1}"
            )
            made.append(replace(named, starts_page=place == 0))
    return tuple(made)


@pytest.fixture
def own_app(tmp_path: Path, engine_name: str) -> Iterator[Flask]:
    app = make_app(tmp_path / "data", engine_name)
    with app.app_context(), writing():
        session = db.session()
        cycle = factories.cycle(session)
        make.survey(session, cycle=cycle, key="survei-panjang", questions=questions())
        make.feedback(session, cycle=cycle, key="lain")
        factories.account(session, role=Role.ASN).login = LOGIN
        factories.account(session, role=Role.ASN)
        session.commit()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def nothing_is_left(page: Page) -> None:
    """On the device; the script comes after the words. Asked from outside: the page's policy lets nothing wait in it."""
    deadline = time.monotonic() + HANG_MS / 1000
    while page.evaluate("localStorage.length"):
        assert time.monotonic() < deadline, page.evaluate("JSON.stringify(localStorage)")
        page.wait_for_timeout(50)


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/masuk?next={PATH}")
    page.fill("[name=login]", LOGIN)
    page.fill("[name=password]", factories.PASSWORD)
    page.locator("main button").first.click()
    expect(page.locator("h1")).to_have_text("Survei aspirasi", timeout=HANG_MS)


def fill(page: Page, number: int) -> None:
    """All five questions of a page."""
    first = (number - 1) * ON_A_PAGE
    page.fill(f"[name=q{first + 1}]", f"Kebutuhan {number}\nbaris kedua")
    page.fill(f"[name=q{first + 2}]", f"Layanan {number}")
    page.check(f"[name=q{first + 3}][value=pejabat]")
    page.check(f"[name=q{first + 4}][value=kelas]")
    page.check(f"[name=q{first + 4}][value=daring]")
    page.fill(f"[name=q{first + 5}]", str(number))


def on_page(page: Page, number: int) -> None:
    expect(page.locator(".steps label")).to_have_text(f"Halaman {number} dari {PAGES}", timeout=HANG_MS)


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def wanted() -> dict[str, object]:
    """What the one answer has to hold."""
    body: dict[str, object] = {}
    for page in range(1, PAGES + 1):
        values = (f"Kebutuhan {page}\nbaris kedua", f"Layanan {page}", "pejabat", ["kelas", "daring"], page)
        body |= {f"q{(page - 1) * ON_A_PAGE + place}": value for place, value in enumerate(values, 1)}
    return body


def test_a_long_form_becomes_one_complete_answer(own_app: Flask, open_page: OpenPage) -> None:
    with running(Server(own_app.config["REMBUK_SETTINGS"])) as server:
        phone = open_page()
        sign_in(phone, server.address)
        for number in (1, 2):
            on_page(phone, number)
            assert width_of(phone) <= 360
            fill(phone, number)
            press(phone, "Berikutnya")
        on_page(phone, 3)
        fill(phone, 3)
        server.kill()
        server.start()
        press(phone, "Berikutnya")
        on_page(phone, 4)
        fill(phone, 4)
        press(phone, "Simpan, lanjut nanti")
        code = phone.get_by_test_id("kode-lanjut").inner_text()

        second = open_page()
        second.goto(f"{server.address}/lanjut")
        second.fill("[name=code]", code.lower())
        press(second, "Buka isian")
        sign_in(second, server.address)
        on_page(second, 4)
        press(second, "Berikutnya")
        on_page(second, 5)
        tab = second.context.new_page()
        tab.goto(f"{server.address}{PATH}")
        for one in (second, tab):
            on_page(one, 5)
            fill(one, 5)
        press(second, "Kirim")
        receipt = second.get_by_test_id("kode-lacak").inner_text()
        # Once more by reloading, and once more from the other tab.
        second.reload()
        assert second.get_by_test_id("kode-lacak").inner_text() == receipt
        press(tab, "Kirim")
        assert tab.get_by_test_id("kode-lacak").inner_text() == receipt
    with own_app.app_context():
        session = db.session()
        assert [row.body for row in session.scalars(select(Intake))] == [wanted()]
        assert len(session.scalars(select(Participation)).all()) == 1
        assert session.scalars(select(Answer)).all() == []


def test_what_was_typed_while_the_server_was_away_comes_back(own_app: Flask, open_page: OpenPage) -> None:
    with running(Server(own_app.config["REMBUK_SETTINGS"])) as server:
        phone = open_page(javascript=True)
        sign_in(phone, server.address)
        status = phone.locator("#simpanan")
        phone.fill("[name=q1]", "Sudah sampai")
        expect(status).to_have_text("Tersimpan.", timeout=HANG_MS)
        with own_app.app_context():
            assert len(db.session.scalars(select(Draft)).all()) == 1
            db.session.remove()
        server.kill()
        phone.fill("[name=q1]", "Sudah sampai, dan yang ini belum")
        phone.check("[name=q3][value=pejabat]")
        expect(status).to_contain_text("aman di perangkat ini", timeout=HANG_MS)
        server.start()
        phone.close()
        again = phone.context.new_page()
        again.goto(f"{server.address}{PATH}")
        expect(again.locator("[name=q1]")).to_have_value("Sudah sampai, dan yang ini belum", timeout=HANG_MS)
        expect(again.locator("[name=q3][value=pejabat]")).to_be_checked(timeout=HANG_MS)
        fill(again, 1)
        press(again, "Berikutnya")
        on_page(again, 2)
        nothing_is_left(again)
