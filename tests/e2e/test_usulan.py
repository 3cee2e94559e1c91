"""From a workshop note and an anonymous answer to a signed usulan, an item in the city's budget, and back by code.

One contribution is declined, and its writer reads why. Everybody on a 360 px phone without JavaScript.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import click_through, follow, press
from tests.e2e.conftest import OpenPage, log_in
from tests.e2e.test_loop import (
    ELEMENTS,
    accept,
    asn_answers,
    facilitator_closes_the_survey,
    run_themes,
    tracking_code,
    what_became_of,
)

NOTE = "Komputer kantor kelurahan sudah tua, printer rusak, dan jaringan internet sering putus."
COMPLAINT = "Biaya fotokopi di loket mahal, tolong biaya surat digratiskan saja."
REASON = "Biaya fotokopi ditetapkan koperasi, bukan kantor; tarif surat sudah nol rupiah."
NEED = "Sarana kerja dan jaringan yang andal"
ITEM = "Bimbingan merawat sarana kantor"
WORKSHOP = "lokakarya-kebutuhan-2027"


def today() -> str:
    return datetime.now(ZoneInfo("Asia/Makassar")).date().isoformat()


def a_note_is_taken(page: Page, server: str) -> str:
    """At the workshop's table; returns the code on its slip."""
    log_in(page, server, "fasilitator")
    page.goto(f"{server}/kelola/workshop/{WORKSHOP}/catatan/tulis")
    page.locator("[name=group]").fill("Meja 9")
    page.locator("[name=text]").fill(NOTE)
    press(page, "Periksa kalimat")
    press(page, "Simpan")
    slip = page.locator(".slip")
    expect(slip).to_have_count(1)
    expect(slip).to_contain_text(NOTE)
    return slip.locator(".ticket code").inner_text()


def citizen_complains(page: Page, server: str) -> str:
    page.goto(f"{server}/masukan")
    page.get_by_role("link", name="Kelurahan Namosain").click()
    for element in ELEMENTS:
        page.locator(f"label:has(input[name={element}][value='3'])").click()
    page.locator("textarea[name=saran]").fill(COMPLAINT)
    press(page, "Kirim")
    return tracking_code(page)


def reject(page: Page, theme: str) -> None:
    """The theme is declined for everybody under it, with one of the five answers and its reason."""
    page.get_by_role("link", name=theme, exact=True).click()
    follow(page, "Tidak dilanjutkan")
    page.locator("[name=kind][value=not_feasible]").check()
    page.locator("textarea[name=reason]").fill(REASON)
    press(page, "Tidak dilanjutkan")


def item_is_drafted(page: Page, server: str) -> None:
    page.goto(f"{server}/kelola/kebutuhan")
    follow(page, NEED)
    follow(page, "Susun butir rencana")
    page.locator("[name=title_id]").fill(ITEM)
    page.locator("[name=competency][value=technical]").check()
    page.locator("[name=target]").fill("Semua kantor kelurahan")
    page.locator("select[name=development_code]").select_option("8")
    page.locator("[name=organiser]").fill("Dinas Kominfo")
    page.locator("[name=schedule]").fill("Triwulan I 2027")
    page.locator("[name=curriculum]").fill("Merawat perangkat dan jaringan")
    page.locator("[name=budget]").fill("12.500.000")
    press(page, "Simpan sebagai draf")


def usulan_is_drafted(page: Page, server: str) -> str:
    """A version of the plan is frozen and its new item put into an usulan; returns the usulan's address."""
    page.goto(f"{server}/kelola/rencana/versi")
    follow(page, "Bekukan versi baru")
    press(page, "Bekukan")
    follow(page, "Susun usulan")
    choose_only(page, ITEM)
    page.locator("[name=note_number]").fill("800/99/UMPEG/2027")
    page.locator("[name=note_on]").fill(today())
    press(page, "Kirim untuk diperiksa")
    return page.url


def choose_only(page: Page, title: str) -> None:
    """Of the boxes for items only the one with this title stays ticked."""
    for box in page.locator("input[name=items]").all():
        box.uncheck()
    page.get_by_label(title).check()


def the_agency_answers(page: Page, server: str, step: str) -> None:
    page.goto(f"{server}/kelola/jawaban-instansi")
    page.locator(f"[name=step][value='{step}']").check()
    choose_only(page, ITEM)
    page.locator("[name=on]").fill(today())
    press(page, "Catat jawaban")


@pytest.mark.browser
@pytest.mark.database
def test_a_note_and_an_answer_reach_the_budget_and_come_back(
    own_demo_server: str, open_page: OpenPage
) -> None:
    server = own_demo_server
    note_code = a_note_is_taken(open_page(), server)
    asn_code = asn_answers(open_page(), server)
    declined_code = citizen_complains(open_page(), server)
    facilitator_closes_the_survey(open_page(), server)

    planner = log_in(open_page(), server, "perencana")
    run_themes(planner, server, "Survei aspirasi")
    accept(planner, "Sarana dan jaringan", NEED)
    run_themes(planner, server, "Masukan layanan")
    reject(planner, "Biaya/tarif")
    item_is_drafted(planner, server)
    usulan = usulan_is_drafted(planner, server)

    checker = log_in(open_page(), server, "pemeriksa")
    checker.goto(usulan)
    follow(checker, "Periksa")
    press(checker, "Nyatakan sudah diperiksa")
    signer = log_in(open_page(), server, "penandatangan")
    signer.goto(usulan)
    follow(signer, "Tanda tangani")
    signer.locator("[name=number]").fill("800/101/KEC/2027")
    signer.locator("[name=dated]").fill(today())
    press(signer, "Tanda tangani")
    expect(signer.get_by_role("main")).to_contain_text("Ditandatangani")
    for step in ("proposed.verified", "verified.budgeted"):
        the_agency_answers(planner, server, step)

    for code in (note_code, asn_code):
        told = what_became_of(open_page(), server, code)
        assert ITEM in told
        assert "Masuk RKA/DPA" in told
    declined = what_became_of(open_page(), server, declined_code)
    assert REASON in declined
    assert "elum dapat dilaksanakan" in declined

    walk_back(planner, server)


def walk_back(page: Page, server: str) -> None:
    """From the item by two clicks to both contributions' words."""
    page.goto(f"{server}/kelola/rencana")
    follow(page, ITEM)
    follow(page, "Jejak")
    follow(page, NEED)
    words = page.get_by_role("main")
    expect(words).to_contain_text(re.compile("Berasal dari"))
    seen = words.inner_text()
    while NOTE not in seen:
        onward = page.get_by_role("navigation", name="Halaman").get_by_role("link", name="Berikutnya")
        click_through(page, onward)
        seen = words.inner_text()
