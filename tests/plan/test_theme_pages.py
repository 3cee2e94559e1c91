"""The staff pages of runs, themes and needs, and the public page of a theme."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.names import MIXED
from core.accounts.models import Account
from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.jobs.models import Job
from core.policy import Role
from plan import runs, themes
from plan.enums import RunState, ThemeState
from plan.models import Need, ThemeRun
from plan.views.theme_words import is_mixed, share
from surveys.enums import Purpose
from tests.page import Browser
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of
from tests.plan.test_needs import plan_item

BrowserOf = Callable[[Role], Browser]


def test_a_planner_starts_a_run_and_waits_on_its_page(
    browser_of: BrowserOf, account_of: Callable[[Role], Account], session: Session
) -> None:
    cycle, other = make.deciding_cycle(session), make.deciding_cycle(session)
    make.queued_run(session, other)
    session.commit()
    browser = browser_of(Role.PLANNER)
    assert browser.get(f"/kelola/tema?siklus={cycle.key}").texts(".empty p") == [
        "Belum ada proses tema di siklus ini."
    ]

    response = browser.post(
        "/kelola/tema",
        {"purpose": "feedback", "method": "daftar"},
        form_at=f"/kelola/tema?siklus={cycle.key}",
    )

    run = session.scalars(select(ThemeRun).where(ThemeRun.cycle_id == cycle.id)).one()
    assert response.headers["Location"] == f"/kelola/tema/{run.id}"
    assert (run.purpose, run.state, run.created_by) == (
        Purpose.FEEDBACK, RunState.QUEUED, account_of(Role.PLANNER).id,
    )  # fmt: skip
    jobs = session.scalars(select(Job.payload).where(Job.key == runs.job_key(run.id))).all()
    assert jobs == [{"run_id": run.id}]
    page = browser.get(f"/kelola/tema/{run.id}")
    assert "Masukan sedang dibaca" in page.text
    assert page.response.headers["Refresh"] == "5"
    listed = browser.get(f"/kelola/tema?siklus={cycle.key}")
    assert listed.texts("tbody .pill") == ["Sedang diproses"]


def test_a_second_run_and_a_closed_phase_are_refused_on_the_page(
    browser_of: BrowserOf, session: Session
) -> None:
    cycle = make.deciding_cycle(session)
    run = make.queued_run(session, cycle)
    session.commit()
    browser = browser_of(Role.PLANNER)
    page = browser.post("/kelola/tema", {"purpose": "aspiration", "method": "daftar"}, status=200)
    assert page.texts(".note.bad li") == ["Tema untuk masukan ini sedang diproses. Tunggu sampai selesai."]
    assert session.scalars(select(ThemeRun.id)).all() == [run.id]
    cycles.move_to_phase(session, cycle, phase=Phase.GATHER, actor_id=None)
    session.commit()
    page = browser.get("/kelola/tema")
    assert page.all("main form") == []
    assert "belum membuka keputusan" in page.text


def test_a_run_page_shows_themes_quotes_and_quality(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(
        cycle, "[digital] satu", "[digital] dua", "[digital] tiga", "[] empat", purpose=Purpose.FEEDBACK
    )
    voices.say(cycle, "[arsip] aspirasi")
    run = make.done_run(session, cycle, voices, purpose=Purpose.FEEDBACK)
    page = browser_of(Role.FACILITATOR).get(f"/kelola/tema/{run.id}")
    assert "Refresh" not in page.response.headers
    assert page.texts(".stat b") == ["4", "1", "1", "25%"]
    assert page.texts("article h3") == ["Literasi digital"]
    assert page.texts("article .kicker") == ["3 masukan Menunggu keputusan"]
    assert page.texts("article blockquote") == ["[digital] satu", "[digital] dua"]
    assert page.texts("figure.chart tbody tr") == ["Literasi digital375", "Belum terklasifikasi125"]
    assert "3 dari 4 masukan mendapat tema; 1 belum terklasifikasi." in page.text
    rest = browser_of(Role.FACILITATOR).get(f"/kelola/tema/{run.id}/belum-terklasifikasi")
    assert rest.texts("blockquote") == ["[] empat"]


@pytest.mark.parametrize(
    ("own", "said"),
    [(0, False), (3, True)],
)
def test_the_page_says_when_texts_were_kept_from_the_model_that_knew_them(
    browser_of: BrowserOf, session: Session, voices: Voices, own: int, said: bool
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] satu")
    run = make.done_run(session, cycle, voices)
    run.quality = {**run.quality, "out_of_fold": own, "held_out": {"examples": 618, "accuracy": 0.6149}}
    session.commit()
    text = browser_of(Role.PLANNER).get(f"/kelola/tema/{run.id}").text
    assert ("tidak pernah dinilai dengan contohnya sendiri" in text) is said
    assert "Diuji dengan 618 contoh" in text
    assert "pada 61 dari 100 contoh" in text


def test_an_empty_and_a_failed_run_say_what_to_do(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    empty = make.done_run(session, cycle, voices)
    failed = make.queued_run(session, cycle)
    runs.fail_run(session, failed.id, error="MemoryError")
    session.commit()
    browser = browser_of(Role.PLANNER)
    assert "Belum ada masukan yang dapat dibaca" in browser.get(f"/kelola/tema/{empty.id}").text
    page = browser.get(f"/kelola/tema/{failed.id}")
    assert "Tidak ada masukan atau keputusan yang berubah" in page.text
    assert f"proses nomor {failed.id}, kesalahan MemoryError" in page.text
    assert share(1, 0) == 0.0


def test_a_planner_accepts_renames_and_reads_everything(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, *(f"[digital] {n}" for n in range(30)), "[arsip] x")
    run = make.done_run(session, cycle, voices)
    here = f"/kelola/tema/{run.id}/digital"
    browser = browser_of(Role.PLANNER)
    page = browser.get(here)
    assert page.texts("blockquote") == [f"[digital] {n}" for n in range(25)]
    assert browser.get(f"{here}?halaman=2").texts("blockquote") == [f"[digital] {n}" for n in range(25, 30)]
    assert page.one("input[name=title_id]").get("value") == "Literasi digital"
    assert page.texts("select[name=into] option") == ["Pilih tema", "Kearsipan"]

    browser.post(f"{here}/nama", {"title_id": "Melek digital", "title_en": ""}, form_at=here)
    assert browser.get(here).texts("h1") == ["Melek digital"]
    refused = browser.post(f"{here}/terima", {"title_id": " ", "title_en": ""}, form_at=here, status=200)
    assert [a.get("href") for a in refused.all(".note.bad a")] == ["#title_id"]
    response = browser.post(f"{here}/terima", {"title_id": "Pelatihan", "title_en": "Training"}, form_at=here)

    session.expire_all()
    need = session.scalars(select(Need)).one()
    assert response.headers["Location"] == f"/kelola/kebutuhan/{need.key}"
    assert (need.title_id, need.title_en) == ("Pelatihan", "Training")
    assert make.behind(session, need).keys() == set(refs[:30])
    after = browser.get(here)
    assert after.texts(".note.ok a") == ["Pelatihan"]
    assert after.all("input[name=title_id]") == []


def test_a_mixed_theme_is_known_by_its_name() -> None:
    assert is_mixed(f"{MIXED[0]}: uang, suami")
    assert not is_mixed("Campuran tugas")


def test_a_mixed_theme_has_no_name_for_a_need_yet(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] satu", "[arsip] dua")
    run = make.done_run(session, cycle, voices)
    theme_of(run, "digital").name_id = "Campuran: uang, suami"
    theme_of(run, "arsip").name_id = "Campuran tugas"
    session.commit()
    browser = browser_of(Role.PLANNER)
    page = browser.get(f"/kelola/tema/{run.id}/digital")
    assert [page.one(f"input[name={name}]").get("value") or "" for name in ("title_id", "title_en")] == [
        "",
        "",
    ]
    assert "beri nama sendiri" in page.one(".note.warn").text_content()
    named = browser.get(f"/kelola/tema/{run.id}/arsip")
    assert named.one("input[name=title_id]").get("value") == "Campuran tugas"
    assert named.all(".note.warn") == []


def test_a_planner_merges_rejects_and_takes_back(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b", "[layanan] c")
    run = make.done_run(session, cycle, voices)
    digital, arsip, layanan = (theme_of(run, key) for key in ("digital", "arsip", "layanan"))
    browser = browser_of(Role.PLANNER)
    at = f"/kelola/tema/{run.id}"

    none = browser.post(f"{at}/arsip/gabung", {"into": ""}, form_at=f"{at}/arsip", status=200)
    assert [a.get("href") for a in none.all(".note.bad a")] == ["#into"]
    browser.post(f"{at}/arsip/gabung", {"into": digital.key}, form_at=f"{at}/arsip")
    browser.post(f"{at}/layanan/tolak", {"kind": "postponed", "reason": "Bukan wewenang kami."})
    session.expire_all()
    assert [(t.state, t.merged_into_id, t.reason) for t in (digital, arsip, layanan)] == [
        (ThemeState.PROPOSED, None, ""),
        (ThemeState.MERGED, digital.id, ""),
        (ThemeState.REJECTED, None, "Bukan wewenang kami."),
    ]
    assert browser.get(f"{at}/arsip").texts(".note.info a") == ["Literasi digital"]
    assert "Bukan wewenang kami." in browser.get(f"{at}/layanan").text
    late = browser.post(f"{at}/layanan/tolak", {"kind": "postponed", "reason": "Sekali lagi."}, status=200)
    assert late.texts(".note.bad li") == [
        "Tema ini sudah diputuskan orang lain. Muat ulang halaman, lalu lihat lagi."
    ]
    for key in ("arsip", "layanan"):
        browser.post(f"{at}/{key}/tarik")
    session.expire_all()
    assert {t.state for t in run.themes} == {ThemeState.PROPOSED}


def test_taking_back_a_need_in_the_plan_is_refused_on_the_page(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a")
    run = make.done_run(session, cycle, voices)
    plan_item(session, cycle, needs=[make.accepted(session, run, "digital")])
    session.commit()
    page = browser_of(Role.PLANNER).post(f"/kelola/tema/{run.id}/digital/tarik", status=200)
    assert "sudah dipakai butir rencana" in page.texts(".note.bad li")[0]
    session.expire_all()
    assert theme_of(run, "digital").state == ThemeState.ACCEPTED


def test_an_old_run_leads_to_the_newer_one(browser_of: BrowserOf, session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b")
    old = make.done_run(session, cycle, voices)
    make.accepted(session, old, "arsip", title="Arsip tertib")
    voices.say(cycle, "[arsip] c", "[arsip] d")
    new = make.done_run(session, cycle, voices)
    browser = browser_of(Role.PLANNER)
    for path in (f"/kelola/tema/{old.id}", f"/kelola/tema/{old.id}/digital"):
        page = browser.get(path)
        assert page.one(".note.warn a").get("href") == f"/kelola/tema/{new.id}"
        assert page.all("input[name=title_id]") == []
    assert browser.get(f"/kelola/tema/{new.id}").all(".note.warn") == []
    linked = "Sudah diterima sebagai kebutuhan; 2 masukan baru ditambahkan."
    assert linked in browser.get(f"/kelola/tema/{new.id}").texts("article p")
    assert browser.get(f"/kelola/tema/{new.id}/arsip").texts(".note.info a") == ["Arsip tertib"]


def test_facilitators_read_but_do_not_decide(browser_of: BrowserOf, session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b")
    run = make.done_run(session, cycle, voices)
    need = make.accepted(session, run, "arsip")
    browser = browser_of(Role.FACILITATOR)
    paths = ("/kelola/tema", f"/kelola/tema/{run.id}", f"/kelola/tema/{run.id}/digital")
    for path in (*paths, "/kelola/kebutuhan", f"/kelola/kebutuhan/{need.key}"):
        assert browser.get(path).all("main form[method=post]") == [], path
    token = browser.get("/").one("header .wide input[name=csrf_token]").get("value")
    posts = {
        "/kelola/tema": {"purpose": "aspiration", "cycle": cycle.key, "method": "daftar"},
        f"/kelola/tema/{run.id}/digital/terima": {"title_id": "x"},
        f"/kelola/tema/{run.id}/digital/nama": {"title_id": "x"},
        f"/kelola/tema/{run.id}/digital/gabung": {"into": theme_of(run, "arsip").key},
        f"/kelola/tema/{run.id}/digital/tolak": {"reason": "x"},
        f"/kelola/tema/{run.id}/arsip/tarik": {},
        f"/kelola/kebutuhan/{need.key}/nama": {"title_id": "x"},
        f"/kelola/kebutuhan/{need.key}/kutipan": {"kind": "said", "key": "k0002", "field": "isi"},
    }
    for path, data in posts.items():
        assert browser.client.post(path, data={**data, "csrf_token": token}).status_code == 403, path
    session.expire_all()
    assert {t.theme_key: (t.state, t.name_id) for t in run.themes} == {
        "digital": (ThemeState.PROPOSED, "Literasi digital"),
        "arsip": (ThemeState.ACCEPTED, "Kearsipan"),
    }
    assert list(make.behind(session, need).values()) == [True]


def test_absent_runs_themes_and_needs_are_not_found(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a")
    run = make.done_run(session, cycle, voices)
    browser = browser_of(Role.PLANNER)
    for path in (
        "/kelola/tema/987654",
        f"/kelola/tema/{run.id}/tidak-ada",
        "/kelola/kebutuhan/tidak-ada",
        f"/tema/{theme_of(run, 'digital').key}",
        "/tema/tidak-ada",
        "/tema?siklus=tidak-ada",
    ):
        browser.get(path, status=404)


def test_an_earlier_rejection_is_told_where_the_theme_comes_back(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle, other = make.deciding_cycle(session), make.deciding_cycle(session)
    for each in (cycle, other):
        voices.say(each, "[digital] a", "[arsip] b")
    old = make.done_run(session, cycle, voices)
    themes.reject_theme(session, theme_of(old, "digital"), reason="Sudah ada di kota.", actor_id=None)
    new, foreign = make.done_run(session, cycle, voices), make.done_run(session, other, voices)
    browser = browser_of(Role.PLANNER)
    assert theme_of(new, "digital").state == ThemeState.REJECTED
    assert browser.get(f"/kelola/tema/{new.id}/digital").texts(".note.warn p")[1] == "Sudah ada di kota."
    for run, theme_key in ((new, "arsip"), (foreign, "digital")):
        page = browser.get(f"/kelola/tema/{run.id}/{theme_key}")
        assert (page.all(".note.info"), page.all(".note.warn")) == ([], [])
    browser.post(f"/kelola/tema/{new.id}/digital/tarik")
    assert browser.get(f"/kelola/tema/{new.id}/digital").texts(".note.info p")[1] == "Sudah ada di kota."
    newest = make.done_run(session, cycle, voices)
    assert theme_of(newest, "digital").state == ThemeState.PROPOSED
