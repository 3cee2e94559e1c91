"""How much work lies between a closed survey of 600 answers and a usulan that can be signed: counted click by click.

A browser does what a planner does on an office PC, without the pauses for reading and thinking. Prints the number
of clicks, of fields typed into, of pages opened, and what that takes at an unhurried pace.
"""

import csv
import json
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from core.accounts.models import Account
from core.cycles.models import Cycle
from core.db import db, writing
from core.duties.services import assign_duty
from core.policy import Duty, Role
from surveys import publishing
from surveys.counting import FinalRow
from surveys.enums import Purpose
from surveys.store import finalise
from tests import factories
from tests.chromium import click_through
from tests.conftest import make_app
from tests.e2e.conftest import OpenPage, environment, log_in, serving
from tests.plan import factories_items as make_items
from tests.plan import factories_themes
from tests.surveys import factories_surveys as make

ANSWERS = 600
NEEDS = 6
TEXTS = Path(__file__).parents[2] / "rembuk" / "seed" / "aspirations.csv"
# Seconds: a click with finding the button, a field typed into, a page that is looked over before going on.
CLICK, TYPED, PAGE = 3, 20, 10
HOUR = 3600
RUN_MS = 120_000


class Counted:
    """A page on which every act is counted."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        self.clicks, self.typed, self.pages = 0, 0, 0
        page.on("framenavigated", lambda _frame: self._opened())

    def _opened(self) -> None:
        self.pages += 1

    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def menu(self, name: str) -> None:
        """Open the staff menu and choose."""
        self.clicks += 2
        self.page.locator("header details.staff > summary").click()
        entry = self.page.locator("header details.staff").get_by_role("link", name=name, exact=True)
        click_through(self.page, entry)

    def follow(self, name: str, *, exact: bool = False) -> None:
        self.clicks += 1
        click_through(self.page, self.main().get_by_role("link", name=name, exact=exact).first)

    def press(self, name: str) -> None:
        self.clicks += 1
        click_through(self.page, self.main().get_by_role("button", name=name).first)

    def tick(self, selector: str) -> None:
        self.clicks += 1
        self.page.locator(selector).first.check()

    def select(self, name: str, value: str) -> None:
        self.clicks += 2
        self.page.locator(f"main select[name={name}]").first.select_option(value)

    def fill(self, name: str, text: str) -> None:
        self.typed += 1
        self.page.locator(f"main [name={name}]").first.fill(text)

    @property
    def seconds(self) -> int:
        return CLICK * self.clicks + TYPED * self.typed + PAGE * self.pages


def office(app: Flask) -> str:
    """A cycle with a closed survey of 600 answers, a planner and a checker; returns the cycle's key."""
    with app.app_context(), writing():
        session = db.session()
        cycle = factories_themes.deciding_cycle(session)
        make_items.set_openings_all(session, cycle)
        for login, role in (("perencana", Role.PLANNER), ("pemeriksa", Role.ASN)):
            factories.account(session, role=role, name=login.title()).login = login
        session.flush()
        checker = session.query(Account).filter_by(login="pemeriksa").one()
        assign_duty(session, checker, duty=Duty.CHECKER, actor_id=None)
        closed_survey(cycle)
        session.commit()
        key = cycle.key
        db.session.remove()
        db.engine.dispose()
    return key


def closed_survey(cycle: Cycle) -> None:
    session = db.session()
    units = [factories.unit(session) for _ in range(12)]
    survey = make.survey(session, cycle=cycle, questions=(make.NEED,), purpose=Purpose.ASPIRATION)
    version = make.version_of(survey).id
    with TEXTS.open() as file:
        texts = [row["aspirasi"] for row in csv.DictReader(file)][:ANSWERS]
    assert len(texts) == ANSWERS
    rows = [
        FinalRow(version, {"kebutuhan": text}, unit_id=units[n % 12].id, unit_key=units[n % 12].key)
        for n, text in enumerate(texts)
    ]
    finalise(session, survey, rows)
    publishing.close_survey(session, survey, today=make.TODAY, actor_id=None)


def today() -> date:
    return datetime.now(ZoneInfo("Asia/Makassar")).date()


def run_themes(planner: Counted) -> str:
    planner.menu("Tema")
    planner.tick("input[name=purpose]")
    planner.press("Jalankan tema")
    expect(planner.page.get_by_role("heading", name="Usulan tema")).to_be_visible(timeout=RUN_MS)
    return planner.page.url


