"""The first run, by clicks: from the printed link of an empty server to a civil servant who logs in.

On a 360 px phone without JavaScript. Two addresses are opened, both read off what was printed: the
link of the first start, and the one on the paper with a civil servant's code.
"""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.chromium import press
from tests.e2e.conftest import OpenPage, environment, free_port, rembuk, wait_until_up

PASSWORD = "jalan panjang menuju kantor baru"
UNITS = ("Kantor Kecamatan", "Kelurahan Bukit", "Kelurahan Pantai")
STAFF = [(f"Pegawai {word}", UNITS[number % 3]) for number, word in enumerate("ABCDEFGHIJ")]
CODE = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}")


@contextmanager
def first_start(env: dict[str, str], output: Path) -> Iterator[str]:
    """`rembuk serve` on an empty folder; the link that it prints."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with output.open("w") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "rembuk", "serve", "--port", str(port)], env=env, stdout=told
        )
        try:
            wait_until_up(address, process)
            found = re.search(r"http://\S+/mulai/\S+", output.read_text())
            assert found is not None, output.read_text()
            yield found[0]
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) in {0, -signal.SIGTERM}


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def menu(page: Page, entry: str) -> None:
    """Open the menu of the phone and choose."""
    page.locator("details.menu > summary").click()
    page.locator("details.menu").get_by_role("link", name=entry, exact=True).click()


def step(page: Page, title: str) -> None:
    """Back to the guide, and on to the page of a step."""
    menu(page, "Langkah awal")
    main(page).locator("ol.trail li", has_text=title).get_by_role("link").click()


def makes_the_administrator(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Nama lengkap").fill("Ibu Administrator")
    page.get_by_label("Nama akun").fill("admin")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_label("Saya sudah membaca").check()
    press(page, "Buat akun administrator")


def names_the_office(page: Page) -> None:
    step(page, "Beri nama kantor")
    page.get_by_label("Nama kantor", exact=False).first.fill("Kecamatan Contoh")
    page.get_by_label("Baris pertama kop").fill("PEMERINTAH KOTA CONTOH")
    press(page, "Simpan")
    expect(main(page).locator(".letterhead")).to_contain_text("PEMERINTAH KOTA CONTOH")


def sets_up_the_second_step(page: Page) -> None:
    """A new installation demands it before anything else."""
    main(page).get_by_role("link", name="Pasang kode dua langkah").click()
    page.get_by_label("Kata sandi").fill(PASSWORD)
    press(page, "Lanjut")
    shared = main(page).locator("code").inner_text().replace(" ", "")
    page.get_by_label("Kode", exact=False).first.fill(pyotp.TOTP(shared).now())
    press(page, "Aktifkan")
    expect(main(page).locator("ol.codes li")).to_have_count(10)
    main(page).get_by_role("link", name="Sudah saya simpan").click()


def adds_three_units(page: Page) -> None:
    for number, name in enumerate(UNITS):
        if number == 0:
            step(page, "Tambahkan unit")
        else:
            main(page).get_by_role("link", name="Tambah unit").click()
        page.get_by_label("Nama unit").fill(name)
        page.get_by_label("Alamat").fill(name.lower().replace(" ", "-"))
        press(page, "Simpan")
    expect(main(page).locator("tbody tr")).to_have_count(3)


def imports_ten_civil_servants(page: Page, folder: Path) -> None:
    lines = [f"{name};{unit};Pengelola Umum" for name, unit in STAFF]
    file = folder / "pegawai.csv"
    file.write_text("\n".join(["nama;unit;jabatan", *lines]) + "\n")
    step(page, "Masukkan daftar pegawai")
    page.get_by_label("Berkas XLSX atau CSV").set_input_files(file)
    press(page, "Unggah")
    page.get_by_label("Buat jabatan yang belum ada").check()
    page.get_by_label("Buatkan akun ASN").check()
    press(page, "Periksa")
    press(page, "Impor 10 pegawai")
    expect(main(page)).to_contain_text("10 akun baru menunggu kode pertamanya")


def slips(page: Page, expected: int) -> list[tuple[str, str, str]]:
    """(account, code, address) of each slip of paper on the page, once all of them are there."""
    found = []
    papers = main(page).locator("section.slip")
    expect(papers).to_have_count(expected)
    for slip in papers.all():
        text = slip.inner_text()
        address, code = re.search(r"http://[^\s,]+", text), CODE.search(text)
        assert address is not None, text
        assert code is not None, text
        found.append((slip.locator("b").first.inner_text(), code[0], address[0]))
    return found


def prints_ten_codes(page: Page) -> list[tuple[str, str, str]]:
    step(page, "Buat akun pegawai dan cetak kodenya")
    press(page, "Cetak semua")
    printed = slips(page, 10)
    assert len({code for _login, code, _address in printed}) == 10
    main(page).get_by_role("link", name="Selesai").click()
    return printed


def appoints(page: Page, title: str, role: str, login: str) -> tuple[str, str, str]:
    step(page, title)
    page.get_by_label("Nama lengkap").fill(f"Bapak {login.title()}")
    page.get_by_label("Nama akun").fill(login)
    page.get_by_label("Peran").select_option(label=role)
    press(page, "Tambah akun")
    press(page, "Cetak kode")
    (printed,) = slips(page, 1)
    main(page).get_by_role("link", name="Selesai").click()
    return printed


def starts_a_cycle(page: Page) -> None:
    step(page, "Mulai siklus pertama")
    page.get_by_label("Judul", exact=False).first.fill("Rencana 2027")
    page.get_by_label("Alamat").fill("rencana-2027")
    page.get_by_label("Tahun rencana").fill("2027")
    press(page, "Simpan")


def takes_the_mails_over(page: Page) -> None:
    step(page, "Tentukan cara surel disampaikan")
    press(page, "Kami menyampaikannya sendiri")


def logs_in_with_a_code(page: Page, slip: tuple[str, str, str]) -> None:
    """What the paper says, word for word."""
    login, code, address = slip
    page.goto(address)
    main(page).get_by_role("link", name="Saya punya kode dari kantor").click()
    page.get_by_label("Nama akun").fill(login)
    page.get_by_label("Kode sekali pakai").fill(code.lower())
    press(page, "Lanjut")
    page.get_by_label("Kata sandi baru").fill("nelayan pulang membawa ikan")
    page.get_by_label("Saya sudah membaca").check()
    press(page, "Simpan dan masuk")
    expect(main(page)).to_contain_text("Kata sandi baru sudah tersimpan")


@pytest.mark.slow
@pytest.mark.browser
def test_from_an_empty_folder_to_a_civil_servant_who_logs_in(tmp_path: Path, open_page: OpenPage) -> None:
    env = environment(tmp_path / "data")
    with first_start(env, tmp_path / "printed.txt") as link:
        page = open_page()
        makes_the_administrator(page, link)
        sets_up_the_second_step(page)
        menu(page, "Langkah awal")
        expect(main(page)).to_contain_text("1 dari 10 langkah selesai")
        names_the_office(page)
        adds_three_units(page)
        imports_ten_civil_servants(page, tmp_path)
        printed = prints_ten_codes(page)
        appoints(page, "Tunjuk fasilitator", "Fasilitator", "fasilitator")
        planner = appoints(page, "Tunjuk penyusun rencana", "Penyusun rencana", "perencana")
        starts_a_cycle(page)
        takes_the_mails_over(page)
        menu(page, "Langkah awal")
        expect(main(page)).to_contain_text("9 dari 10 langkah selesai")
        rembuk(["backup", str(tmp_path / "cadangan.tar")], env)
        menu(page, "Langkah awal")
        expect(main(page)).to_contain_text("Semua langkah selesai")

        civil_servant = open_page()
        logs_in_with_a_code(civil_servant, printed[3])
        menu(civil_servant, "Akun saya")
        expect(main(civil_servant)).to_contain_text(printed[3][0])
        logs_in_with_a_code(open_page(), planner)
