"""The lists of surveys and offices, printed codes, home cards, the weight of the form."""

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.cycles.models import Cycle
from core.policy import Role
from core.site import set_site_value
from core.slices import Viewer
from surveys import cards, publishing, store
from surveys.definition import QuestionDef
from surveys.enums import Access, Purpose
from surveys.views import answer as view
from tests import factories
from tests.page import Browser
from tests.surveys import factories_surveys as make
from tests.surveys.factories_surveys import SECRET

BrowserOf = Callable[[Role], Browser]
STYLE = Path(__file__).parents[2] / "rembuk" / "static" / "style.css"
FIRST_FLIGHT = 14_600


@pytest.fixture
def cycle(session: Session) -> Cycle:
    current = factories.cycle(session)
    make.survey(session, cycle=factories.cycle(session), title="Survei siklus lain")
    session.commit()
    return current


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "today", lambda: make.TODAY)
    monkeypatch.setattr(cards, "today", lambda: make.TODAY)


def test_the_list_says_what_is_open_for_whom(
    session: Session, cycle: Cycle, browser: Browser, browser_of: BrowserOf
) -> None:
    aspiration = make.survey(session, cycle=cycle, title="Aspirasi")
    form = make.feedback(session, cycle=cycle, title="Masukan")
    make.draft(session, cycle=cycle, title="Draf")
    session.commit()
    heads = [f"{title}" for title in ("Aspirasi", "Masukan")]
    for who, actions in (
        (browser, {"/masukan"}),
        (browser_of(Role.ASN), {f"/survei/{aspiration.key}", "/masukan"}),
        (browser_of(Role.CITIZEN), {"/masukan"}),
    ):
        page = who.get("/survei")
        assert page.texts("main .card h2") == heads
        assert {a.get("href") for a in page.all("main .card a.main")} == actions
    reasons = browser_of(Role.CITIZEN).get("/survei").texts("main .card p.mute")
    assert reasons == ["Survei aspirasi ini untuk pegawai (ASN). Warga dapat menyampaikan masukan layanan."]
    assert form.title_id == "Masukan"


def test_the_list_says_what_one_has_answered(session: Session, cycle: Cycle, browser_of: BrowserOf) -> None:
    survey = make.survey(session, cycle=cycle)
    session.commit()
    browser = browser_of(Role.ASN)
    browser.post(f"/survei/{survey.key}", {"kebutuhan": "A"}, status=200)
    assert browser.get("/survei").texts("main .pill") == ["Sudah Anda isi"]
    assert browser.get("/").all(f'a[href="/survei/{survey.key}"]') == []


def test_an_empty_list_says_so(cycle: Cycle, browser: Browser) -> None:
    assert browser.get("/survei").texts("main .empty p")[0] == "Saat ini tidak ada survei yang dibuka."
    assert browser.get("/masukan").texts("main .empty p")[0].startswith("Saat ini belum ada formulir")


def test_the_offices_that_serve_the_public_are_listed(
    session: Session, cycle: Cycle, browser: Browser
) -> None:
    unit, hidden = factories.unit(session), factories.unit(session, serves_public=False)
    gone = factories.unit(session)
    gone.active = False
    make.feedback(session, cycle=cycle)
    session.commit()
    page = browser.get("/masukan")
    assert [a.get("href") for a in page.all("main .card a")] == [f"/masukan/{unit.key}"]
    assert browser.get(f"/masukan/{unit.key}").texts("main .kicker") == [unit.name]
    for other in (hidden, gone):
        browser.get(f"/masukan/{other.key}", status=404)


def test_the_newest_open_form_is_the_one(session: Session, cycle: Cycle, browser: Browser) -> None:
    unit = factories.unit(session)
    make.feedback(session, cycle=cycle, title="Lama")
    make.feedback(session, cycle=cycle, title="Baru")
    closed = make.feedback(session, cycle=cycle, title="Ditutup")
    publishing.close_survey(session, closed, today=make.TODAY, actor_id=None)
    make.survey(session, cycle=cycle, purpose=Purpose.FEEDBACK, access=Access.ACCOUNT, title="Akun")
    session.commit()
    assert browser.get(f"/masukan/{unit.key}").texts("h1") == ["Baru"]


def test_without_a_form_a_unit_page_says_so(session: Session, cycle: Cycle, browser: Browser) -> None:
    unit = factories.unit(session)
    session.commit()
    assert browser.get(f"/masukan/{unit.key}", status=409).all("main form") == []


