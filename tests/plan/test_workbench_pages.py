"""The workbench as planners, facilitators and others see it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.policy import Role
from plan.models import Theme, ThemeAssignment, ThemeRun
from tests.page import Browser
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of
from tests.plan.factories_workbench import picked, places

BrowserOf = Callable[[Role], Browser]


def boxes(session: Session, run: ThemeRun, refs: list) -> list[str]:  # type: ignore[type-arg]
    return [f"{one.theme_id}.{one.fold}" for one in picked(session, run, refs)]


def test_the_least_certain_come_first_and_near_copies_are_one_row(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(
        cycle,
        "[digital] Mohon pelatihan komputer untuk staf",
        "[digital] mohon pelatihan komputer untuk staf.",
    )
    low, _ = voices.say(cycle, "[arsip] map hilang", "[] cuaca")
    run = make.done_run(session, cycle, voices)
    row = session.scalars(select(ThemeAssignment).where(ThemeAssignment.contribution_key == low.key)).one()
    row.confidence = 0.31
    session.commit()
    page = browser_of(Role.FACILITATOR).get(f"/kelola/tema/{run.id}/meja")
    rows = [" ".join(row.split()) for row in page.texts("tbody tr")]
    assert len(rows) == 3
    assert rows[0] == "[arsip] map hilang Kutipan Kearsipan 31%"
    assert [one for one in rows if "2 masukan serupa" in one] == [
        "[digital] Mohon pelatihan komputer untuk staf 2 masukan serupa Kutipan Literasi digital 75%"
    ]
    assert page.all("main form[method=post] button") == []
    only = browser_of(Role.FACILITATOR).get(f"/kelola/tema/{run.id}/meja?tema=belum")
    assert [row.split() for row in only.texts("tbody tr")] == [
        ["[]", "cuaca", "Belum", "terklasifikasi", "75%"]
    ]
    assert browser_of(Role.FACILITATOR).get(f"/kelola/tema/{run.id}/meja?tema=arsip").texts("h1") == [
        "Kearsipan"
    ]
    browser_of(Role.FACILITATOR).get(f"/kelola/tema/{run.id}/meja?tema=tidak-ada", status=404)


def test_a_planner_moves_splits_locks_and_quotes(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "[digital] satu", "[digital] dua", "[digital] tiga", "[arsip] empat")
    run = make.done_run(session, cycle, voices)
    here = f"/kelola/tema/{run.id}/meja?halaman=1"
    browser = browser_of(Role.PLANNER)

    none = browser.post(here, {"aksi": "pindah", "into": "arsip"}, status=200)
    assert none.texts(".note.bad li") == ["Pilih dahulu masukannya."]
    sent = {"aksi": "pindah", "pilih": boxes(session, run, refs[:1]), "into": "", "reason": "Tentang map."}
    refused = browser.post(here, sent, status=200)
    assert refused.texts(".note.bad li") == ["Pilih dahulu tema tujuannya."]
    assert len(refused.all("input[name=pilih][checked]")) == 1
    moved = browser.post(f"{here}&tema=digital", {**sent, "into": "arsip"}, form_at=f"{here}&tema=digital")
    assert moved.headers["Location"] == f"/kelola/tema/{run.id}/meja?tema=digital&halaman=1"
    again = browser.post(here, {**sent, "into": "arsip"}, status=200)
    assert "sudah dipindah" in again.texts(".note.bad li")[0]
    browser.post(here, {"aksi": "pisah", "pilih": boxes(session, run, refs[1:2]), "name_id": "Hal baru"})
    browser.post(here, {"aksi": "kunci", "pilih": boxes(session, run, refs[3:])})
    browser.post(here, {"aksi": "kutip", "pilih": boxes(session, run, refs[3:])})

    session.expire_all()
    made = next(t for t in run.themes if t.theme_key.startswith("tim-hal-baru-"))
    assert places(session, run) == {
        refs[0]: "arsip", refs[1]: made.theme_key, refs[2]: "digital", refs[3]: "arsip"
    }  # fmt: skip
    arsip = browser.get(f"{here}&tema=arsip")
    assert [("Dikunci" in row, "Kutipan" in row) for row in arsip.texts("tbody tr")] in (
        [(True, False), (True, True)],
        [(True, True), (True, False)],
    )
    assert "Tentang map." in arsip.text
    browser.post(here, {"aksi": "lepas", "pilih": boxes(session, run, refs[3:])})
    browser.post(here, {"aksi": "sembunyi", "pilih": boxes(session, run, refs[3:])})
    assert "Kutipan" not in " ".join(browser.get(f"{here}&tema=arsip").texts("tbody tr"))


@pytest.mark.parametrize(
    "value", ["", "x", "1", "1.", "999999.abc", "-1.abc", "٣.abc", "9" * 40 + ".a", "0.zz"]
)
def test_nonsense_in_a_box_changes_nothing(
    browser_of: BrowserOf, session: Session, voices: Voices, value: str
) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "[digital] satu", "[arsip] dua")
    run = make.done_run(session, cycle, voices)
    here = f"/kelola/tema/{run.id}/meja?halaman=1"
    for act in ("pindah", "pisah", "kunci", "lepas", "kutip", "hapus"):
        data = {"aksi": act, "pilih": [value], "into": "arsip", "name_id": "Baru"}
        page = browser_of(Role.PLANNER).post(here, data, status=200)
        assert len(page.all(".note.bad li")) == 1
    session.expire_all()
    assert places(session, run) == {refs[0]: "digital", refs[1]: "arsip"}
    assert set(session.scalars(select(Theme.theme_key))) == {"digital", "arsip"}


def test_a_quote_of_a_need_is_shown_to_everybody_from_five_on(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    words = ("excel", "srikandi", "email kantor", "jaringan", "printer rusak")
    refs = voices.say(cycle, *(f"[digital] {word}" for word in words), "[arsip] map")
    run = make.done_run(session, cycle, voices)
    need = make.accepted(session, run, "digital")
    browser = browser_of(Role.PLANNER)
    here = f"/kelola/tema/{run.id}/meja?halaman=1"
    browser.post(here, {"aksi": "kutip", "pilih": boxes(session, run, refs[3:4])})
    public = f"/tema/{theme_of(run, 'digital').key}"
    assert browser.get(public).texts("blockquote") == [
        "[digital] excel",
        "[digital] srikandi",
        "[digital] jaringan",
    ]
    browser.post(here, {"aksi": "pindah", "pilih": boxes(session, run, refs[3:4]), "into": "arsip"})
    session.expire_all()
    assert refs[3] not in make.behind(session, need)
    assert browser.get(public).texts("blockquote") == []


def test_what_a_theme_means_is_said_once_and_stays(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] satu", "[arsip] dua")
    run = make.done_run(session, cycle, voices)
    make.accepted(session, run, "digital")
    browser = browser_of(Role.PLANNER)
    page = f"/kelola/tema/{run.id}/digital"
    browser.post(f"{page}/arti", {"meaning_id": " Pegawai ingin mahir. ", "meaning_en": "To be skilled."})
    assert browser.get(page).texts("p.lead") == ["Pegawai ingin mahir."]
    later = make.done_run(session, cycle, voices)
    assert browser.get(f"/kelola/tema/{later.id}/digital").texts("p.lead") == ["Pegawai ingin mahir."]
    assert browser.get(f"/kelola/tema/{later.id}/arsip").texts("p.lead") == []
    public = browser.get(f"/tema/{theme_of(run, 'digital').key}")
    assert "Pegawai ingin mahir." in public.text
    cycles.move_to_phase(session, cycle, phase=Phase.GATHER, actor_id=None)
    session.commit()
    refused = browser.post(f"{page}/arti", {"meaning_id": "Lain", "meaning_en": ""}, status=200)
    assert len(refused.texts(".note.bad li")) == 1


def test_facilitators_change_nothing_and_old_runs_lead_to_the_newest(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "[digital] a", "[arsip] b")
    old = make.done_run(session, cycle, voices)
    run = make.done_run(session, cycle, voices)
    page = browser_of(Role.PLANNER).get(f"/kelola/tema/{old.id}/meja")
    assert page.one(".note.warn a").get("href") == f"/kelola/tema/{run.id}"
    assert page.all("input[name=pilih]") == []
    browser = browser_of(Role.FACILITATOR)
    token = browser.get("/").one("header .wide input[name=csrf_token]").get("value")
    data = {"aksi": "pindah", "pilih": boxes(session, run, refs[:1]), "into": "arsip", "csrf_token": token}
    assert browser.client.post(f"/kelola/tema/{run.id}/meja", data=data).status_code == 403
    assert browser.client.post(f"/kelola/tema/{run.id}/arsip/arti", data=data).status_code == 403
    session.expire_all()
    assert places(session, run) == {refs[0]: "digital", refs[1]: "arsip"}
