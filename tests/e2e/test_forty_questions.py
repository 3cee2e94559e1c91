"""Forty questions with matrices, rankings, logic and a photo on a 360 px phone: with and without JavaScript, by keyboard only.

The keyboard walk sends the whole form without touching anything; axe looks at each page; the first page
and the optional scripts are weighed as they come over the network.
"""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.db import db, writing
from core.policy import Role
from surveys.answer_models import Answer, AnswerPicture
from surveys.definition import QuestionDef
from tests import factories
from tests.chromium import width_of
from tests.conftest import make_app
from tests.e2e.conftest import OpenPage, log_in
from tests.e2e.test_every_page import problems_of
from tests.guarantees.fault_process import Server, running
from tests.surveys import factories_surveys as make
from tests.surveys.pictures import photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATH, HANG_MS = "/survei/empat-puluh", 60_000
FIRST_PAGE, SCRIPTS = 14_600, 15_000
LARGE = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo((4000, 3000)) + b"\0" * 300_000}
# Playwright's own waiting is JavaScript in a string, which the pages' policy forbids.
UNTIL_SMALL = """() => new Promise((done) => {
  const chosen = document.querySelector("[name=file-foto]");
  const timer = setInterval(() => { if (chosen.files[0].size < 200000) { clearInterval(timer); done(); } }, 50);
})"""
SMALL = {"name": "IMG_2.jpg", "mimeType": "image/jpeg", "buffer": photo()}
PAGES, ON_A_PAGE = 4, 10


def page_of(number: int) -> tuple[QuestionDef, ...]:
    """Ten questions: a text opens another, a number is judged, a value is calculated."""
    kinds = (
        make.POST,
        replace(make.NAME, logic={"relevant": f"${{jabatan_{number}}} = 'pejabat'"}),
        replace(make.HOURS, logic={"constraint": ". mod 2 = 0", "constraint_message_id": "Isi angka genap."}),
        make.RATES,
        make.FIRST,
        make.WHERE,
        make.TOOLS,
        make.TOWN,
        make.DAY,
        replace(make.NEED, required=False, label_id=f"Dari ${{jam_{number}}} jam, apa yang paling berguna?"),
    )
    named = [replace(q, name=f"{q.name}_{number}", label_id=f"{q.label_id} {number}") for q in kinds]
    named[0] = replace(named[0], starts_page=True)
    return tuple(named)


def questions() -> tuple[QuestionDef, ...]:
    asked = [question for number in range(1, PAGES + 1) for question in page_of(number)]
    everything = " + ".join(f"${{jam_{number}}}" for number in range(1, PAGES + 1))
    asked.insert(ON_A_PAGE, make.PHOTO)
    return (*asked, QuestionDef("semua", "calculated", "Semua jam", logic={"calculation": everything}))


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[Flask]:
    app = make_app(tmp_path / "data", "sqlite")
    with app.app_context(), writing():
        session = db.session()
        make.feedback(session, cycle=factories.cycle(session), key="empat-puluh", questions=questions())
        session.commit()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def on_page(page: Page, number: int) -> None:
    expect(page.locator(".steps label")).to_have_text(f"Halaman {number} dari {PAGES}", timeout=HANG_MS)


def fill(page: Page, number: int) -> None:
    """All of a page but the name, which is asked of officials only."""
    page.check(f"[name=jabatan_{number}][value=pelaksana]")
    page.fill(f"[name=jam_{number}]", str(2 * number))
    page.check(f"[name='nilai_{number}.loket'][value='3']")
    page.check(f"[name='nilai_{number}.ruang_tunggu'][value='{number}']")
    page.select_option(f"[name='utama_{number}.1']", "b")
    page.select_option(f"[name='utama_{number}.2']", "a")
    page.check(f"[name=tempat_{number}][value=lain]")
    page.fill(f"[name='tempat_{number}.lain']", f"Balai {number}")
    page.check(f"[name=alat_{number}][value=hp]")
    page.select_option(f"[name=kelurahan_{number}]", "manulai")
    page.fill(f"[name=hari_{number}]", "2027-03-01")
    page.fill(f"[name=kebutuhan_{number}]", f"Latihan {number}")


def wanted() -> dict[str, object]:
    body: dict[str, object] = {"semua": 20}
    for n in range(1, PAGES + 1):
        body |= {
            f"jabatan_{n}": "pelaksana", f"jam_{n}": 2 * n, f"nilai_{n}.loket": "3", f"nilai_{n}.ruang_tunggu": str(n),
            f"utama_{n}.1": "b", f"utama_{n}.2": "a", f"tempat_{n}": "lain", f"tempat_{n}.lain": f"Balai {n}",
            f"alat_{n}": ["hp"], f"kelurahan_{n}": "manulai", f"hari_{n}": "2027-03-01", f"kebutuhan_{n}": f"Latihan {n}",
        }  # fmt: skip
    return body


def bodies(app: Flask) -> list[dict[str, object]]:
    with app.app_context():
        found = [
            {k: v for k, v in row.body.items() if k != "foto"} for row in db.session.scalars(select(Answer))
        ]
        db.session.remove()
    return found


def photos(app: Flask) -> list[tuple[int, int]]:
    """The sizes of the pictures that answers name."""
    with app.app_context():
        named = [row.body["foto"] for row in db.session.scalars(select(Answer)) if "foto" in row.body]
        found = list(db.session.execute(select(AnswerPicture.digest, AnswerPicture.data)))
        db.session.remove()
    assert [row.digest for row in found] == named
    return [Image.open(BytesIO(row.data)).size for row in found]


