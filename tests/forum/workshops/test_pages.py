"""The pages of workshops, as staff and visitors use them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.base import utc_now
from core.cycles.models import Cycle
from core.policy import Role
from forum.workshops import panels, questions
from forum.workshops.enums import Audience, WorkshopState
from forum.workshops.models import AgendaItem, RegistrationForm, UnitQuota, Workshop, WorkshopSession
from forum.workshops.words import session_time
from tests import factories
from tests.forum import factories as forum
from tests.page import Browser, Page

BrowserOf = Callable[[Role], Browser]
BASE = "/kelola/workshop"
FIELDS = {
    "title_id": "Bimbingan arsip",
    "about_id": "Menata arsip.",
    "audience": "public",
    "place": "Aula",
    "link": "https://rapat.contoh.example/1",
    "development_code": "8",
    "seats": "15",
    "registration_until": "2027-03-01T09:30",
    "rule": "order",
    "offer_hours": "24",
}


@pytest.fixture
def cycle(session: Session) -> Cycle:
    made = factories.cycle(session)
    made.current = True
    session.commit()
    return made


def said(page: Page) -> str:
    return " ".join(page.one("main").text_content().split())


def test_a_workshop_is_written_opened_and_called_off(
    browser_of: BrowserOf, browser: Browser, session: Session, cycle: Cycle
) -> None:
    staff = browser_of(Role.FACILITATOR)
    staff.post(f"{BASE}/baru", {**FIELDS, "cycle": cycle.key})
    workshop = session.scalars(select(Workshop)).one()
    assert (workshop.key, workshop.state, workshop.seats, workshop.development_code) == (
        "bimbingan-arsip",
        "draft",
        15,
        8,
    )
    assert workshop.registration_until == datetime(2027, 3, 1, 1, 30, tzinfo=UTC), "09.30 WITA"
    here = f"{BASE}/{workshop.key}"
    browser.get(f"/workshop/{workshop.key}", status=404)
    staff.post(f"{here}/sesi/baru", {"starts_at": "2026-11-23T09:00", "ends_at": "2026-11-23T12:00"})
    one = session.scalars(select(WorkshopSession)).one()
    assert (one.starts_at.hour, one.ends_at.hour) == (1, 4)
    staff.post(f"{here}/ubah", {**FIELDS, "registration_until": "", "title_id": "Arsip baru"})
    staff.post(f"{here}/buka", {})
    assert "Senin, 23 November 2026, 09.00–12.00 WITA" in said(browser.get(f"/workshop/{workshop.key}"))
    staff.post(f"{here}/tutup", {}, form_at=here)
    staff.post(f"{here}/batalkan", {"reason": "Banjir."})
    session.expire_all()
    assert (workshop.state, workshop.cancelled_reason, workshop.title_id) == (
        "cancelled",
        "Banjir.",
        "Arsip baru",
    )
    assert "Banjir." in said(browser.get(f"/workshop/{workshop.key}"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seats", "0"),
        ("seats", "99999999999"),
        ("registration_until", "9999-12-31T23:59"),
        ("registration_until", "besok"),
        ("link", "javascript:alert(1)"),
        ("offer_hours", "337"),
        ("development_code", "26"),
        ("audience", "semua"),
        ("title_id", ""),
    ],
)
def test_nonsense_comes_back_with_what_was_typed(
    browser_of: BrowserOf, session: Session, cycle: Cycle, field: str, value: str
) -> None:
    page = browser_of(Role.PLANNER).post(
        f"{BASE}/baru", {**FIELDS, "cycle": cycle.key, field: value}, status=200
    )
    assert page.one("main [role=alert]") is not None
    assert page.one("#about_id").text_content().strip() == "Menata arsip."
    assert session.scalars(select(Workshop)).all() == []


def test_the_link_is_for_participants_only(browser: Browser, browser_of: BrowserOf, session: Session) -> None:
    workshop = forum.workshop(session, link="https://rapat.contoh.example/rahasia", place="")
    session.commit()
    page = browser.get(f"/workshop/{workshop.key}")
    assert "rahasia" not in page.response.get_data(as_text=True)
    assert "tautannya diberikan kepada peserta" in said(page)
    assert "rahasia" in said(browser_of(Role.FACILITATOR).get(f"{BASE}/{workshop.key}"))


@pytest.mark.parametrize(
    ("taken", "words"),
    [(0, "Masih ada 20 dari 20 tempat."), (16, "Tinggal 4 tempat."), (20, "Tempat penuh")],
)
def test_seats_free_are_said_in_words(browser: Browser, session: Session, taken: int, words: str) -> None:
    workshop = forum.workshop(session, taken=taken)
    session.commit()
    assert words in said(browser.get(f"/workshop/{workshop.key}"))


def test_to_come_the_current_cycle_first_then_the_past(
    browser: Browser, session: Session, cycle: Cycle
) -> None:
    old = forum.workshop(session, title_id="Siklus lain")
    new = forum.workshop(session, cycle=cycle, title_id="Siklus ini")
    gone = forum.workshop(session, cycle=cycle, title_id="Yang lewat", state=WorkshopState.HELD)
    forum.workshop(session, cycle=cycle, title_id="Draf", state=WorkshopState.DRAFT)
    new.sessions[0].starts_at += timedelta(days=400)
    new.sessions[0].ends_at += timedelta(days=400)
    session.commit()
    page = browser.get("/workshop")
    assert page.texts(".card h2") == [new.title_id, old.title_id, gone.title_id]


def test_the_home_page_shows_what_a_visitor_can_join(
    browser: Browser, browser_of: BrowserOf, session: Session, cycle: Cycle
) -> None:
    later = {"cycle": cycle, "registration_until": utc_now() + timedelta(days=2)}
    open_ = forum.workshop(session, title_id="Untuk umum", audience=Audience.PUBLIC, **later)
    forum.workshop(session, title_id="Untuk pegawai", audience=Audience.STAFF, **later)
    forum.workshop(session, title_id="Ditutup", state=WorkshopState.CLOSED, **later)
    late = forum.workshop(session, title_id="Terlambat", cycle=cycle, registration_until=utc_now())
    for workshop in (open_, late):
        workshop.sessions[0].ends_at = utc_now() + timedelta(days=9)
        workshop.sessions[0].starts_at = utc_now() + timedelta(days=8)
    session.commit()
    titles = {"Untuk umum", "Untuk pegawai", "Ditutup", "Terlambat"}

    def shown(who: Browser) -> set[str]:
        return titles & set(who.get("/").texts(".card h2") + who.get("/").texts(".card h3"))

    assert shown(browser_of(Role.CITIZEN)) == {"Untuk umum"}
    assert shown(browser_of(Role.ASN)) == shown(browser) == {"Untuk umum", "Untuk pegawai"}


def test_staff_search_and_filter(browser_of: BrowserOf, session: Session, cycle: Cycle) -> None:
    forum.workshop(session, title_id="Arsip 100%", cycle=cycle)
    forum.workshop(session, title_id="Arsip lama", state=WorkshopState.DRAFT)
    forum.workshop(session, title_id="Loket", cycle=cycle)
    session.commit()
    staff = browser_of(Role.ADMINISTRATOR)

    def found(query: str) -> list[str]:
        return staff.get(f"{BASE}?{query}").texts("tbody th")

    assert found("") == ["Loket", "Arsip lama", "Arsip 100%"]
    assert found("q=ARSIP") == ["Arsip lama", "Arsip 100%"]
    assert found("q=100%25") == ["Arsip 100%"]
    assert found("q=arsip&keadaan=draft") == ["Arsip lama"]
    assert found(f"siklus={cycle.key}") == ["Loket", "Arsip 100%"]
    assert found("keadaan=entah&hal=99999999999999999999") == ["Loket", "Arsip lama", "Arsip 100%"]
    assert found("q=tidakada") == []


def test_seats_per_unit_are_set_and_shown(browser_of: BrowserOf, session: Session) -> None:
    one, two = factories.unit(session, name="Namosain"), factories.unit(session, name="Alak")
    workshop = forum.workshop(session)
    session.commit()
    staff, at = browser_of(Role.FACILITATOR), f"{BASE}/{workshop.key}/tempat"
    staff.post(at, {"seats": "9", f"unit_{one.id}": "4", f"unit_{two.id}": "", "taken": "7"})
    session.expire_all()
    assert [(q.unit_id, q.seats) for q in session.scalars(select(UnitQuota))] == [(one.id, 4)]
    assert (workshop.seats, workshop.taken) == (9, 0)
    assert "Namosain0 dari 4" in said(staff.get(f"{BASE}/{workshop.key}"))
    workshop.taken = 5
    session.commit()
    page = staff.post(at, {"seats": "3", f"unit_{one.id}": "2"}, status=200)
    assert "tidak dapat kurang dari yang sudah terisi" in said(page)
    session.expire_all()
    assert workshop.seats == 9


def test_questions_are_written_shown_with_their_days_and_moved(
    browser_of: BrowserOf, session: Session
) -> None:
    workshop = forum.workshop(session, state=WorkshopState.DRAFT)
    session.commit()
    staff, at = browser_of(Role.FACILITATOR), f"{BASE}/{workshop.key}/formulir"
    staff.post(f"{at}/lazim", {}, form_at=at)
    staff.post(
        f"{at}/baru/single", {"label_id": "Datang dengan", "options": "motor\nangkot", "keep_days": "0"}
    )
    staff.post(f"{at}/datang_dengan/naik", {}, form_at=at)
    staff.post(f"{at}/harapan", {"label_id": "Harapan Anda?", "name": "harapan", "keep_days": ""})
    staff.post(f"{at}/kebutuhan_khusus/hapus", {})
    form = session.scalars(select(RegistrationForm)).one()
    asked = questions.asked(form)
    assert [(q.name, q.label_id, questions.keep_days(q)) for q in asked] == [
        ("pantangan_makanan", "Adakah makanan yang tidak dapat Anda makan?", 7),
        ("datang_dengan", "Datang dengan", 0),
        ("harapan", "Harapan Anda?", None),
    ]
    preview = said(staff.get(f"{at}/pratinjau"))
    assert "Jawaban Anda dihapus 7 hari sesudah workshop." in preview
    assert "Jawaban Anda dihapus begitu workshop selesai." in preview
    assert preview.count("Jawaban Anda dihapus") == 2
    staff.get(f"{at}/tidak_ada", status=404)
    staff.get(f"{at}/baru/peta", status=404)
    assert staff.get(f"{at}/pantangan_makanan").one("input[name=keep_days]").get("value") == "7"
    assert staff.get(f"{at}/baru/note").all("input[name=keep_days], input[name=required]") == []
    staff.post(f"{at}/baru/note", {"label_id": "Tentang Anda", "keep_days": "3"})
    staff.post(f"{at}/baru/phone", {"label_id": "Nomor keluarga"})
    shown = staff.get(f"{at}/pratinjau")
    assert "Tentang Anda" in shown.texts(".note.info")[0]
    assert shown.one("input[name=nomor_keluarga]").get("type") == "tel"


def test_the_agenda_on_the_projector(browser_of: BrowserOf, session: Session) -> None:
    workshop = forum.workshop(session, sessions=2)
    one = workshop.sessions[0]
    one.agenda.append(AgendaItem(position=2, title_id="Diskusi", minutes=60))
    session.commit()
    first, second = one.agenda
    staff, at = browser_of(Role.FACILITATOR), f"{BASE}/{workshop.key}/acara"
    assert "Belum dimulai" in said(staff.get(f"{at}?sesi={one.id}"))
    staff.post(f"{at}/{one.id}/{first.id}/mulai", {}, form_at=f"{at}?sesi={one.id}")
    page = staff.get(f"{at}?sesi={one.id}")
    assert page.one("#layar h2").text_content() == "Pembukaan"
    assert 1790 <= int(page.one("[data-left]").get("data-left") or 0) <= 1800
    assert 'http-equiv="refresh"' in page.response.get_data(as_text=True)
    staff.post(f"{at}/{one.id}/{second.id}/mulai", {}, form_at=f"{at}?sesi={one.id}")
    staff.post(f"{at}/{one.id}/{first.id}/mulai", {}, form_at=f"{at}?sesi={one.id}", status=409)
    staff.post(f"{at}/{one.id}/{second.id}/tambah", {}, form_at=f"{at}?sesi={one.id}")
    session.expire_all()
    assert (first.extra_minutes, second.extra_minutes) == (0, 5)
    other = workshop.sessions[1]
    staff.post(f"{at}/{other.id}/{second.id}/tambah", {}, form_at=at, status=404)
    staff.post(f"{at}/{one.id}/akhiri", {}, form_at=f"{at}?sesi={one.id}")
    assert "sudah selesai" in said(staff.get(f"{at}?sesi={one.id}"))
    assert staff.get(f"{at}?sesi=abc").one("#layar") is not None


def test_parts_and_sessions_of_another_workshop_are_not_found(
    browser_of: BrowserOf, session: Session
) -> None:
    mine, other = forum.workshop(session), forum.workshop(session)
    session.commit()
    staff, one = browser_of(Role.FACILITATOR), other.sessions[0]
    staff.get(f"{BASE}/{mine.key}/sesi/{one.id}", status=404)
    staff.get(f"{BASE}/{mine.key}/sesi/{mine.sessions[0].id}/acara/{one.agenda[0].id}", status=404)
    staff.get(f"{BASE}/{mine.key}/sesi/{one.id}/hapus", status=404)
    assert len(session.scalars(select(WorkshopSession)).all()) == 2


def test_what_other_subjects_add_stands_in_order(
    browser: Browser, browser_of: BrowserOf, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "_staff", [])
    workshop = forum.workshop(session)
    session.commit()
    panels.add_staff(lambda w: [panels.StaffLink("Kedua", f"/x/{w.key}")], order=60)
    panels.add_staff(lambda _w: [panels.StaffLink("Pertama", "/y", "Keterangan")], order=10)
    page = browser_of(Role.FACILITATOR).get(f"{BASE}/{workshop.key}")
    links = [(a.text_content(), a.get("href")) for a in page.all("ul.cards h3 a")]
    assert links == [("Pertama", "/y"), ("Kedua", f"/x/{workshop.key}")]


def test_a_session_over_midnight_names_both_days(app: Flask) -> None:
    night = WorkshopSession(
        starts_at=datetime(2026, 11, 23, 13, 0, tzinfo=UTC), ends_at=datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    )
    with app.test_request_context("/?lang=id"):
        assert session_time(night) == "Senin, 23 November 2026, 21.00 – Selasa, 24 November 2026, 01.00 WITA"
    with app.test_request_context("/?lang=en"):
        assert session_time(night).startswith("Monday, 23 November 2026, 21:00 – ")
