"""A public form that looks for junk, in a browser: nobody comes upon the trap, and a kept text keeps its stamp."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Route, expect

from core.db import db, writing
from surveys.enums import Purpose
from tests.chromium import PHONE
from tests.conftest import make_app
from tests.guarantees.test_xss import serving
from tests.surveys import factories_surveys as make

QUESTIONS = (make.NAME, replace(make.URGENT, starts_page=True))


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    app: Flask = make_app(tmp_path, "sqlite")
    with app.app_context(), writing():
        make.feedback(db.session(), purpose=Purpose.ASPIRATION, questions=QUESTIONS, key="luring")
        db.session.commit()
    with serving(app) as served:
        yield f"{served}/survei/luring"
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def without_server(route: Route) -> None:
    """Reading goes through; what is sent does not arrive."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


@pytest.mark.browser
def test_the_trap_is_out_of_reach_and_a_kept_text_brings_its_own_stamp(
    chromium: Chromium, address: str
) -> None:
    context = chromium.new_context(viewport=PHONE, locale="id-ID")
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("textbox")).to_have_count(1)
    page.locator("[name=nama_layanan]").focus()
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("name") == "form-act"
    opened = page.locator("#isian").get_attribute("data-opened") or ""
    page.route(address, without_server)
    page.locator("[name=nama_layanan]").fill("Diketik tanpa jaringan")
    for _ in range(2):
        page.goto(address)
        expect(page.locator("[name=nama_layanan]")).to_have_value("Diketik tanpa jaringan")
        expect(page.locator("[name=form-earlier]")).to_have_value(opened)
    context.close()
