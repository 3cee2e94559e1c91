"""A workshop from its announcement to the certificate, as the people who walk it.

The office sits at a wide screen, participants hold 360 px phones; nobody has JavaScript, and nobody types an
address that is not printed somewhere.
"""

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import docx
import pytest
from babel.dates import format_date
from playwright.sync_api import Page, expect

from tests.chromium import click_through, follow, press, width_of
from tests.e2e.conftest import OpenPage, log_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OFFICE = {"width": 1280, "height": 800}
TITLE = "Bimbingan menulis surat dinas"
WHO = {
    "asn": "Yohanis Tallo",
    "petugas": "Welmince Foeh",
    "pemeriksa": "Semuel Haning",
    "atasan": "Yustina Ndolu",
}
POST = "Pengelola surat"
SENTENCES = ["Contoh surat yang baku belum ada di kelurahan.", "Nomor surat sering dipakai dua kali."]
CODE = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}")


def says(page: Page, text: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(text)


def fill(page: Page, values: dict[str, str]) -> None:
    for name, value in values.items():
        page.locator(f"main [name='{name}']").fill(value)


def from_the_phones_menu(page: Page, name: str) -> None:
    page.locator("header details.menu > summary").click()
    entry = page.locator("header details.menu").get_by_role("link", name=name, exact=True).first
    click_through(page, entry)
    assert width_of(page) <= 360


def to_the_workshops(office: Page) -> None:
    """From any page of the office by its menu."""
    office.locator("header details.staff > summary").click()
    click_through(
        office, office.locator("header details.staff").get_by_role("link", name="Workshop", exact=True)
    )


def to_the_workshop(office: Page) -> None:
    to_the_workshops(office)
    follow(office, TITLE)


def day_after(days: int) -> date:
    """So many days from today in the office's time."""
    return datetime.now(ZoneInfo("Asia/Makassar")).date() + timedelta(days=days)


def hours(day: date) -> dict[str, str]:
    """A session of six hours."""
    return {"starts_at": f"{day}T08:00", "ends_at": f"{day}T14:00"}


def facilitator_writes_it(office: Page) -> None:
    """A draft with a session, two parts of its agenda, and one question."""
    to_the_workshops(office)
    follow(office, "Buat workshop")
    fill(
        office,
        {
            "title_id": TITLE,
            "about_id": "Menulis surat dinas yang jelas.",
            "place": "Aula Kantor Kecamatan Alak",
            "contact": "Rambu Lika, 0812 0000 0000",
            "organiser": "Kecamatan Alak",
            "seats": "3",
        },
    )
    press(office, "Simpan")
    says(office, "Tanpa sesi pendaftaran tidak dapat dibuka")
    follow(office, "Tambah sesi")
    fill(office, hours(day_after(1)))
    press(office, "Simpan")
    for part, minutes in (("Pembukaan", "30"), ("Latihan menulis", "330")):
        follow(office, "Tambah acara")
        fill(office, {"title_id": part, "minutes": minutes, "speaker": "Rambu Lika"})
        press(office, "Simpan")
    follow(office, "Formulir pendaftaran")
    follow(office, "Tambah pertanyaan")
    follow(office, "Teks pendek")
    fill(office, {"label_id": "Surat apa yang paling sering Anda tulis?"})
    press(office, "Simpan")
    says(office, "Surat apa yang paling sering Anda tulis?")


def facilitator_announces_it(office: Page) -> None:
    to_the_workshop(office)
    follow(office, "Buka pendaftaran")
    press(office, "Buka pendaftaran")
    says(office, "0 dari 3")


def facilitator_invites(office: Page, server: str) -> None:
    """A section of the office, on paper: its staff have no mail. The slips say where to register."""
    to_the_workshop(office)
    follow(office, "Undangan")
    follow(office, "Undang orang")
    office.locator("main [name=who][value=staff]").check()
    office.get_by_text("Pilih unit, jabatan, atau golongan").click()
    office.locator("main [name=units][value=seksi-pelayanan]").check()
    press(office, "Lihat dahulu")
    paper = office.locator(".stats > *", has_text="dicetak, tidak punya surel").inner_text()
    invited = int(re.findall(r"\d+", paper)[0])
    press(office, f"Kirim {invited} undangan")
    for _ in range(60):  # the worker writes them
        if not office.get_by_text("Undangan sedang dikirim").count():
            break
        office.wait_for_timeout(500)
        office.reload()
    follow(office, "Cetak undangan")
    slips = office.locator(".slip")
    expect(slips).to_have_count(invited)
    slip = slips.filter(has=office.get_by_role("heading", name=WHO["asn"]))
    expect(slip).to_contain_text(TITLE)
    expect(slip).to_contain_text(f"Mohon mendaftar di {server}/workshop/")
    press(office, "Sudah dibagikan semua")


def asn_registers(phone: Page, server: str, login: str, *, full: bool = False) -> None:
    """From the menu of the phone to one's own registration."""
    log_in(phone, server, login)
    from_the_phones_menu(phone, "Workshop")
    follow(phone, TITLE)
    follow(phone, "Masuk daftar tunggu" if full else "Ikut workshop")
    phone.get_by_label("Jabatan atau pekerjaan").fill(POST)
    phone.get_by_label("Surat apa yang paling sering Anda tulis?").fill("Nota dinas")
    press(phone, "Masuk daftar tunggu" if full else "Ikut workshop")
    says(phone, "Kode peserta")


def open_own_registration(phone: Page) -> None:
    from_the_phones_menu(phone, "Workshop saya")
    follow(phone, TITLE)


def facilitator_counts(office: Page, taken: str, waiting: str) -> None:
    to_the_workshop(office)
    follow(office, "Peserta dan pendaftar")
    says(office, taken)
    expect(office.locator("main .stats")).to_contain_text(re.compile(waiting))


def seats_are_given(open_page: OpenPage, server: str, office: Page) -> dict[str, Page]:
    """Three seats, a waiting list of one, and one who gives a seat back."""
    phones = {login: open_page() for login in WHO}
    for login in ("asn", "petugas", "pemeriksa"):
        asn_registers(phones[login], server, login)
    press(phones["asn"], "Saya akan hadir")
    says(phones["asn"], "Anda sudah memastikan akan hadir")
    asn_registers(phones["atasan"], server, "atasan", full=True)
    says(phones["atasan"], "Nomor tunggu Anda 1, dari 1 orang")
    facilitator_counts(office, "3 dari 3", "1 *menunggu")

    phones["pemeriksa"].get_by_text("Batal ikut", exact=True).click()
    press(phones["pemeriksa"], "Ya, saya batal ikut")
    says(phones["pemeriksa"], "Anda tidak lagi terdaftar")
    open_own_registration(phones["atasan"])
    says(phones["atasan"], "Ada tempat untuk Anda")
    press(phones["atasan"], "Terima tempat ini")
    open_own_registration(phones["atasan"])
    says(phones["atasan"], "Anda sudah memastikan akan hadir")
    facilitator_counts(office, "3 dari 3", "0 *menunggu")
    return phones


def the_day_comes(office: Page, day: date) -> None:
    """No test waits a day: the facilitator moves the session to one that is over."""
    to_the_workshop(office)
    follow(office, "Ubah sesi")
    fill(office, hours(day))
    press(office, "Simpan")
    says(office, "Tandai selesai")


def attendance_is_noted(office: Page, ticket: str) -> None:
    """One by the code of the ticket, two on the list."""
    to_the_workshop(office)
    follow(office, "Kehadiran")
    follow(office, "Presensi di pintu")
    office.get_by_label("Kode tiket").fill(ticket)
    press(office, "Catat hadir")
    expect(office.get_by_role("status")).to_contain_text(WHO["asn"])
    to_the_workshop(office)
    follow(office, "Kehadiran")
    follow(office, "Daftar hadir")
    for login in ("petugas", "atasan"):
        office.get_by_label(f"{WHO[login]} hadir").check()
    press(office, "Catat yang dicentang")
    expect(office.get_by_role("main").locator("td .pill.ok")).to_have_count(3)


def notes_are_taken(office: Page) -> list[str]:
    """Two sentences of table 1; their codes, as on the slips."""
    to_the_workshop(office)
    follow(office, "Catatan meja")
    follow(office, "Tulis catatan")
    fill(office, {"group": "Meja 1", "text": "\n".join(SENTENCES)})
    press(office, "Periksa kalimat")
    press(office, "Simpan")
    slips = office.locator(".slip")
    expect(slips).to_have_count(2)
    for slip, sentence in zip(slips.all(), SENTENCES, strict=True):
        expect(slip).to_contain_text(sentence)
    codes = slips.locator(".ticket code").all_inner_texts()
    assert all(CODE.fullmatch(code) for code in codes), codes
    follow(office, "Catatan meja")
    return codes


def bundle_is_downloaded(office: Page, folder: Path) -> dict[str, list[str]]:
    """Name of each paper and its lines, tables too."""
    to_the_workshop(office)
    follow(office, "Berkas SPJ")
    follow(office, "Ubah isi surat")
    fill(office, {"invitation_on": "2026-03-02", "report_on": "2026-03-09", "chair": "Rambu Lika"})
    press(office, "Simpan")
    with office.expect_download() as download:
        office.get_by_role("main").get_by_role("button", name="Unduh SPJ").click()
    download.value.save_as(folder / "spj.zip")
    with ZipFile(folder / "spj.zip") as archive:
        assert archive.testzip() is None
        return {name: lines_of(archive.read(name)) for name in archive.namelist()}


def lines_of(content: bytes) -> list[str]:
    """Each paragraph, and each row of a table with its cells beside each other."""
    paper = docx.Document(BytesIO(content))
    found = [paragraph.text for paragraph in paper.paragraphs]
    for table in paper.tables:
        found += [" | ".join(" ".join(cell.text.split()) for cell in row.cells) for row in table.rows]
    return [line for line in found if line.strip()]


def the_papers_are_right(papers: dict[str, list[str]], day: str) -> None:
    """Four papers, each with its number, the people and the sentences, word for word."""
    assert list(papers) == [
        "1-undangan.docx",
        "2-daftar-hadir.docx",
        "3-notulen.docx",
        "4-berita-acara.docx",
    ]
    invitation, attendance, minutes, record = papers.values()
    for paper in papers.values():
        assert f"Hari, tanggal | : | {day}" in paper
        assert "Waktu | : | pukul 08.00–14.00 WITA" in paper
        assert "Tempat | : | Aula Kantor Kecamatan Alak" in paper
    assert [line for line in invitation if line.startswith("Nomor |")][0].split(" | ")[2] == (
        "005/001/KEC.ALK/III/2026"
    )
    assert beginning_with_a_number(invitation) == [
        f"1. | Welmince Foeh | {POST} | Kelurahan Namosain",
        f"2. | Yohanis Tallo | {POST} | Seksi Pelayanan Umum",
        f"3. | Yustina Ndolu | {POST} | Kantor Kecamatan Alak",
    ]
    signed = [re.sub(r"\d\d\.\d\d", "JAM", line) for line in beginning_with_a_number(attendance)]
    assert signed[:4] == [
        f"1. | Welmince Foeh | {POST} | Kelurahan Namosain | JAM | 1.",
        f"2. | Yohanis Tallo | {POST} | Seksi Pelayanan Umum | JAM | 2.",
        f"3. | Yustina Ndolu | {POST} | Kantor Kecamatan Alak | JAM | 3.",
        "4. |  |  |  |  | 4.",
    ]
    assert minutes[:2] == ["NOTULEN", "Nomor: 001/NOT/KEC.ALK/III/2026"]
    assert "Peserta | : | 3 (tiga) orang, daftar hadir terlampir" in minutes
    at = minutes.index("Meja 1")
    assert minutes[at + 1 : at + 4] == [
        f"1.\t{SENTENCES[0]}",
        f"2.\t{SENTENCES[1]}",
        "C. Keputusan rapat",
    ]
    assert "08.30–14.00 | Latihan menulis | Rambu Lika" in minutes
    assert record[:3] == ["BERITA ACARA", TITLE, "Nomor: 001/BA/KEC.ALK/III/2026"]
    assert "1.\tKegiatan diikuti oleh 3 (tiga) orang, sesuai daftar hadir terlampir." in record
    said = "".join(line for paper in papers.values() for line in paper)
    assert WHO["pemeriksa"] not in said, "who cancelled stands on no paper"


def beginning_with_a_number(lines: list[str]) -> list[str]:
    """The rows of people."""
    return [line for line in lines if re.match(r"\d+\. \|", line)]


def certificates_are_issued(office: Page) -> None:
    to_the_workshop(office)
    press(office, "Tandai selesai")
    follow(office, "Sertifikat")
    says(office, "3 orang berhak dan belum mendapat sertifikat")
    press(office, "Terbitkan sertifikat")
    expect(office.get_by_role("status")).to_contain_text("3 sertifikat diterbitkan")


def certificate_of(phone: Page) -> tuple[str, str]:
    """Number and code as the participant sees them."""
    open_own_registration(phone)
    says(phone, "Sertifikat Anda")
    follow(phone, "Lihat dan cetak sertifikat")
    return fact(phone, "Nomor"), phone.url.rsplit("/", 1)[1]


def fact(page: Page, term: str) -> str:
    """What stands beside a term of a list of facts."""
    term_at = page.locator("main dt").filter(has_text=re.compile(f"^{term}$"))
    return term_at.locator("xpath=following-sibling::dd[1]").inner_text().strip()


def anybody_verifies(page: Page, server: str, number: str, code: str) -> None:
    """An employer with the paper in the hand."""
    page.goto(f"{server}/sertifikat")
    page.get_by_label("Kode").fill(code.lower())
    press(page, "Periksa")
    says(page, "Sertifikat ini diterbitkan oleh kantor ini dan berlaku.")
    shown = {term: fact(page, term) for term in ("Nama", "Kegiatan", "Jumlah jam", "Nomor")}
    assert shown == {"Nama": WHO["atasan"], "Kegiatan": TITLE, "Jumlah jam": "8 JP", "Nomor": number}


def test_from_the_announcement_to_the_certificate(
    own_demo_server: str, open_page: OpenPage, tmp_path: Path
) -> None:
    server = own_demo_server
    office = log_in(open_page(size=OFFICE), server, "fasilitator")
    facilitator_writes_it(office)
    facilitator_announces_it(office)
    facilitator_invites(office, server)
    phones = seats_are_given(open_page, server, office)
    open_own_registration(phones["asn"])
    ticket = phones["asn"].locator("section.card code").inner_text()

    day = day_after(-1)
    the_day_comes(office, day)
    attendance_is_noted(office, ticket)
    codes = notes_are_taken(office)
    papers = bundle_is_downloaded(office, tmp_path)
    the_papers_are_right(papers, format_date(day, "EEEE, d MMMM y", locale="id"))
    certificates_are_issued(office)

    number, code = certificate_of(phones["atasan"])
    anybody_verifies(open_page(), server, number, code)
    open_own_registration(phones["pemeriksa"])
    expect(phones["pemeriksa"].get_by_text("Sertifikat Anda")).to_have_count(0)
    for note_code, sentence in zip(codes, SENTENCES, strict=True):
        visitor = open_page()
        visitor.goto(server)
        from_the_phones_menu(visitor, "Lacak masukan")
        visitor.get_by_label(re.compile("[Kk]ode lacak")).fill(note_code)
        visitor.get_by_role("main").get_by_role("button").click()
        expect(visitor).to_have_url(f"{server}/lacak/{note_code}")
        expect(visitor.locator("blockquote").first).to_have_text(sentence)
