"""The pages of the work on needs, as those see them who do it."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.policy import Duty, Role
from core.staff.posts import add_post
from plan.enums import ItemState
from plan.models import Need
from plan.needing import competencies, queries, shaping, stepping
from plan.needing.enums import Hand, Stage
from tests import factories
from tests.page import Browser
from tests.plan import factories_items as made
from tests.plan import factories_needing as make
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
    token = planner.get(here).fields(f"/kelola/prioritas/{cycle.key}/simpan")["csrf_token"]
    without = {**form, "seen": None, "urgency": "7", "csrf_token": token}
    sent = {name: value for name, value in without.items() if value is not None}
    assert planner.client.post(f"/kelola/prioritas/{cycle.key}/simpan", data=sent).status_code == 303
    assert "Bobot yang berlaku: versi 1" in planner.get(here).text
    for nonsense in ("people=abc", "people=0&spread=0&skm=0&legal=0&urgency=0", "people=-5"):
        planner.get(f"{here}&{nonsense}")


def test_levels_of_a_post_reach_nobody_but_planners_and_checkers(
    browser_of: BrowserOf, browser: Browser, session: Session, browser_with: Callable[..., Browser]
) -> None:
    cycle, unit = made.open_cycle(session), factories.unit(session)
    cycle.current = True
    competency = make.competency(session)
    post = add_post(session, name="Jabatan tunggal", kind="operational", actor_id=None)
    need = made.need(session, cycle)
    details = replace(make.course(competency.id), post_id=post.id, actual_level=1, level_found="Uji kenari")
    shaping.describe_need(session, need, details=details, units=[unit], actor_id=None)
    move = {"before": "survey", "after": Stage.INVENTORY, "hand": Hand.PLANNER}
    stepping.move_need(session, need, **move, actor_id=None)  # type: ignore[arg-type]
    item = made.item(session, cycle, state=ItemState.PROPOSED, needs=(need,))
    session.commit()
    staff = f"/kelola/kebutuhan/{need.key}"
    seen = {
        "planner": browser_of(Role.PLANNER).get(staff).text,
        "checker": browser_with(Duty.CHECKER).get(staff).text,
        "facilitator": browser_of(Role.FACILITATOR).get(staff).text,
        "signer": browser_with(Duty.SIGNER).get(staff).text,
        "superior": browser_with(Duty.SUPERIOR, unit_id=unit.id)
        .get(f"/kelola/kebutuhan-unit/{need.key}")
        .text,
        "item": browser.get(f"/rencana/{item.key}").text,
        "poster": browser.get("/rencana/poster").text,
        "json": browser.client.get("/rencana/unduh.json").get_data(as_text=True),
    }
    told = {who for who, text in seen.items() if "Uji kenari" in text or "Jabatan tunggal" in text}
    assert told == {"planner", "checker"}


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
