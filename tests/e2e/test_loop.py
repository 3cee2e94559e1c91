"""The whole loop as the people who walk it, on a 360 px phone without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import press
from tests.e2e.conftest import OpenPage, log_in

RUN_MS = 90_000
CITIZEN_SAYS = (
    "Sudah mengadu lewat kotak saran, pengaduan saya tidak pernah ditanggapi dan tidak ada jawaban."
)
ASN_SAYS = "Jaringan internet di kantor kami sering putus dan komputer sudah tua, printer juga rusak."
ELEMENTS = [
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "sarpras",
    "pengaduan",
]


def tracking_code(page: Page) -> str:
    code = page.get_by_test_id("kode-lacak").inner_text().strip()
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code), code
    return code


def citizen_gives_feedback(page: Page, server: str) -> str:
    """From the home page, without an account."""
    page.goto(server)
    page.get_by_role("main").get_by_role("link", name="Beri masukan").first.click()
    page.get_by_role("link", name="Kelurahan Namosain").click()
    for element in ELEMENTS:
        page.locator(f"label:has(input[name={element}][value='3'])").click()
    page.locator("textarea[name=saran]").fill(CITIZEN_SAYS)
    page.get_by_role("button", name="Kirim").click()
    assert not page.context.cookies(), "a guest's answer needs no cookie"
    return tracking_code(page)


def asn_answers(page: Page, server: str) -> str:
    log_in(page, server, "asn")
    page.goto(f"{server}/survei")
    page.get_by_role("link", name=re.compile("Isi survei|Survei aspirasi")).first.click()
    page.locator("textarea[name=aspirasi]").fill(ASN_SAYS)
    for number in (2, 3):
        page.get_by_role("button", name="Berikutnya").click()
        expect(page.locator(".steps label")).to_have_text(f"Halaman {number} dari 3", timeout=60_000)
    page.get_by_role("button", name="Kirim").click()
    return tracking_code(page)


def facilitator_closes_the_survey(page: Page, server: str) -> None:
    log_in(page, server, "fasilitator")
    page.goto(f"{server}/kelola/survei/aspirasi-2027/tutup")
    page.get_by_role("main").get_by_role("button", name="Tutup survei").click()
    expect(page.get_by_role("main")).to_contain_text("Ditutup")


def run_themes(page: Page, server: str, purpose: str) -> None:
    """Start a run and wait for the worker; the page reloads itself."""
    page.goto(f"{server}/kelola/tema")
    page.get_by_role("radio", name=purpose, exact=True).check()
    page.get_by_role("button", name="Jalankan tema").click()
    expect(page.get_by_role("heading", name="Usulan tema")).to_be_visible(timeout=RUN_MS)


def accept(page: Page, theme: str, need: str) -> None:
    """Open the proposed theme of the run on the page, accept it as a need under its own name."""
    page.get_by_role("link", name=theme, exact=True).click()
    page.get_by_label(re.compile("Indonesia")).first.fill(need)
    page.get_by_role("button", name="Terima", exact=True).click()


def write_item(page: Page, server: str, title: str, needs: list[str]) -> None:
    page.goto(f"{server}/kelola/rencana/baru")
    page.locator("[name=title_id]").fill(title)
    page.locator("[name=competency][value=technical]").check()
    page.locator("[name=target]").fill("Semua kantor kelurahan")
    page.locator("select[name=development_code]").select_option("8")
    page.locator("[name=organiser]").fill("Dinas Kominfo")
    page.locator("[name=schedule]").fill("Triwulan I 2027")
    page.locator("[name=curriculum]").fill("Merawat perangkat dan jaringan")
    page.locator("[name=budget]").fill("12.500.000")
    for need in needs:
        page.get_by_label(need).check()
    page.get_by_role("button", name="Simpan sebagai draf").click()
    page.get_by_role("link", name="Ubah status").click()
    page.locator("[name=after][value=proposed]").check()
    page.get_by_role("main").get_by_role("button", name="Ubah status").click()


def what_became_of(page: Page, server: str, code: str) -> str:
    """As a person with a slip of paper: home, "Lacak masukan saya", type the code."""
    page.goto(f"{server}/lacak")
    page.get_by_label(re.compile("[Kk]ode lacak")).fill(code.lower().replace("-", " "))
    press(page, "Lacak")
    expect(page).to_have_url(f"{server}/lacak/{code}")
    return page.get_by_role("main").inner_text()


@pytest.mark.browser
@pytest.mark.database
def test_from_an_answer_to_the_plan_and_back(own_demo_server: str, open_page: OpenPage) -> None:
    server = own_demo_server
    citizen_code = citizen_gives_feedback(open_page(), server)
    asn_code = asn_answers(open_page(), server)
    assert "menunggu" in what_became_of(open_page(), server, asn_code)
    facilitator_closes_the_survey(open_page(), server)

    planner = log_in(open_page(), server, "perencana")
    run_themes(planner, server, "Survei aspirasi")
    accept(planner, "Sarana dan jaringan", "Sarana kerja dan jaringan yang andal")
    run_themes(planner, server, "Masukan layanan")
    accept(planner, "Penanganan pengaduan, saran dan masukan", "Pengaduan yang ditanggapi")
    title = "Bimbingan merawat sarana kantor"
    write_item(planner, server, title, ["Sarana kerja dan jaringan yang andal", "Pengaduan yang ditanggapi"])

    for code in (citizen_code, asn_code):
        assert title in what_became_of(open_page(), server, code)
    public = open_page()
    public.goto(f"{server}/rencana")
    public.get_by_role("link", name=title).click()
    expect(public.get_by_role("main")).to_contain_text("Rp12.500.000,00")
    expect(public.get_by_role("main")).to_contain_text("Sarana kerja dan jaringan yang andal")
