"""A forgotten password without mail: the office prints a code, the person uses it, both on a phone.

Nobody types an address: every page is reached by clicks from the home page.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import width_of
from tests.e2e.conftest import OpenPage

ADMIN = ("admin", "rembuk-contoh-2027")
PERSON = ("asn", "Yohanis Tallo")
NEW_PASSWORD = "pohon asam di tepi jalan"


def from_the_menu(page: Page, *names: str) -> None:
    """Open the menu of a narrow screen and follow a link of it."""
    page.locator("header details.menu > summary").click()
    for name in names:
        page.locator("header details.menu").get_by_role("link", name=name, exact=True).click()


def log_in_by_clicks(page: Page, server: str, login: str, password: str) -> None:
    page.goto(server)
    from_the_menu(page, "Masuk")
    page.get_by_label("Nama akun").fill(login)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()


def administrator_prints_a_code(page: Page, server: str) -> str:
    """From the home page to the slip: what stands on it."""
    log_in_by_clicks(page, server, *ADMIN)
    from_the_menu(page, "Akun")
    page.get_by_role("link", name=PERSON[1]).click()
    page.get_by_role("link", name="Cetak kode sekali pakai").click()
    page.get_by_role("main").get_by_role("button", name="Cetak kode").click()
    slip = page.locator(".slip")
    expect(slip).to_contain_text(PERSON[1])
    expect(slip).to_contain_text("Saya punya kode dari kantor")
    return slip.locator("code").inner_text()


def person_uses_the_code(page: Page, server: str, code: str) -> None:
    page.goto(server)
    from_the_menu(page, "Masuk")
    page.get_by_role("main").get_by_role("link", name="Lupa kata sandi?").click()
    page.get_by_role("link", name="Pakai kode dari kantor").click()
    page.get_by_label("Nama akun").fill(PERSON[0])
    page.get_by_label("Kode sekali pakai").fill(code.lower())
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("main")).to_contain_text(PERSON[1])
    page.get_by_label("Kata sandi baru").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Simpan dan masuk").click()


@pytest.mark.browser
@pytest.mark.database
def test_a_password_is_reset_without_mail(own_demo_server: str, open_page: OpenPage) -> None:
    office, phone, later = open_page(), open_page(), open_page()
    code = administrator_prints_a_code(office, own_demo_server)
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code), code
    wide = width_of(phone)

    person_uses_the_code(phone, own_demo_server, code)
    expect(phone.get_by_role("status")).to_contain_text("Kata sandi baru sudah tersimpan")
    assert wide <= 360
    from_the_menu(phone, "Akun saya")
    expect(phone.get_by_role("main")).to_contain_text(PERSON[1])

    log_in_by_clicks(later, own_demo_server, PERSON[0], NEW_PASSWORD)
    expect(later.get_by_role("status")).to_contain_text("kode yang dicetak kantor")
