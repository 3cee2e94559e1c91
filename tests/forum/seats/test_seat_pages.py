"""The pages of registration, as people without an account, with one, and as staff use them."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.policy import Role
from core.staff.models import Person, Post
from forum.seats import codes, services
from forum.seats.models import Registration
from forum.workshops.enums import Audience
from forum.workshops.models import RegistrationForm, Workshop
from surveys.engine import QuestionDef, definition_of
from tests import factories
from tests.forum import factories as forum
from tests.forum.seats.people import NOW, SECRET, history, register, states
from tests.page import Browser, Page
from tests.surveys import factories_surveys as make

GUEST = {"peserta-name": "Maria Bani", "peserta-phone": "0812 3456 7890", "peserta-unit": ""}
BrowserOf = Callable[[Role], Browser]


@pytest.fixture
def workshop(session: Session) -> Workshop:
    """One seat for anybody, and another workshop beside it."""
    forum.registration(session, forum.workshop(session, seats=1))
    made = forum.workshop(session, seats=1, audience=Audience.PUBLIC)
    session.commit()
    return made


def path_of(registration: Registration) -> str:
    return f"/pendaftaran/{codes.code_of(registration.key, secret=SECRET)}"


def ask(session: Session, workshop: Workshop) -> RegistrationForm:
    """One question of the workshop's own."""
    question = QuestionDef(name="harapan", kind="longtext", label_id="Harapan", required=True)
    form = RegistrationForm(workshop_id=workshop.id, number=1, definition=definition_of([question]))
    session.add(form)
    session.commit()
    return form


def test_a_guest_registers_and_gets_a_page_of_their_own(
    browser: Browser, session: Session, workshop: Workshop
) -> None:
    page = browser.get(f"/workshop/{workshop.key}")
    assert f"/workshop/{workshop.key}/daftar" in [a.get("href") for a in page.all("main a")]
    answer: Any = browser.post(f"/workshop/{workshop.key}/daftar", dict(GUEST))
    made = session.scalars(select(Registration).where(Registration.workshop_id == workshop.id)).one()
    assert (made.name, made.phone, made.state) == ("Maria Bani", "0812 3456 7890", "registered")
    assert answer.headers["Location"] == path_of(made)
    own = browser.get(path_of(made))
    assert "terdaftar" in own.texts(".pill")
    assert own.texts(".ticket code") == [codes.code_of(made.key, secret=SECRET)]
    assert own.response.headers["Cache-Control"] == "no-store"
    assert own.response.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in own.response.headers


@pytest.mark.parametrize("phone", ["0812 3456 7890", "+62 812-3456-7890", "(0380) 821234"])
def test_numbers_as_people_write_them(
    browser: Browser, session: Session, workshop: Workshop, phone: str
) -> None:
    """Mobile, international, and a landline with its area code in brackets."""
    browser.post(f"/workshop/{workshop.key}/daftar", {**GUEST, "peserta-phone": phone})
    made = session.scalars(select(Registration).where(Registration.workshop_id == workshop.id)).one()
    assert made.phone == phone


def test_a_full_workshop_asks_whether_to_wait_and_keeps_the_text(
    browser: Browser, session: Session, workshop: Workshop
) -> None:
    path = f"/workshop/{workshop.key}/daftar"
    empty = browser.get(path)
    register(session, workshop)
    session.commit()
    hidden = empty.fields()
    full = Page(browser.client.post(path, data={**hidden, **GUEST}))
    assert full.status == 409
    assert full.one("input[name=peserta-name]").get("value") == "Maria Bani"
    assert full.one("button[name=tunggu]").text_content() == "Masuk daftar tunggu"
    assert full.fields()["nonce"] == hidden["nonce"]
    answer = browser.client.post(path, data={**full.fields(), **GUEST, "tunggu": "ya"})
    assert answer.status_code == 303
    assert states(session, workshop)["Maria Bani"] == "waiting"
    own = browser.get(answer.headers["Location"])
    assert "Nomor tunggu Anda 1, dari 1 orang" in own.text


