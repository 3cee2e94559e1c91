"""The staff pages of needs, and what everybody may read of them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contributions import Gone
from core.policy import Role
from forum.seats.enums import RegistrationState
from plan import needs, themes
from plan.enums import ItemState
from plan.models import NeedContribution
from tests import factories
from tests.forum import factories as forum
from tests.page import Browser
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of
from tests.plan.test_needs import plan_item

BrowserOf = Callable[[Role], Browser]


def test_a_planner_renames_a_need_and_chooses_quotes(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "[digital] a", "[digital] b", "[digital] c")
    need = make.accepted(session, make.done_run(session, cycle, voices), "digital")
    here = f"/kelola/kebutuhan/{need.key}"
    browser = browser_of(Role.PLANNER)
    browser.post(f"{here}/nama", {"title_id": "Baru", "title_en": "New"})
    assert browser.get(here).texts("h1") == ["Baru"]

    page = browser.get(here)
    assert page.texts(".quote button") == ["Sembunyikan", "Sembunyikan", "Tampilkan sebagai kutipan"]
    assert "Masukannya kurang dari 5" in page.text
    form = {field.get("name"): field.get("value") for field in page.all(".quote form")[0].cssselect("input")}
    response = browser.client.post(f"{here}/kutipan", data=form)
    assert response.headers["Location"] == f"{here}?halaman=1"
    assert make.behind(session, need) == {refs[0]: True, refs[1]: False, refs[2]: False}
    voices.take_back(refs[0])
    assert "sudah ditarik oleh pengirimnya" in browser.get(here).text


def test_a_number_stands_where_a_text_was_taken_back_or_replaced(
    browser_of: BrowserOf, browser: Browser, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, *(f"[digital] {n}" for n in range(6)))
    run = make.done_run(session, cycle, voices)
    need = make.accepted(session, run, "digital")
    item = plan_item(session, cycle, needs=[need], title="Bimtek", state=ItemState.CARRIED_OUT)
    session.commit()
    voices.take_back(refs[0], Gone(123456))
    voices.take_back(refs[1], Gone(654321, replaced=True))
    voices.take_back(refs[2])
    voices.gone[refs[5]] = Gone(111111)  # of one that still exists nothing is told
    lines = ["Masukan no. 123456 ditarik penulisnya.", "Masukan no. 654321 diganti penulisnya."]
    unnumbered = "Masukan ini sudah ditarik oleh pengirimnya."
    staff = browser_of(Role.PLANNER).get(f"/kelola/kebutuhan/{need.key}")
    assert [t for t in staff.texts("p.mute") if t.startswith("Masukan")] == [*reversed(lines), unnumbered]
    for address in (f"/tema/{theme_of(run, 'digital').key}", f"/rencana/{item.key}"):
        page = browser.get(address)
        assert [t for t in page.texts("p.mute") if t.startswith("Masukan no.")] == lines
        assert page.texts("blockquote") == []
        assert "6 masukan" in page.text


def test_needs_are_listed_per_cycle(browser_of: BrowserOf, session: Session, voices: Voices) -> None:
    cycle, other = make.deciding_cycle(session), make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[digital] b")
    voices.say(other, "[arsip] c")
    need = make.accepted(session, make.done_run(session, cycle, voices), "digital")
    make.accepted(session, make.done_run(session, other, voices), "arsip")
    plan_item(session, cycle, needs=[need], state=ItemState.DRAFT, title="Draf pelatihan")
    session.commit()
    browser = browser_of(Role.PLANNER)
    rows = browser.get(f"/kelola/kebutuhan?siklus={cycle.key}").texts("tbody tr")
    assert rows == ["Kebutuhan digital Survei aspirasi 2 1 Survei"]
    assert browser.get(f"/kelola/kebutuhan/{need.key}").texts("main ul a") == ["Draf pelatihan"]


@pytest.mark.parametrize(("texts", "quotes"), [(4, []), (5, ["[digital] 0"])])
def test_the_public_page_hides_words_of_few(
    browser: Browser, session: Session, voices: Voices, texts: int, quotes: list[str]
) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, *(f"[digital] {n}" for n in range(texts)))
    run = make.done_run(session, cycle, voices)
    need = make.accepted(session, run, "digital", title="Literasi kantor")
    needs.show_quote(session, need, ref=refs[1], shown=False, actor_id=None)
    plan_item(session, cycle, needs=[need], title="Bimtek", state=ItemState.CARRIED_OUT)
    plan_item(session, cycle, needs=[need], title="Rahasia", state=ItemState.DRAFT)
    session.commit()

    page = browser.get(f"/tema/{theme_of(run, 'digital').key}")

    assert page.texts("h1") == ["Literasi kantor"]
    assert page.texts("blockquote") == quotes
    assert ("Kata yang menonjol: digital<" in page.text) is bool(quotes)
    count = "5 masukan berbicara tentang ini." if quotes else "Kurang dari 5 masukan berbicara tentang ini."
    assert page.texts("p.lead") == [count]
    assert page.texts(".two ul a") == ["Bimtek"]
    listed = browser.get("/tema").texts(".cards .card")
    assert listed == [
        "Survei aspirasi Literasi kantor " + ("5 masukan" if quotes else "Kurang dari 5 masukan")
    ]


def test_the_address_of_a_merged_theme_leads_to_its_need(
    browser: Browser, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b", "[layanan] c")
    run = make.done_run(session, cycle, voices)
    themes.merge_theme(session, theme_of(run, "arsip"), into=theme_of(run, "digital"), actor_id=None)
    make.accepted(session, run, "digital", title="Literasi kantor")
    assert browser.get(f"/tema/{theme_of(run, 'arsip').key}").texts("h1") == ["Literasi kantor"]
    browser.get(f"/tema/{theme_of(run, 'layanan').key}", status=404)


def test_cards_count_what_waits_and_what_was_accepted(
    browser: Browser, browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b", "[layanan] c")
    run = make.done_run(session, cycle, voices)
    assert browser.get(f"/siklus/{cycle.key}").all(".cards a[href^='/tema']") == []
    make.accepted(session, run, "digital")
    assert "2 tema menunggu keputusan Anda." in browser_of(Role.PLANNER).get("/").text
    assert "menunggu keputusan" not in browser_of(Role.FACILITATOR).get("/").text
    assert "menunggu keputusan" not in browser.get("/").text
    page = browser.get(f"/siklus/{cycle.key}")
    assert "1 kebutuhan sudah diterima dari masukan yang terkumpul." in page.text
    assert [a.get("href") for a in page.all("a[href^='/tema']")] == [f"/tema?siklus={cycle.key}"]


def test_pages_without_a_cycle(browser: Browser, browser_of: BrowserOf, session: Session) -> None:
    assert "Belum ada tema yang diterima" in browser.get("/tema").text
    assert "Belum ada siklus perencanaan" in browser_of(Role.PLANNER).get("/kelola/tema").text
    assert "Belum ada kebutuhan" in browser_of(Role.PLANNER).get("/kelola/kebutuhan").text
    assert session.scalars(select(NeedContribution)).all() == []
    factories.cycle(session)


def test_unmet_demand_stands_beside_the_needs_and_where_items_are_written(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle, other = make.deciding_cycle(session), make.deciding_cycle(session)
    unit = factories.unit(session, name="Kelurahan Alak")
    asked = forum.workshop(session, cycle=cycle, title_id="Menulis surat dinas")
    for number in range(12):
        forum.registration(
            session,
            asked,
            state=RegistrationState.WAITING if number % 2 else RegistrationState.UNSERVED,
            unit_id=unit.id if number < 7 else None,
        )
    forum.registration(session, asked, state=RegistrationState.REGISTERED, unit_id=unit.id)
    forum.registration(session, asked, state=RegistrationState.DECLINED)
    elsewhere = forum.workshop(session, cycle=other)
    forum.registration(session, elsewhere, state=RegistrationState.WAITING)
    item = plan_item(session, cycle, needs=[], state=ItemState.DRAFT, title="Draf pelatihan")
    session.commit()
    browser = browser_of(Role.PLANNER)
    for address in (
        f"/kelola/kebutuhan?siklus={cycle.key}",
        f"/kelola/rencana/{item.key}",
        f"/kelola/rencana/{item.key}/ubah",
        f"/kelola/rencana/baru?siklus={cycle.key}",
    ):
        page = browser.get(address)
        rows = page.texts("main details li") or page.texts("section[aria-labelledby=permintaan] li")
        assert rows == [
            "Menulis surat dinas: 12 orang Kelurahan Alak: 7 Unit lainnya dan tanpa unit: 5",
            "Kelurahan Alak: 7",
            "Unit lainnya dan tanpa unit: 5",
        ], address
        links = [a.get("href") for a in page.all("main a") if a.text == "Menulis surat dinas"]
        assert links == [f"/workshop/{asked.key}"]
    assert "Menulis surat dinas" not in browser.get(f"/kelola/kebutuhan?siklus={other.key}").text


def test_without_unmet_demand_nothing_is_said_of_it(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    session.commit()
    assert "belum terlayani" not in browser_of(Role.PLANNER).get(f"/kelola/kebutuhan?siklus={cycle.key}").text
