"""Where needs go that no course solves, as staff note it and as everybody reads it."""

from collections.abc import Callable
from datetime import date

from flask import Flask
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from core.policy import Role
from plan.needing import handing, shaping
from plan.needing.enums import HandoverStep
from plan.trace import what_became_of
from plan.views.trace_words import spoken_steps
from tests.page import Browser
from tests.plan import factories_items as made
from tests.plan import factories_needing as make
from tests.plan import factories_themes
from tests.plan.factories_themes import Voices

BrowserOf = Callable[[Role], Browser]


def test_needs_beyond_training_are_listed_with_their_answer(
    browser_of: BrowserOf, browser: Browser, session: Session
) -> None:
    cycle, other = made.open_cycle(session), made.open_cycle(session)
    cycle.current = True
    answered, silent = make.other_need(session, cycle), make.other_need(session, cycle, title="TPP")
    make.other_need(session, other, title="Siklus lain")
    made.need(session, cycle, title="Pelatihan")
    handing.note_handover(session, answered, step=HandoverStep.SENT, on=date(2026, 7, 1), actor_id=None)
    session.commit()
    planner = browser_of(Role.PLANNER)
    planner.post(
        f"/kelola/kebutuhan/{answered.key}/penyampaian",
        {"step": "answered", "on": "2026-08-03", "text": "Dianggarkan 2027."},
    )
    expected = [
        "Komputer Peralatan dan sarana Bagian Umum Dijawab Disampaikan 1 Juli 2026. "
        "Dijawab 3 Agustus 2026: Dianggarkan 2027.",
        "TPP Peralatan dan sarana Bagian Umum Belum disampaikan",
    ]
    guest = browser.client
    guest.delete_cookie("rembuk")
    assert browser.get("/bukan-pelatihan").texts("tbody tr") == expected
    assert [row.rstrip() for row in browser.get("/bukan-pelatihan?lang=en").texts("tbody th")] == [
        "Komputer EN",
        "TPP EN",
    ]
    assert silent.stage == "survey"


def test_the_theme_page_tells_where_such_a_need_went(
    browser: Browser, session: Session, voices: Voices
) -> None:
    cycle = factories_themes.deciding_cycle(session)
    voices.say(cycle, "[digital] komputer rusak", "[arsip] arsip")
    run = factories_themes.done_run(session, cycle, voices)
    need = factories_themes.accepted(session, run, "digital")
    usual = factories_themes.accepted(session, run, "arsip")
    shaping.describe_need(session, need, details=make.elsewhere(), units=[], actor_id=None)
    handing.note_handover(session, need, step=HandoverStep.SENT, on=date(2026, 7, 1), actor_id=None)
    session.commit()
    assert need.theme is not None
    assert usual.theme is not None
    page = browser.get(f"/tema/{need.theme.key}")
    assert "melainkan disampaikan kepada Bagian Umum." in page.text
    assert "Disampaikan 1 Juli 2026. Belum ada jawaban." in page.text
    assert "menunggu disusun menjadi butir rencana" in browser.get(f"/tema/{usual.theme.key}").text


def test_the_item_form_offers_only_what_a_course_solves(browser_of: BrowserOf, session: Session) -> None:
    cycle = made.open_cycle(session)
    usual, other = made.need(session, cycle, title="Arsip"), make.other_need(session, cycle)
    session.commit()
    page = browser_of(Role.PLANNER).get(f"/kelola/rencana/baru?siklus={cycle.key}")
    assert [box.get("value") for box in page.all("input[name=needs]")] == [usual.key]
    assert other.key not in page.text


def test_a_trail_ends_at_the_addressee_and_not_in_the_plan(
    app: Flask, session: Session, voices: Voices
) -> None:
    cycle = factories_themes.deciding_cycle(session)
    (broken, archive) = voices.say(cycle, "[digital] komputer rusak", "[arsip] arsip")
    run = factories_themes.done_run(session, cycle, voices)
    need = factories_themes.accepted(session, run, "digital")
    factories_themes.accepted(session, run, "arsip")
    shaping.describe_need(session, need, details=make.elsewhere(), units=[], actor_id=None)

    def last(ref: ContributionRef) -> tuple[str, str, str, str]:
        (steps,) = what_became_of(session, [ref])
        with app.test_request_context():
            spoken = spoken_steps(steps)[-1]
        return spoken["title"], spoken["state"], spoken["text"], spoken["meta"]

    assert last(broken) == ("Bagian Umum", "current", "", "Belum disampaikan")
    for step, on, text in (
        (HandoverStep.SENT, date(2026, 7, 1), ""),
        (HandoverStep.ANSWERED, date(2026, 8, 3), "Dianggarkan 2027."),
    ):
        handing.note_handover(session, need, step=step, on=on, text=text, actor_id=None)
    days = "Disampaikan 1 Juli 2026. Dijawab 3 Agustus 2026."
    assert last(broken) == ("Bagian Umum", "done", "Dianggarkan 2027.", days)
    assert last(archive)[0] == "Belum masuk rencana"
