"""Home, the public pages, the staff start page, the names of the office."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.audit import AuditEvent
from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.jobs import services as jobs
from core.policy import Role
from core.site import load_site, set_site_value, site_values
from core.slices import HomeCard, Slice, Viewer
from tests import factories
from tests.page import Browser

BrowserOf = Callable[[Role], Browser]


def test_home_without_anything_is_still_a_way_in(browser: Browser) -> None:
    page = browser.get("/")
    ways = [a.get("href") for a in page.all(".hero a")]
    assert ways == ["/masukan", "/lacak", "/masuk"]
    assert page.all(".phases") == []
    assert len(page.all(".empty")) == 1


@pytest.fixture
def cards(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Viewer]:
    """Two slices with cards; the list tells who asked."""
    seen: list[Viewer] = []

    def late(_session: Session, viewer: Viewer) -> list[HomeCard]:
        seen.append(viewer)
        return [HomeCard("Kedua", "teks", "/dua", "Buka", order=20)]

    def early(_session: Session, _viewer: Viewer) -> list[HomeCard]:
        return [HomeCard("Pertama", "teks <b>", "/satu", "Isi", badge="Baru", order=10)]

    extra = tuple(
        Slice(name=f"test{i}", blueprints=(), policies={}, home_cards=f, cycle_cards=lambda s, c: [])
        for i, f in enumerate((late, early))
    )
    core = app.extensions["rembuk_slices"][0]
    monkeypatch.setitem(app.extensions, "rembuk_slices", (core, *extra))
    return seen


def test_home_shows_every_slice_in_order(
    browser: Browser,
    browser_of: BrowserOf,
    account_of: Callable[[Role], Account],
    cards: list[Viewer],
) -> None:
    page = browser.get("/")
    assert page.texts(".cards h3") == ["Pertama", "Kedua"]
    assert "teks &lt;b&gt;" in page.text
    browser_of(Role.ASN).get("/")
    assert cards == [Viewer(None, None), Viewer(account_of(Role.ASN).id, Role.ASN)]


def test_home_tells_how_far_the_cycle_is(browser: Browser, session: Session) -> None:
    cycle = factories.cycle(session, title="Rencana 2027")
    cycles.move_to_phase(session, cycle, phase=Phase.FORMULATE, actor_id=None)
    set_site_value(session, "office_id", "Kecamatan Contoh")
    session.commit()
    page = browser.get("/")
    assert page.texts(".phases .current span") == ["Perumusan kebutuhan"]
    assert page.texts(".phases .done span") == ["Penjaringan aspirasi"]
    assert "Kecamatan Contoh" in page.texts("title")[0]
    assert browser.get(f"/siklus/{cycle.key}").texts("h1") == ["Rencana 2027"]


def test_a_logged_in_person_is_not_asked_to_log_in(browser_of: BrowserOf) -> None:
    page = browser_of(Role.CITIZEN).get("/")
    assert [a.get("href") for a in page.all(".hero a")] == ["/lacak"]


def test_the_promises_are_said_in_plain_words(browser: Browser, session: Session) -> None:
    set_site_value(session, "office_id", "Kecamatan Contoh")
    session.commit()
    privacy = browser.get("/privasi").text
    for said in ("Nomor 27 Tahun 2022", "menguasai server", "PostgreSQL", "kode lacak", "Kecamatan Contoh"):
        assert said in privacy
    assert "WCAG" in browser.get("/aksesibilitas").text


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.PLANNER, Role.ADMINISTRATOR])
def test_staff_begin_with_what_they_may_open(browser_of: BrowserOf, role: Role) -> None:
    staff = browser_of(role)
    ways = [a.get("href") for a in staff.get("/kelola").all(".cards a")]
    assert ways
    assert {staff.client.get(way).status_code for way in ways if way} == {200}
    assert ("/kelola/akun" in ways) == (role == Role.ADMINISTRATOR)


def test_only_administrators_see_the_background_work(browser_of: BrowserOf, session: Session) -> None:
    jobs.enqueue(session, "x")
    dead = jobs.enqueue(session, "y")
    dead.state = "dead"
    session.commit()
    page = browser_of(Role.ADMINISTRATOR).get("/kelola")
    assert page.texts(".stat") == ["1menunggu", "0sedang berjalan", "0selesai", "1gagal"]
    assert len(page.all(".note.warn")) == 1
    assert browser_of(Role.PLANNER).get("/kelola").all(".stat") == []


def test_the_menu_marks_one_entry(browser_of: BrowserOf) -> None:
    page = browser_of(Role.ADMINISTRATOR).get("/kelola/unit/baru")
    marked = {a.get("href") for a in page.all("header nav a[aria-current=page]")}
    assert marked == {"/kelola/unit"}


def test_an_administrator_names_the_office(browser_of: BrowserOf, session: Session) -> None:
    set_site_value(session, "demo", "1")
    session.commit()
    admin = browser_of(Role.ADMINISTRATOR)
    admin.post(
        "/kelola/pengaturan",
        {"office_id": " Kecamatan Baru ", "office_en": "New District", "region_id": "Kota", "demo": "0"},
    )
    assert site_values(session) == {
        "demo": "1",
        "office_id": "Kecamatan Baru",
        "office_en": "New District",
        "region_id": "Kota",
    }
    site = load_site(session, "en")
    assert (site.office, site.region, site.demo) == ("New District", "Kota", True)
    assert session.scalars(select(AuditEvent.action)).all() == ["site.change"]
    assert "Kecamatan Baru" in admin.get("/").text


def test_an_unknown_value_of_the_site_is_refused(session: Session) -> None:
    with pytest.raises(KeyError):
        set_site_value(session, "warna", "merah")