def choose_photo(page: Page, *, javascript: bool) -> None:
    """A large one, as phones make them; the script sends a small one in its place."""
    page.set_input_files("[name=file-foto]", LARGE)  # type: ignore[arg-type]
    if javascript:
        page.evaluate(UNTIL_SMALL)


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_forty_questions_become_one_answer(own_app: Flask, open_page: OpenPage, javascript: bool) -> None:
    assert len(questions()) == PAGES * ON_A_PAGE + 2
    with running(Server(own_app.config["REMBUK_SETTINGS"])) as server:
        phone = open_page(javascript=javascript)
        phone.goto(f"{server.address}{PATH}", wait_until="load")
        for number in range(1, PAGES + 1):
            on_page(phone, number)
            assert width_of(phone) <= 360
            if javascript:
                assert problems_of(phone) == []
            fill(phone, number)
            if number == 1:
                choose_photo(phone, javascript=javascript)
            phone.fill(f"[name=jam_{number}]", "3")
            name = "Kirim" if number == PAGES else "Berikutnya"
            phone.get_by_role("button", name=name, exact=True).click()
            expect(phone.locator(".note.bad")).to_contain_text("Isi angka genap.", timeout=HANG_MS)
            fill(phone, number)
            if number == 1:
                expect(phone.locator("#isian")).to_contain_text("Foto Anda sudah tersimpan.")
            phone.get_by_role("button", name=name, exact=True).click()
        expect(phone.get_by_test_id("kode-lacak")).to_be_visible(timeout=HANG_MS)
    assert bodies(own_app) == [wanted()]
    assert photos(own_app) == [(1280, 960)]


def test_by_keyboard_only(own_app: Flask, open_page: OpenPage) -> None:
    """Tab, arrows, space, letters and Enter; what appears is reached in its place."""
    with running(Server(own_app.config["REMBUK_SETTINGS"])) as server:
        page = open_page(javascript=True)
        # Asked for before the first key: on a busy machine a key can overtake the wish to be told of a chooser.
        page.on("filechooser", lambda _chooser: None)
        page.goto(f"{server.address}{PATH}", wait_until="load")
        for number in range(1, PAGES + 1):
            on_page(page, number)
            tab_to(page, f"jabatan_{number}")
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
            tab_to(page, f"nama_layanan_{number}")
            page.keyboard.type(f"Layanan {number}")
            tab_to(page, f"jam_{number}")
            page.keyboard.type("4")
            tab_to(page, f"nilai_{number}.ruang_tunggu")
            page.keyboard.press("Space")
            tab_to(page, f"utama_{number}.1")
            page.keyboard.press("ArrowDown")
            tab_to(page, f"alat_{number}")
            page.keyboard.press("Space")
            if number == 1:
                tab_to(page, "file-foto")
                with page.expect_file_chooser() as chooser:
                    page.keyboard.press("Enter")
                chooser.value.set_files(SMALL)  # type: ignore[arg-type]
            tab_to(page, "form-act")
            page.keyboard.press("Enter")
        expect(page.get_by_test_id("kode-lacak")).to_be_visible(timeout=HANG_MS)
        look_at_the_results(own_app, open_page(javascript=True), server.address)
    assert photos(own_app) == [(400, 300)]
    (body,) = bodies(own_app)
    assert body == {"semua": 16} | {
        name: value
        for n in range(1, PAGES + 1)
        for name, value in (
            (f"jabatan_{n}", "pejabat"), (f"nama_layanan_{n}", f"Layanan {n}"), (f"jam_{n}", 4),
            (f"nilai_{n}.ruang_tunggu", "1"), (f"utama_{n}.1", "a"), (f"alat_{n}", ["laptop"]),
        )
    }  # fmt: skip


def look_at_the_results(app: Flask, page: Page, address: str) -> None:
    """The pages of those who read the photos."""
    with app.app_context(), writing():
        login = factories.account(db.session(), role=Role.FACILITATOR).login
        db.session.commit()
    log_in(page, address, login, factories.PASSWORD)
    expect(page.locator("main")).not_to_contain_text("Kata sandi")
    at = f"{address}/kelola/survei/empat-puluh/hasil"
    page.goto(at, wait_until="load")
    expect(page.locator("#pertanyaan-foto a")).to_contain_text("Lihat fotonya")
    assert problems_of(page) == []
    page.goto(f"{at}/jawaban/foto", wait_until="load")
    expect(page.locator("main figure img")).to_have_js_property("naturalWidth", 400)
    assert problems_of(page) == []


def tab_to(page: Page, name: str) -> None:
    """Forward until the field of that name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(name)


def test_the_first_page_and_the_scripts_are_light(own_app: Flask) -> None:
    with running(Server(own_app.config["REMBUK_SETTINGS"])) as server:
        text = fetched(f"{server.address}{PATH}")
        scripts = [part.split('"')[0] for part in text.split('<script src="')[1:]]
        style = text.split('rel="stylesheet" href="')[1].split('"')[0]
        weights = {path: weight(fetched(server.address + path)) for path in (style, *scripts)}
    assert {path.split("/")[-1].split("?")[0] for path in scripts} == {
        "answer.js",
        "expressions.js",
        "logic.js",
        "photo.js",
    }
    assert weight(text) + weights.pop(style) <= FIRST_PAGE
    assert sum(weights.values()) <= SCRIPTS
    of_logic = [size for path, size in weights.items() if "expressions" in path or "logic" in path]
    assert sum(of_logic) <= 3 * 1024 + 512


def fetched(address: str) -> str:
    with urlopen(Request(address)) as answer:  # noqa: S310  our own server
        return str(answer.read().decode())


def weight(text: str) -> int:
    """Compressed bytes, as a server sends them."""
    return len(gzip.compress(text.encode(), 6))
