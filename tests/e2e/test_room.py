"""A room from the first question to its result: projector, two phones, a scribe, in one browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, log_in

pytestmark = pytest.mark.slow
ROOM = "/kelola/workshop/bimtek-layanan-digital/ruang"
LAPTOP = {"width": 1280, "height": 800}


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).first.click()


def write(phone: Page, text: str) -> str:
    """Send an answer; its tracking code."""
    phone.locator("#teks").fill(text)
    press(phone, "Kirim")
    code = phone.get_by_test_id("kode-lacak")
    expect(code).to_have_text(re.compile(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$"))
    return code.inner_text()


def figures(screen: Page) -> list[list[str]]:
    """The result as the table under the bars has it."""
    rows = screen.locator(".chart tbody tr").all()
    return [[cell.strip() for cell in row.locator("th, td").all_text_contents()] for row in rows]


def test_a_room_from_question_to_result(open_page: OpenPage, own_demo_server: str) -> None:
    server = own_demo_server
    staff = log_in(open_page(size=LAPTOP), server, "fasilitator")
    expect(staff.locator(".who").first).to_be_attached()
    staff.goto(f"{server}{ROOM}/buka")
    press(staff, "Buka ruang")
    expect(staff.locator("main .pill").first).to_have_text("dibuka")
    screen, scribe = staff.context.new_page(), staff.context.new_page()
    screen.goto(f"{server}{ROOM}/layar?jeda=1")
    code = screen.locator(".ticket code").inner_text()

    one, two = open_page(), open_page()
    for phone in (one, two):
        phone.goto(f"{server}/r")
        phone.locator("#kode").fill(code.upper())
        press(phone, "Masuk ke ruang")
        expect(phone.locator("h1")).to_have_text("Bagian mana dari aplikasi layanan yang paling sulit?")
        expect(phone.locator("#teks")).to_have_count(0)

    press(staff, "Lanjut ke Tulis")
    expect(staff.locator(".phases li.current").first).to_contain_text("Tulis")
    for phone in (one, two):
        phone.reload()
    codes = [write(one, "Unggah berkas"), write(two, "Tanda tangan digital"), write(two, "Salah ketik")]
    scribe.goto(f"{server}{ROOM}/juru-tulis")
    scribe.locator("#meja").fill("4")
    scribe.locator("#teks").fill("Sandi sering lupa")
    press(scribe, "Simpan, tulis berikutnya")
    expect(scribe.locator(".slip code")).to_have_count(1)
    expect(scribe.locator("#meja")).to_have_value("4")
    screen.reload()
    expect(screen.locator(".count b")).to_have_text("4 jawaban")
    expect(screen.locator(".said li")).to_have_count(0)

    two.goto(f"{server}/lacak/{codes[2]}/tarik-jawaban")
    press(two, "Tarik jawaban saya")
    expect(two.locator(".note-t")).to_have_text("Jawaban ini sudah ditarik")

    staff.reload()
    press(staff, "Tampilkan jawaban, lanjut ke Kelompokkan")
    expect(staff.locator(".phases li.current").first).to_contain_text("Kelompokkan")
    one.goto(f"{server}/r/{code}")
    expect(one.locator(".said li")).to_have_count(3)
    one.locator(".said li", has_text="Sandi sering lupa").get_by_role("button").click()
    expect(one.get_by_role("button", name="Batal suka")).to_have_count(1)

    staff.get_by_role("link", name="Lihat dan kelompokkan jawaban").click()
    for text in ("Sandi sering lupa", "Tanda tangan digital"):
        staff.locator("label", has_text=text).get_by_role("checkbox").check()
    staff.locator("#nama").fill("Masuk dan tanda tangan")
    press(staff, "Masukkan ke kelompok")
    expect(staff.locator("h2").first).to_have_text("Masuk dan tanda tangan")
    staff.locator("label", has_text="Unggah berkas").get_by_role("checkbox").check()
    press(staff, "Masukkan ke daftar pendek")
    expect(staff.locator("label .pill")).to_have_text("daftar pendek")
    staff.goto(f"{server}{ROOM}")
    press(staff, "Lanjut ke Pilih")
    expect(staff.locator(".phases li.current").first).to_contain_text("Pilih")

    for phone, wanted in ((one, 2), (two, 1)):
        phone.goto(f"{server}/r/{code}")
        expect(phone.locator(".said li")).to_have_count(2)
        for given in range(wanted):
            press(phone, "Beri titik")
            expect(phone.locator("main p > b").last).to_have_text(f"Sisa {2 - given} titik")
    screen.reload()
    expect(screen.locator(".chart")).to_have_count(1)
    assert figures(screen) == [["Masuk dan tanda tangan", "2", "66,7"], ["Unggah berkas", "1", "33,3"]]

    press(staff, "Lanjut ke Hasil")
    expect(staff.locator(".phases li.current").first).to_contain_text("Hasil")
    staff.goto(f"{server}{ROOM}/tutup")
    press(staff, "Tutup ruang")
    expect(staff.locator("main .pill").first).to_have_text("ditutup")
    assert one.goto(f"{server}/r/{code}").status == 404  # type: ignore[union-attr]
    one.goto(f"{server}/lacak/{codes[0]}")
    expect(one.locator("blockquote")).to_have_text("Unggah berkas")