def test_a_phase_without_feedback_closes_the_offices(
    session: Session, cycle: Cycle, browser: Browser
) -> None:
    make.feedback(session, cycle=cycle)
    factories.unit(session)
    cycles.set_openings(session, cycle, openings=[], actor_id=None)
    session.commit()
    page = browser.get("/masukan")
    assert page.all("main .card") == []
    assert page.texts("main .note.warn")[0].startswith("Tahap siklus saat ini belum membuka")


def test_a_printed_code_leads_to_the_form(session: Session, cycle: Cycle, browser: Browser) -> None:
    survey, unit = make.feedback(session, cycle=cycle), factories.unit(session)
    aspiration = make.survey(session, cycle=cycle)
    places = {}
    for one, unit_id in ((survey, unit.id), (survey, None), (aspiration, None)):
        link = publishing.ensure_link(session, one, unit_id=unit_id, actor_id=None)
        assert publishing.ensure_link(session, one, unit_id=unit_id, actor_id=None) is link
        places[link.code] = (one.key, unit_id)
    session.commit()
    leads = {
        place: browser.client.get(f"/s/{code.upper()}").headers["Location"] for code, place in places.items()
    }
    assert leads == {
        (survey.key, unit.id): f"/masukan/{unit.key}",
        (survey.key, None): "/masukan",
        (aspiration.key, None): f"/survei/{aspiration.key}",
    }


def viewer(role: Role | None, account_id: int | None = None) -> Viewer:
    return Viewer(account_id, role)


def test_home_invites_those_who_can_answer(app: Flask, session: Session, cycle: Cycle) -> None:
    aspiration = make.survey(session, cycle=cycle)
    make.feedback(session, cycle=cycle)
    account = factories.account(session, role=Role.ASN)
    session.commit()
    store.append(session, make.submission(aspiration, account_id=account.id), secret=SECRET)
    mine, units = f"/survei/{aspiration.key}", "/masukan"
    expected: dict[Viewer, list[str]] = {
        viewer(None): [mine, units],
        viewer(Role.CITIZEN, 0): [units],
        viewer(Role.ASN, 0): [mine, units],
        viewer(Role.ASN, account.id): [units],
        viewer(Role.PLANNER, 0): [mine, units],
    }
    with app.test_request_context():
        found = {who: [card.url for card in cards.home_cards(session, who)] for who in expected}
        assert found == expected
        assert [card.url for card in cards.cycle_cards(session, cycle.id)] == [mine, units]
        assert cards.cycle_cards(session, 0) == []


def test_home_invites_to_nothing_that_is_shut(app: Flask, session: Session, cycle: Cycle) -> None:
    make.survey(session, cycle=cycle)
    cycles.move_to_phase(session, cycle, phase=Phase.DRAFT, actor_id=None)
    session.commit()
    with app.test_request_context():
        assert cards.home_cards(session, viewer(Role.ASN, 0)) == []
        assert cards.home_cards(session, viewer(None)) == []


def skm_like(number: int) -> QuestionDef:
    """A question as long as those of the public satisfaction survey."""
    label = f"Bagaimana pendapat Saudara tentang kesesuaian unsur pelayanan nomor {number} di unit ini?"
    return QuestionDef(f"unsur_{number}", "scale", label, label, required=True, config=make.options(*"1234"))


def test_a_form_of_sixteen_questions_fits_the_first_flight(
    session: Session, cycle: Cycle, browser: Browser
) -> None:
    profile = tuple(
        QuestionDef(f"profil_{n}", "single", f"Profil {n}", config=make.options(*"abcdef")) for n in range(6)
    )
    questions = (*(skm_like(n) for n in range(9)), *profile, make.NEED)
    make.feedback(session, cycle=cycle, questions=questions)
    unit = factories.unit(session)
    session.commit()
    page = browser.get(f"/masukan/{unit.key}")
    assert len(page.all("main .f")) == 16
    weight = len(gzip.compress(page.text.encode(), 6)) + len(gzip.compress(STYLE.read_bytes(), 6))
    assert weight <= FIRST_FLIGHT


def test_where_nothing_is_taken_another_way_is_named(session: Session, browser: Browser) -> None:
    factories.cycle(session)
    session.commit()
    assert "Bila mendesak, datang langsung ke Rembuk." in browser.get("/masukan").texts("main p")
    set_site_value(session, "office_id", "Kantor Contoh")
    set_site_value(session, "phone", "0380 123456")
    set_site_value(session, "email", "kantor@contoh.example")
    session.commit()
    named = "Bila mendesak, hubungi Kantor Contoh: 0380 123456, kantor@contoh.example."
    assert named in browser.get("/masukan").texts("main p")
    survey = make.feedback(session, purpose=Purpose.ASPIRATION)
    survey.closes_on = date(2020, 1, 1)
    session.commit()
    assert named in browser.get(f"/survei/{survey.key}", status=409).texts("main p")