def test_what_was_typed_comes_back_after_every_refusal(
    browser: Browser, session: Session, workshop: Workshop
) -> None:
    ask(session, workshop)
    path = f"/workshop/{workshop.key}/daftar"
    page = browser.post(path, {"peserta-name": "Maria Bani", "harapan": "Belajar arsip"}, status=422)
    assert isinstance(page, Page)
    assert page.one("textarea[name=harapan]").text_content().strip() == "Belajar arsip"
    assert page.one("input[name=peserta-name]").get("value") == "Maria Bani"
    page = browser.post(path, dict(GUEST), status=422)
    assert isinstance(page, Page)
    assert "Harapan" in page.texts("div.note.bad li")[0]
    assert states(session, workshop) == {}
    browser.post(path, {**GUEST, "harapan": "Belajar arsip"})
    made = session.scalars(select(Registration).where(Registration.workshop_id == workshop.id)).one()
    assert made.answers == {"harapan": "Belajar arsip"}


def test_sending_twice_is_one_registration(browser: Browser, session: Session, workshop: Workshop) -> None:
    path = f"/workshop/{workshop.key}/daftar"
    hidden = browser.get(path).fields()
    places = {browser.client.post(path, data={**hidden, **GUEST}).headers["Location"] for _ in range(3)}
    assert len(places) == 1
    assert states(session, workshop) == {"Maria Bani": "registered"}


def test_a_workshop_for_staff_sends_guests_to_the_login_and_citizens_away(
    browser: Browser, browser_of: BrowserOf, session: Session
) -> None:
    workshop = forum.workshop(session, audience=Audience.STAFF)
    session.commit()
    path = f"/workshop/{workshop.key}/daftar"
    assert browser.client.get(path).headers["Location"].startswith("/masuk?next=")
    assert "untuk pegawai (ASN)" in browser_of(Role.CITIZEN).get(path, status=403).text
    browser_of(Role.ASN).get(path)


def test_the_steps_of_a_person(browser: Browser, session: Session, workshop: Workshop) -> None:
    first, second = register(session, workshop, name="A"), register(session, workshop, name="B")
    session.commit()
    browser.post(path_of(first), {"aksi": "pastikan"})
    browser.post(path_of(first), {"aksi": "batal"})
    browser.post(path_of(second), {"aksi": "terima"})
    session.expire_all()
    assert [one[0] for one in history(session, first)] == ["register", "confirm", "cancel"]
    assert [one[0] for one in history(session, second)] == ["queue", "offer", "accept"]
    browser.post(path_of(first), {"aksi": "daftar-lagi"})
    assert states(session, workshop) == {"A": "waiting", "B": "registered"}
    page = browser.post(path_of(first), {"aksi": "terima"}, status=409)
    assert isinstance(page, Page)
    assert "sudah berubah" in page.text
    page = browser.post(path_of(first), {"aksi": "meledak"}, status=422)
    assert states(session, workshop) == {"A": "waiting", "B": "registered"}


def test_a_code_is_typed_as_people_type(browser: Browser, session: Session, workshop: Workshop) -> None:
    one = register(session, workshop)
    session.commit()
    answer: Any = browser.post("/pendaftaran", {"code": path_of(one)[13:].lower().replace("-", " ")})
    assert answer.headers["Location"] == path_of(one)
    browser.get("/pendaftaran/0000-0000-0000-0000", status=404)
    answer = browser.post("/pendaftaran", {"code": "../../kelola"})
    assert answer.headers["Location"] == "/pendaftaran/kelola"


def test_what_was_written_is_corrected(browser: Browser, session: Session, workshop: Workshop) -> None:
    ask(session, workshop)
    one = register(session, workshop, name="A", body={"harapan": "Lama"})
    session.commit()
    page = browser.get(f"{path_of(one)}/ubah")
    assert page.one("textarea[name=harapan]").text_content().strip() == "Lama"
    assert page.one("input[name=peserta-name]").get("value") == "A"
    browser.post(f"{path_of(one)}/ubah", {**GUEST, "harapan": "Baru"})
    session.expire_all()
    assert (one.name, one.answers) == ("Maria Bani", {"harapan": "Baru"})
    assert browser.post(f"{path_of(one)}/ubah", {"peserta-name": "", "harapan": "x"}, status=422)
    session.expire_all()
    assert one.name == "Maria Bani"


