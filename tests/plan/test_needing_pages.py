"""The pages of the work on needs, as those see them who do it."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.policy import Duty, Role
from core.staff.posts import add_post
from plan.models import Need
from plan.needing import competencies, handing, queries, shaping
from plan.needing.enums import HandoverStep, Stage
from tests import factories
from tests.page import Browser
from tests.plan import factories_items as made
from tests.plan import factories_needing as make
from tests.plan import factories_themes
from tests.plan.factories_themes import Voices

BrowserOf = Callable[[Role], Browser]


def test_a_planner_describes_a_need_and_sees_the_gap(browser_of: BrowserOf, session: Session) -> None:
    cycle, unit = made.open_cycle(session), factories.unit(session)
    factories.unit(session)
    need = made.need(session, cycle, title="Arsip")
    competency = make.competency(session, name="Kearsipan")
    post = add_post(session, name="Pengelola arsip", kind="operational", actor_id=None)
    competencies.set_standard(session, post, levels={competency.id: 4}, actor_id=None)
    session.commit()
    planner, here = browser_of(Role.PLANNER), f"/kelola/kebutuhan/{need.key}"
    sent = {
        "solution": "course",
        "addressee": "",
        "units": [unit.key],
        "competency": str(competency.id),
        "post": str(post.id),
        "actual_level": "3",
        "level_found": "",
    }
    page = planner.post(f"{here}/uraian", sent, status=200)
    assert "Tulis bagaimana tingkat sekarang diketahui." in page.text
    planner.post(f"{here}/uraian", {**sent, "level_found": "Penilaian atasan"})
    page = planner.get(here)
    assert "1 tingkat" in page.text
    assert "3 (Penilaian atasan)" in page.text
    # A post may be held by one person: who only facilitates does not see the level.
    assert "Penilaian atasan" not in browser_of(Role.FACILITATOR).get(here).text


def test_the_steps_go_from_hand_to_hand(
    browser_of: BrowserOf, session: Session, browser_with: Callable[..., Browser], voices: Voices
) -> None:
    cycle, unit = made.open_cycle(session), factories.unit(session)
    cycle.current = True
    need = make.need(session, cycle, units=[unit], title="Arsip digital")
    made.contribute(session, need, voices.say(cycle, *(f"[] rahasia {n}" for n in range(7))))
    session.commit()
    planner, here = browser_of(Role.PLANNER), f"/kelola/kebutuhan/{need.key}"
    planner.post(f"{here}/langkah", {"before": "survey", "after": "inventory", "reason": ""})

    other = browser_with(Duty.SUPERIOR, unit_id=factories.unit(session).id)
    assert other.get("/kelola/kebutuhan-unit").texts("tbody tr") == []
    other.get(f"/kelola/kebutuhan-unit/{need.key}", status=404)

    superior = browser_with(Duty.SUPERIOR, unit_id=unit.id)
    rows = superior.get("/kelola/kebutuhan-unit").texts("tbody tr")
    assert rows == [f"Arsip digital {unit.name} 7 Inventarisasi"]
    page = superior.get(f"/kelola/kebutuhan-unit/{need.key}")
    assert "rahasia" not in page.text
    there = f"/kelola/kebutuhan-unit/{need.key}"
    page = superior.post(there, {"before": "inventory", "after": "survey", "reason": ""}, status=200)
    assert "Tulis alasan pengembalian" in page.text
    superior.post(there, {"before": "inventory", "after": "verified", "reason": ""})

    checker = browser_with(Duty.CHECKER)
    checker.post(f"{here}/langkah", {"before": "verified", "after": "validated", "reason": ""})
    planner = browser_of(Role.PLANNER)
    planner.post(f"{here}/langkah", {"before": "validated", "after": "prioritised", "reason": ""})
    session.expire_all()
    assert session.get_one(Need, need.id).stage == Stage.PRIORITISED
    assert [step.hand for step in queries.steps_of(session, need)] == [
        "planner",
        "superior",
        "checker",
        "planner",
    ]


def test_a_stage_that_does_not_exist_is_refused(browser_of: BrowserOf, session: Session) -> None:
    need = make.need(session, made.open_cycle(session))
    session.commit()
    here = f"/kelola/kebutuhan/{need.key}/langkah"
    for before in ("", "kenari", "verified"):
        sent = {"before": before, "after": "inventory", "reason": ""}
        page = browser_of(Role.PLANNER).post(here, sent, status=200)
        assert "Langkah itu tidak ada untuk kebutuhan ini." in page.text
    session.expire_all()
    assert session.get_one(Need, need.id).stage == Stage.SURVEY


def test_a_superior_sees_no_number_below_five(
    session: Session, browser_with: Callable[..., Browser], voices: Voices
) -> None:
    cycle, unit = made.open_cycle(session), factories.unit(session)
    cycle.current = True
    need = make.need(session, cycle, units=[unit], stage=Stage.INVENTORY)
    made.contribute(session, need, voices.say(cycle, *(f"[] {n}" for n in range(4))))
    session.commit()
    superior = browser_with(Duty.SUPERIOR, unit_id=unit.id)
    for address in ("/kelola/kebutuhan-unit", f"/kelola/kebutuhan-unit/{need.key}"):
        assert "kurang dari 5" in superior.get(address).text


def test_weights_move_the_order_before_they_are_saved(browser_of: BrowserOf, session: Session) -> None:
    cycle = made.open_cycle(session)
    units = [factories.unit(session) for _ in range(2)]
    urgent = make.need(session, cycle, units=[], title="Mendesak")
    wide = make.need(session, cycle, units=units, title="Luas")
    arguments = shaping.Arguments("", "", 4, "Antrean panjang.")
    shaping.argue_need(session, urgent, arguments=arguments, actor_id=None)
    session.commit()
    planner, here = browser_of(Role.PLANNER), f"/kelola/prioritas?siklus={cycle.key}"
    page = planner.get(here)
    assert page.texts("tbody th") == ["1. Luas Survei", "2. Mendesak Survei"]
    assert "Perubahan" not in page.texts("thead th")
    page = planner.get(f"{here}&people=0&spread=0&skm=0&legal=0&urgency=999")
    assert page.texts("tbody th") == ["1. Mendesak Survei", "2. Luas Survei"]
    assert page.texts("td[data-label=Perubahan]") == ["▲ naik 1", "▼ turun 1"]
    assert page.texts("td[data-label=Nilai]") == ["75", "0"]
    assert "Kemendesakan 4 dari 5: Antrean panjang." in page.text
    assert page.one("input#bobot-urgency").get("value") == "100"
    form = {
        i.get("name"): i.get("value")
        for i in page.all("form[method=post] input")
        if i.get("name") in {"seen", "people", "spread", "skm", "legal", "urgency"}
    }
    planner.post(f"/kelola/prioritas/{cycle.key}/simpan", form, form_at=here)
    page = planner.get(here)
    assert page.texts("tbody th")[:2] == ["1. Mendesak Survei", "2. Luas Survei"]
    assert "Bobot yang berlaku: versi 1" in page.text
    assert wide.stage == "survey"
    for nonsense in ("people=abc", "people=0&spread=0&skm=0&legal=0&urgency=0", "people=-5"):
        planner.get(f"{here}&{nonsense}")


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


def test_competencies_and_standards_are_kept_by_planners_and_administrators(
    browser_of: BrowserOf, session: Session
) -> None:
    post = add_post(session, name="Loket", kind="operational", actor_id=None)
    session.commit()
    planner = browser_of(Role.PLANNER)
    planner.post("/kelola/kompetensi/baku", {}, form_at="/kelola/kompetensi")
    planner.post(
        "/kelola/kompetensi/baru", {"kind": "technical", "name_id": "Arsip", "name_en": "", "active": "y"}
    )
    page = planner.post(
        "/kelola/kompetensi/baru", {"kind": "technical", "name_id": "Arsip", "name_en": ""}, status=200
    )
    assert "Kompetensi dengan nama itu sudah ada." in page.text
    known = {c.name_id: c.id for c in queries.competencies(session)}
    assert len(known) == 10
    levels = {f"tingkat-{number}": "" for number in known.values()} | {f"tingkat-{known['Arsip']}": "3"}
    planner.post(f"/kelola/kompetensi/jabatan/{post.id}", levels)
    assert "Loket Arsip 3" in browser_of(Role.ADMINISTRATOR).get("/kelola/kompetensi").texts("tbody tr")
    change = {"kind": "technical", "name_id": "Arsip dinamis", "name_en": "Records"}
    planner.post(f"/kelola/kompetensi/{known['Arsip']}/ubah", change)
    session.expire_all()
    assert [
        (c.name_id, c.active) for c in session.scalars(select(queries.NamedCompetency)) if not c.active
    ] == [("Arsip dinamis", False)]
    planner.get("/kelola/kompetensi/987654/ubah", status=404)
    planner.get("/kelola/kompetensi/jabatan/987654", status=404)