def decide_all_themes(planner: Counted, run: str) -> list[str]:
    """The six largest become needs, the next two join the first, the others are declined; returns the needs."""
    names = planner.main().locator("article.card h3 a").all_inner_texts()
    for place, name in enumerate(names):
        if place:
            planner.menu("Tema")
            planner.page.goto(run)  # one click on the run in the list
            planner.clicks += 1
        planner.follow(name, exact=True)
        if place < NEEDS:
            planner.press("Terima")
        elif place < NEEDS + 2:
            planner.clicks += 2
            planner.page.locator("main select[name=into]").select_option(label=names[0])
            planner.press("Gabung")
        else:
            decline(planner)
    return names[:NEEDS]


def decline(planner: Counted) -> None:
    planner.follow("Tidak dilanjutkan")
    planner.tick("[name=kind][value=not_feasible]")
    planner.fill("reason", "Belum ada anggarannya tahun ini; dibahas lagi pada perubahan anggaran.")
    planner.press("Tidak dilanjutkan")


def describe_needs(planner: Counted, needs: list[str]) -> None:
    """Whom a need concerns and how urgent it is; then the order of all of them."""
    for name in needs:
        planner.menu("Kebutuhan")
        planner.follow(name, exact=True)
        planner.follow("Isi uraian")
        for unit in planner.page.locator("input[name=units]").all()[:3]:
            planner.clicks += 1
            unit.check()
        planner.press("Simpan")
        planner.follow("Isi bahan prioritas")
        planner.select("urgency", "4")
        planner.fill("urgency_reason", "Sering menghambat pelayanan.")
        planner.press("Simpan")
    planner.menu("Kebutuhan")
    planner.follow("Prioritas")
    planner.fill("people", "60")
    planner.press("Hitung ulang")
    planner.press("Simpan bobot")


def write_items(planner: Counted, needs: list[str]) -> None:
    for name in needs:
        planner.menu("Kebutuhan")
        planner.follow(name, exact=True)
        planner.follow("Susun butir rencana")
        planner.fill("title_id", f"Pelatihan {name.lower()}")
        planner.tick("[name=competency][value=technical]")
        planner.fill("target", "Pegawai semua kelurahan")
        planner.select("development_code", "8")
        planner.fill("organiser", "Badan pengembangan SDM")
        planner.fill("schedule", "Triwulan II 2027")
        planner.fill("curriculum", "Standar kerja kantor")
        planner.fill("budget", "15.000.000")
        planner.press("Simpan sebagai draf")


def draft_the_usulan(planner: Counted) -> str:
    planner.menu("Usulan")
    planner.follow("Lihat versi rencana")
    planner.follow("Bekukan versi baru")
    planner.press("Bekukan")
    planner.follow("Susun usulan")
    planner.fill("note_number", "800/1/UMPEG/2027")
    planner.fill("note_on", today().isoformat())
    planner.press("Kirim untuk diperiksa")
    return planner.page.url


def tell(**figures: int | float) -> None:
    sys.stdout.write(json.dumps({"name": "clicks/closed survey to usulan", **figures}) + "\n")


@pytest.mark.browser
@pytest.mark.slow
def test_a_usulan_within_an_hour_of_clicks(tmp_path: Path, open_page: OpenPage) -> None:
    office(make_app(tmp_path, "sqlite"))
    with serving(environment(tmp_path)) as server:
        wide = {"width": 1280, "height": 900}
        planner = Counted(log_in(open_page(size=wide), server, "perencana", factories.PASSWORD), server)
        needs = decide_all_themes(planner, run_themes(planner))
        describe_needs(planner, needs)
        write_items(planner, needs)
        usulan = draft_the_usulan(planner)
        checker = Counted(log_in(open_page(size=wide), server, "pemeriksa", factories.PASSWORD), server)
        checker.page.goto(usulan)
        checker.follow("Periksa")
        checker.press("Nyatakan sudah diperiksa")
        expect(checker.main()).to_contain_text("menunggu tanda tangan", ignore_case=True)
        expect(checker.main().get_by_role("listitem").filter(has_text="Pelatihan")).to_have_count(NEEDS)
    both = [planner, checker]
    seconds = sum(one.seconds for one in both)
    tell(
        clicks=sum(one.clicks for one in both),
        typed=sum(one.typed for one in both),
        pages=sum(one.pages for one in both),
        minutes=round(seconds / 60, 1),
    )
    assert seconds <= HOUR