def test_an_account_finds_its_own_and_no_other(
    browser_of: BrowserOf, session: Session, workshop: Workshop, account_of: Callable[[Role], Any]
) -> None:
    other = register(session, workshop, account=factories.account(session))
    own = forum.registration(session, forum.workshop(session), account=account_of(Role.ASN))
    session.commit()
    browser = browser_of(Role.ASN)
    page = browser.get("/workshop/saya")
    assert page.texts("ul.cards h2") == [own.workshop.title_id]
    browser.get(f"/workshop/saya/{own.key}")
    browser.get(f"/workshop/saya/{other.key}", status=404)
    browser.post(f"/workshop/saya/{own.key}", {"aksi": "batal"})
    session.expire_all()
    assert (own.state, other.state) == ("cancelled", "registered")
    again = browser.client.get(f"/workshop/{own.workshop.key}/daftar")
    assert again.headers["Location"] == f"/workshop/saya/{own.key}"


def test_the_unit_of_an_account_is_not_chosen(
    browser_of: BrowserOf, session: Session, workshop: Workshop, account_of: Callable[[Role], Any]
) -> None:
    unit, other = factories.unit(session), factories.unit(session)
    account_of(Role.ASN).unit_id = unit.id
    session.commit()
    path = f"/workshop/{workshop.key}/daftar"
    browser = browser_of(Role.ASN)
    assert browser.get(path).all("select") == []
    browser.post(path, {**GUEST, "peserta-unit": str(other.id)})
    made = session.scalars(select(Registration).where(Registration.workshop_id == workshop.id)).one()
    assert made.unit_id == unit.id


def test_staff_look_for_people(browser_of: BrowserOf, session: Session, workshop: Workshop) -> None:
    register(session, workshop, name="Ana 100%"), register(session, workshop, name="Beni")
    session.commit()
    browser, path = browser_of(Role.FACILITATOR), f"/kelola/workshop/{workshop.key}/peserta"
    for query, names in (
        ("", ["Ana 100%", "Beni"]),
        ("?q=100%25", ["Ana 100%"]),
        ("?keadaan=waiting", ["Beni"]),
        ("?q=tidak-ada", []),
        ("?unit=99999&hal=-4", []),
    ):
        assert browser.get(path + query).texts("tbody td:first-child") == names


def test_staff_decide_with_a_reason(browser_of: BrowserOf, session: Session) -> None:
    workshop = forum.workshop(session, seats=1, approval=True, audience=Audience.PUBLIC)
    one, two = register(session, workshop, name="A"), register(session, workshop, name="B")
    session.commit()
    browser, path = browser_of(Role.FACILITATOR), f"/kelola/workshop/{workshop.key}/peserta"
    browser.post(f"{path}/{one.key}", {"aksi": "setujui"})
    page = browser.post(f"{path}/{two.key}", {"aksi": "tolak", "reason": " "}, status=422)
    assert isinstance(page, Page)
    assert "Tulis alasannya" in page.text
    browser.post(f"{path}/{two.key}", {"aksi": "tolak", "reason": "Bukan pegawai unit ini"})
    assert states(session, workshop) == {"A": "registered", "B": "refused"}
    assert "Bukan pegawai unit ini" in browser.get(path_of(two)).text
    other = forum.workshop(session)
    session.commit()
    browser.get(f"/kelola/workshop/{other.key}/peserta/{one.key}", status=404)


def test_staff_enter_somebody(browser_of: BrowserOf, session: Session, workshop: Workshop) -> None:
    browser, path = browser_of(Role.FACILITATOR), f"/kelola/workshop/{workshop.key}/peserta/tambah"
    browser.post(path, {"name": "Bapak Tua", "unit": ""}, status=422)
    browser.post(path, {"name": "Bapak Tua", "unit": "", "reason": "Datang ke kantor"})
    assert states(session, workshop) == {"Bapak Tua": "registered"}


