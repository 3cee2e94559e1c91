"""Settings pages: what the office is called, which languages it speaks, who may come in."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import site
from core.audit import AuditEvent
from core.policy import Role
from core.site import set_site_value, site_values
from tests.core.smtp import Mailbox, mail_server
from tests.page import Browser, Page

BrowserOf = Callable[[Role], Browser]
OFFICE = {
    "office_id": "Kecamatan Contoh",
    "letterhead_1": "PEMERINTAH KOTA CONTOH",
    "letterhead_3": "KECAMATAN CONTOH",
    "address": "Jalan Contoh 7",
    "phone": "(0380) 123-456",
    "email": "kantor@example.go.id",
    "web": "example.go.id",
}


def sent(page: object) -> Page:
    assert isinstance(page, Page)
    return page


def test_the_letterhead_is_shown_as_it_will_print(browser_of: BrowserOf, session: Session) -> None:
    admin = browser_of(Role.ADMINISTRATOR)
    assert admin.get("/kelola/pengaturan").texts(".card .letterhead p") == ["Rembuk"]
    admin.post("/kelola/pengaturan", {**OFFICE})
    assert admin.get("/kelola/pengaturan").texts(".card .letterhead p") == [
        "PEMERINTAH KOTA CONTOH",
        "KECAMATAN CONTOH",
        "Jalan Contoh 7",
        "Telepon (0380) 123-456 · kantor@example.go.id · example.go.id",
    ]


def test_a_print_carries_the_letterhead(app: Flask, session: Session) -> None:
    set_site_value(session, "letterhead_1", "PEMERINTAH KOTA CONTOH")
    session.commit()
    with app.test_request_context("/"):
        app.preprocess_request()
        assert "<b>PEMERINTAH KOTA CONTOH</b>" in render_template("print.html")


@pytest.mark.parametrize(
    ("field", "value"), [("email", "bukan alamat"), ("phone", "<b>telepon</b>"), ("office_id", "  ")]
)
def test_wrong_facts_of_the_office_are_refused(
    browser_of: BrowserOf, session: Session, field: str, value: str
) -> None:
    page = sent(
        browser_of(Role.ADMINISTRATOR).post("/kelola/pengaturan", {**OFFICE, field: value}, status=200)
    )
    assert [a.get("href") for a in page.all(".note.bad a")] == [f"#{field}"]
    assert site_values(session) == {}


@pytest.mark.database
def test_the_log_names_the_changed_values_without_what_they_hold(session: Session) -> None:
    set_site_value(session, "office_id", "Lama")
    set_site_value(session, "web", "sama.example")
    site.change_site(session, {"office_id": "Baru", "web": "sama.example", "phone": ""}, actor_id=None)
    site.change_site(session, {"office_id": "Baru"}, actor_id=None)
    events = session.execute(select(AuditEvent.action, AuditEvent.facts)).all()
    assert [tuple(event) for event in events] == [("site.change", {"office_id": "changed"})]


def test_what_is_no_setting_is_not_stored(session: Session) -> None:
    with pytest.raises(KeyError):
        site.change_site(session, {"secret": "x"}, actor_id=None)


@pytest.mark.parametrize(
    ("chosen", "asked", "accepts", "spoken", "switches"),
    [
        ("", "", "", "id", 2),
        ("", "en", "", "en", 2),
        ("", "", "en-GB,en;q=0.9", "en", 2),
        ("en,id", "", "", "en", 2),
        ("en,id", "", "id", "id", 2),
        ("en,id", "id", "", "id", 2),
        ("id", "en", "", "id", 0),
        ("id", "", "en", "id", 0),
        ("xx", "", "", "id", 2),
    ],
)
def test_the_languages_on_offer(
    browser: Browser, session: Session, chosen: str, asked: str, accepts: str, spoken: str, switches: int
) -> None:
    if chosen:
        set_site_value(session, "languages", chosen)
        session.commit()
    query = {"lang": asked} if asked else {}
    page = Page(browser.client.get("/", query_string=query, headers={"Accept-Language": accepts}))
    assert page.root.get("lang") == spoken
    assert len(page.all(".wide .langs a")) == switches


def test_a_language_that_is_not_offered_is_not_remembered(browser: Browser, session: Session) -> None:
    set_site_value(session, "languages", "id")
    session.commit()
    assert browser.client.get("/?lang=en").headers.getlist("Set-Cookie") == []
    assert browser.client.get("/tidak-ada?lang=en").headers["Content-Language"] == "id"


@pytest.mark.parametrize(
    ("path", "key", "choices"),
    [
        ("bahasa", "languages", ["en,id", "id", "id,en"]),
        ("pembuatan-akun", "registration", ["invitation", "closed", "open"]),
    ],
)
def test_choices_are_stored_and_others_refused(
    browser_of: BrowserOf, session: Session, path: str, key: str, choices: list[str]
) -> None:
    admin = browser_of(Role.ADMINISTRATOR)
    address = f"/kelola/pengaturan/{path}"
    for choice in choices:
        admin.post(address, {key: choice})
        session.expire_all()
        assert site_values(session).get(key, "") == choice
        page = admin.get(address)
        assert [
            box.get("value") for box in page.all(f"input[name={key}]") if box.get("checked") is not None
        ] == [choice]
    admin.post(address, {key: "lain"}, status=200)
    session.expire_all()
    assert site_values(session).get(key, "") == choices[-1]


def test_who_demands_a_second_step_sets_up_their_own_first(browser_of: BrowserOf, session: Session) -> None:
    admin = browser_of(Role.ADMINISTRATOR)
    admin.post("/kelola/pengaturan/keamanan", {"second_factor": "lain"}, status=200)
    admin.post("/kelola/pengaturan/keamanan", {"second_factor": ""})
    assert site_values(session) == {}
    admin.post("/kelola/pengaturan/keamanan", {"second_factor": "1"})
    session.expire_all()
    assert site_values(session) == {"second_factor": "1"}
    answer = admin.client.get("/kelola/pengaturan/keamanan")
    assert (answer.status_code, "/akun/dua-langkah" in answer.headers["Location"]) == (303, True)


def test_each_settings_page_leads_to_the_others(browser_of: BrowserOf) -> None:
    admin = browser_of(Role.ADMINISTRATOR)
    links = [a.get("href") for a in admin.get("/kelola/pengaturan").all(".tabs a")]
    assert links[:5] == [
        "/kelola/pengaturan",
        "/kelola/pengaturan/bahasa",
        "/kelola/pengaturan/pembuatan-akun",
        "/kelola/pengaturan/keamanan",
        "/kelola/pengaturan/surel",
    ]
    for link in links[:5]:
        page = admin.get(link)
        assert [a.get("href") for a in page.all(".tabs a[aria-current]")] == [link]
        assert [a.get("href") for a in page.all(".tabs a")] == links


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as running:
        yield running


def with_server(app: Flask, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    settings = replace(app.config["REMBUK_SETTINGS"], mail_url=url)
    monkeypatch.setitem(app.config, "REMBUK_SETTINGS", settings)


def test_without_a_mail_server_the_page_says_what_happens(browser_of: BrowserOf, session: Session) -> None:
    admin = browser_of(Role.ADMINISTRATOR)
    page = admin.get("/kelola/pengaturan/surel")
    assert page.texts(".note.warn .note-t") == ["Belum ada server surel"]
    assert page.all("input[name=address]") == []
    admin.post("/kelola/pengaturan/surel/tanpa-server", form_at="/kelola/pengaturan/surel")
    assert site_values(session) == {"mail_by_hand": "1"}
    assert admin.get("/kelola/pengaturan/surel").all(".note.warn") == []


def test_the_password_of_the_mail_server_is_masked(
    app: Flask, browser_of: BrowserOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_server(app, monkeypatch, "smtp://kantor:kata-rahasia@mail.example?from=kantor@example.go.id")
    page = browser_of(Role.ADMINISTRATOR).get("/kelola/pengaturan/surel")
    assert page.texts("dd") == [
        "mail.example:587",
        "TLS dengan STARTTLS",
        "kantor@example.go.id",
        "kantor",
        "••••••••",
    ]
    assert "rahasia" not in page.text


def test_a_wrong_mail_setting_is_told_without_quoting_it(
    app: Flask, browser_of: BrowserOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_server(app, monkeypatch, "smtp://kantor:kata-rahasia@mail.example?from=tanpa")
    page = browser_of(Role.ADMINISTRATOR).get("/kelola/pengaturan/surel")
    assert page.texts(".note.bad .note-t") == ["Pengaturan server surel keliru"]
    assert "rahasia" not in page.text


def test_a_test_mail_shows_what_the_server_answered(
    app: Flask, browser_of: BrowserOf, session: Session, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_server(app, monkeypatch, box.url)
    admin = browser_of(Role.ADMINISTRATOR)
    page = sent(admin.post("/kelola/pengaturan/surel", {"address": "a@example.go.id"}, status=200))
    assert page.texts(".note.ok") == ["Server menerima surel percobaan. Periksa kotak masuknya."]
    assert [mail["To"] for mail in box.arrived] == ["a@example.go.id"]
    box.refuse = "550 <b>tidak ada</b> orang itu"
    page = sent(admin.post("/kelola/pengaturan/surel", {"address": "a@example.go.id"}, status=200))
    assert page.texts(".note.bad code") == ["550 <b>tidak ada</b> orang itu"]
    facts = session.scalars(select(AuditEvent.facts).where(AuditEvent.action == "mail.test")).all()
    assert facts == [{"accepted": True}, {"accepted": False}]


def test_a_test_mail_goes_to_one_address(
    app: Flask, browser_of: BrowserOf, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_server(app, monkeypatch, box.url)
    page = sent(
        browser_of(Role.ADMINISTRATOR).post(
            "/kelola/pengaturan/surel", {"address": "a@b.id,c@d.id"}, status=200
        )
    )
    assert [a.get("href") for a in page.all(".note.bad a")] == ["#address"]
    assert box.arrived == []


def picture() -> bytes:
    from PIL import Image

    data = BytesIO()
    Image.new("RGB", (20, 20), "navy").save(data, "PNG")
    return data.getvalue()


def test_a_logo_is_set_replaced_and_removed(app: Flask, browser_of: BrowserOf, session: Session) -> None:
    admin = browser_of(Role.ADMINISTRATOR)
    admin.post("/kelola/pengaturan/logo", {"file": (BytesIO(picture()), "logo.png")})
    first = admin.get("/kelola/pengaturan").one(".letterhead img").get("src") or ""
    assert admin.client.get(first).mimetype == "image/png"
    admin.post("/kelola/pengaturan/logo", {"file": (BytesIO(picture()), "baru.png")})
    second = admin.get("/kelola/pengaturan").one(".letterhead img").get("src") or ""
    assert (second != first, admin.client.get(first).status_code) == (True, 404)
    admin.post("/kelola/pengaturan/logo/hapus")
    assert admin.get("/kelola/pengaturan").all(".letterhead img") == []
    assert admin.client.get(second).status_code == 404


def test_what_is_no_picture_is_no_logo(browser_of: BrowserOf, session: Session) -> None:
    sent_file = {"file": (BytesIO(b"<svg onload=alert(1)>"), "logo.png")}
    page = sent(browser_of(Role.ADMINISTRATOR).post("/kelola/pengaturan/logo", sent_file, status=200))
    assert [a.get("href") for a in page.all(".note.bad a")] == ["#file"]
    assert site_values(session) == {}