def test_why_this_person(browser_of: BrowserOf, session: Session, workshop: Workshop) -> None:
    first = register(session, workshop, name="A")
    register(session, workshop, name="B"), register(session, workshop, name="C")
    services.cancel(session, first, now=NOW)
    session.commit()
    page = browser_of(Role.FACILITATOR).get(f"/kelola/workshop/{workshop.key}/peserta/pembagian")
    line, offers = page.all("tbody")
    assert [cell.text_content() for cell in line.cssselect("td")] == ["C", "2", "1", "0"]
    cells = [" ".join(cell.text_content().split()) for cell in offers.cssselect("td")]
    assert [cells[0], cells[3], cells[4], cells[7]] == [
        "B",
        "menurut urutan daftar tunggu",
        "1 (berikutnya 2)",
        "2",
    ]
    public = browser_of(Role.CITIZEN).get(f"/workshop/{workshop.key}")
    told = dict(zip(public.texts("details dt"), public.texts("details dd"), strict=True))
    assert (told["Sedang ditawari"], told["Di daftar tunggu"], told["Tawaran yang pernah dibuat"]) == (
        "1",
        "1",
        "1",
    )
    assert "B" not in told.values()


def test_the_list_as_csv(browser_of: BrowserOf, session: Session, workshop: Workshop) -> None:
    form = ask(session, workshop)
    register(session, workshop, name="=A1", form=form, body={"harapan": "Baik"})
    session.commit()
    answer = browser_of(Role.FACILITATOR).client.get(f"/kelola/workshop/{workshop.key}/peserta/unduh.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert [row[0] for row in rows] == ["Nama", "'=A1"]
    assert (rows[1][5], rows[1][-1]) == ("terdaftar", "Baik")


def test_an_account_brings_its_post(session: Session, workshop: Workshop, browser_of: BrowserOf) -> None:
    asn = browser_of(Role.ASN)
    account = session.scalars(select(Account).where(Account.role == Role.ASN)).one()
    post = Post(name="Pengelola arsip", kind="functional")
    session.add_all([post, Post(name="Pranata komputer", kind="functional")])
    session.flush()
    session.add(Person(name=account.name, account_id=account.id, post_id=post.id))
    session.commit()
    page = asn.get(f"/workshop/{workshop.key}/daftar")
    assert page.one("[name=peserta-post]").get("value") == "Pengelola arsip"


def test_every_kind_of_question_is_asked_and_corrected(
    browser: Browser, session: Session, workshop: Workshop
) -> None:
    """Here answers have a name beside them, so addresses may be asked; and a day comes back as a day."""
    contact = (QuestionDef("surel", "email", "Surel"), QuestionDef("hp", "phone", "HP"))
    questions = (*make.MORE_KINDS, *make.PARTED, make.FIRST, make.DAY, make.HOURS, *contact)
    asked = RegistrationForm(workshop_id=workshop.id, number=1, definition=definition_of(questions))
    session.add(asked)
    session.commit()
    given = {"kelurahan": "alak", "orang": "0004", "mulai": "8.30", "setuju": "y", "surel": "a@Contoh.id"}
    given |= {
        "hp": "0812 3456 7890",
        "hari": "23/11/2026",
        "jam": "0",
        "tempat": "lain",
        "tempat.lain": "Balai",
    }
    given |= {"nilai.loket": "4", "utama.1": "b", "alat.lain": "tidak dipilih"}
    browser.post(f"/workshop/{workshop.key}/daftar", {**GUEST, **given})
    made = session.scalars(select(Registration).where(Registration.workshop_id == workshop.id)).one()
    stored = {**given, "orang": 4, "mulai": "08:30", "setuju": "ya", "surel": "a@contoh.id", "jam": 0}
    stored |= {"hp": "+6281234567890", "hari": "2026-11-23"}
    del stored["alat.lain"]
    assert made.answers == stored
    page = browser.get(f"{path_of(made)}/ubah")
    shown = {name: page.one(f"input[name='{name}']").get("value") for name in ("hari", "mulai", "jam", "hp")}
    assert shown == {"hari": "2026-11-23", "mulai": "08:30", "jam": "0", "hp": "+6281234567890"}
    assert page.one("input[name=setuju]").get("checked") is not None
    assert page.one("select[name='utama.1'] option[selected]").get("value") == "b"
