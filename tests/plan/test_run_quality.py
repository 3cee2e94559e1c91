"""What a run's page says of its quality, its download, its parts, and a run that had too little to read."""

from collections.abc import Callable, Sequence
from typing import Self

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analysis.reading import Reading
from analysis.report import ThemeReport, ThemeSummary
from core.errors import Conflict, Invalid
from core.policy import Role
from plan import themes
from plan.coding.queries import items_of
from plan.enums import NO_TAXONOMY
from plan.models import SubTheme, ThemeRun
from plan.run_quality import HeldOut, Units, different_in_themes, fate, is_too_few, quality_of
from plan.theme_queries import subs_of
from plan.views.quality_words import sureness
from plan.workbench import moving
from plan.workbench.models import Placement
from tests import factories
from tests.page import Browser
from tests.plan import factories_themes as make
from tests.plan.factories_themes import MarkModel, Voices, theme_of
from tests.plan.factories_workbench import picked, places
from tests.plan.test_coding import code_all, sampled

BrowserOf = Callable[[Role], Browser]


class WithParts(MarkModel):
    """The theme "digital" has two parts: what names excel, and the rest."""

    def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
        super().fit(texts, labels)
        self.readings_ = [
            Reading(r.theme, r.second, 0.75, 0.1, sub=self._part(r, text), unclear="hahaha" in text)
            for r, text in zip(self.readings_, texts, strict=True)
        ]
        parts = tuple(
            ThemeSummary(key, name, "", terms, (), 0, parent="digital")
            for key, name, terms in (
                ("p1", "Excel", ("excel", "rumus-sendiri")),
                ("p2", "Lainnya", ()),
                ("p3", "Kosong", ()),
            )
        )
        self.report_ = ThemeReport(
            1, self.report_.settings, {**self.report_.quality, "unclear": 1}, self.report_.themes, parts
        )
        return self

    def _part(self, reading: Reading, text: str) -> str | None:
        if reading.theme != "digital":
            return None
        return "p1" if "excel" in text else "p2"


def parted(session: Session, voices: Voices) -> ThemeRun:
    cycle = make.deciding_cycle(session)
    voices.say(
        cycle,
        "[digital] excel satu rumus-sendiri",
        "[digital] excel dua",
        "[digital] surat",
        "[arsip] excel tiga",
        "[] hahaha",
        "[] lain",
    )
    run = make.queued_run(session, cycle)
    make.do_job(session, run, voices, WithParts)
    return run


@pytest.mark.database
def test_parts_are_counted_where_their_contributions_are_now(session: Session, voices: Voices) -> None:
    run = parted(session, voices)
    digital = theme_of(run, "digital")
    assert [(sub.name_id, sub.terms, count) for sub, count in subs_of(session, digital)] == [
        ("Excel", ["excel"], 2),
        ("Lainnya", [], 1),
    ]
    refs = sorted(places(session, run))
    sent = picked(session, run, refs[:1])
    moving.move_contributions(session, run, picked=sent, to=theme_of(run, "arsip"), actor_id=None)
    assert [(sub.sub_key, count) for sub, count in subs_of(session, digital)] == [("p1", 1), ("p2", 1)]
    assert subs_of(session, theme_of(run, "arsip")) == []
    # Locked where it is, it stays in its part.
    moving.lock_contributions(session, run, picked=picked(session, run, refs[1:2]), actor_id=None)
    assert [(sub.sub_key, count) for sub, count in subs_of(session, digital)] == [("p1", 1), ("p2", 1)]


@pytest.mark.database
def test_a_part_becomes_a_theme_that_later_runs_have(session: Session, voices: Voices) -> None:
    run = parted(session, voices)
    digital, refs = theme_of(run, "digital"), sorted(places(session, run))
    with pytest.raises(Invalid, match="Tulis nama"):
        moving.split_subtheme(session, digital, sub_key="p1", name_id=" ", name_en="", actor_id=None)

    made = moving.split_subtheme(session, digital, sub_key="p1", name_id="Excel", name_en="", actor_id=None)
    session.commit()
    session.expire_all()

    assert {ref for ref, key in places(session, run).items() if key == made.theme_key} == set(refs[:2])
    assert (made.size, digital.size) == (2, 1)
    assert {p.contribution_key for p in session.scalars(select(Placement))} == {r.key for r in refs[:2]}
    # Whoever comes second finds it empty; so does a key that nobody offers.
    for key in ("p1", "", "p9"):
        with pytest.raises(Conflict, match="tidak berisi"):
            moving.split_subtheme(session, digital, sub_key=key, name_id="Lagi", name_en="", actor_id=None)
    later = make.queued_run(session, run.cycle)
    make.do_job(session, later, voices, WithParts)
    assert {ref for ref, key in places(session, later).items() if key == made.theme_key} == set(refs[:2])


def test_a_planner_splits_a_part_off_on_the_page(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    run = parted(session, voices)
    make.accepted(session, run, "digital")
    here = f"/kelola/tema/{run.id}/digital"
    browser = browser_of(Role.PLANNER)
    page = browser.get(here)
    assert page.texts("article h3") == ["Excel", "Lainnya"]
    assert page.texts("article .kicker") == ["2 masukan", "1 masukan"]
    page = browser.get(f"{here}/subtema/p1")
    assert "2 masukan pindah dari tema “Literasi digital”" in page.text
    assert "tidak lagi berada di balik kebutuhan “Kebutuhan digital”" in page.text
    assert page.all("#name_id")[0].get("value") == "Excel"
    browser.get(f"{here}/subtema/p3", status=404)
    response = browser.post(f"{here}/subtema/p1", {"name_id": "Pelatihan Excel", "name_en": "Excel"})
    session.expire_all()
    made = next(theme for theme in run.themes if theme.name_id == "Pelatihan Excel")
    assert response.headers["Location"] == f"/kelola/tema/{run.id}/{made.theme_key}"
    reader = browser_of(Role.FACILITATOR)
    assert reader.get(here).texts("article .btn") == []
    assert session.scalars(select(SubTheme.sub_key).where(SubTheme.theme_id == made.id)).all() == []


def test_figures_are_of_what_stands_now(session: Session, voices: Voices) -> None:
    run = parted(session, voices)
    run.quality = {
        **run.quality,
        "stability": 0.8123,
        "mean_confidence": 0.7,
        "held_out": {
            "examples": 618,
            "accuracy": 0.8149,
            "coverage": 0.9,
            "calibration": [{"confidence": 0.9, "count": 140, "accuracy": 0.92}, {"confidence": 0.9}, "x"],
        },
        "units": {"few": [1, 2], "outstanding": [[3, "digital", 6, 60, 20], [3, "arsip", 5, 50, 10]]},
    }
    themes.reject_theme(session, theme_of(run, "arsip"), reason="Sudah ada di kota.", actor_id=None)
    make.accepted(session, run, "digital")
    quality = quality_of(session, run, (voices.source,))
    assert (quality.texts, quality.themed, quality.unclassified, quality.unclear) == (6, 4, 2, 1)
    assert (quality.different, quality.stability, quality.mean_confidence) == (6, 0.8123, 0.7)
    assert quality.held_out == HeldOut(618, 0.8149, 0.9, ((0.9, 140, 0.92),))
    assert quality.units == Units(kept=1, lost=1, waiting=0, few=2)
    assert quality.agreement is None
    assert [fate(theme) for theme in run.themes] == ["kept", "lost"]


def test_without_figures_nothing_is_said(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a")
    run = make.done_run(session, cycle, voices)
    run.quality, run.settings = (
        {"held_out": {"examples": 0}, "stability": None, "texts": True},
        {"labels": True},
    )
    quality = quality_of(session, run, (voices.source,))
    assert (quality.held_out, quality.stability, quality.units, quality.labels) == (None, None, None, 0)
    assert quality.different is None


@pytest.mark.database
def test_floods_are_counted_both_ways(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    flood = "[arsip] mohon penataan arsip kantor kelurahan segera"
    voices.say(cycle, *(f"{flood}{'.' * number}" for number in range(4)), "[arsip] lain", "[digital] a")
    run = make.done_run(session, cycle, voices)
    assert run.quality["different"] == 3
    counts = {theme.id: theme.theme_key for theme in run.themes}
    found = {counts[theme]: count for theme, count in different_in_themes(session, run).items()}
    assert found == {"arsip": 2, "digital": 1}


def test_the_page_says_all_of_it_in_words(browser_of: BrowserOf, session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    unit = factories.unit(session, name="Kelurahan Contoh")
    flood = "[arsip] mohon penataan arsip kantor kelurahan segera"
    voices.say(cycle, *(f"{flood}{'.' * number}" for number in range(4)), "[digital] a", "[] hahaha")
    run = make.queued_run(session, cycle)
    make.do_job(session, run, voices, WithParts)
    run.quality = {
        **run.quality,
        "stability": 0.5,
        "held_out": {"examples": 618, "accuracy": 0.8149, "coverage": 0.9, "calibration": [
            {"confidence": 0.9, "count": 140, "accuracy": 0.92}]},
        "units": {"few": [], "outstanding": [[unit.id, "arsip", 6, 60, 20]]},
    }  # fmt: skip
    theme_of(run, "arsip").candidate, theme_of(run, "arsip").asks_id = True, "Minta penataan arsip."
    session.commit()
    page = browser_of(Role.FACILITATOR).get(f"/kelola/tema/{run.id}")
    told = page.texts(".two .card p")
    assert told[:8] == [
        "5 dari 6 masukan mendapat tema; 1 belum terklasifikasi.",
        "Di antaranya 1 tidak jelas isinya, misalnya hanya salam, “tidak ada”, atau huruf acak.",
        "6 masukan, 3 berbeda isinya; yang lain hampir sama dengan masukan lain. Jumlah di halaman ini menghitung "
        "semuanya.",
        "Bila sebagian masukan diambil secara acak, temanya sering berubah; baca dengan hati-hati (kestabilan 0,5 "
        "dari 1).",
        "Dari 1 tema yang menonjol di unit kecil, 0 sudah menjadi kebutuhan, 0 tidak dilanjutkan, dan 1 menunggu "
        "keputusan.",
        "Diuji dengan 618 contoh yang belum pernah dilihatnya, model memilih tema yang sama dengan orang pada 81 "
        "dari 100 contoh.",
        "Pada contoh itu model berani memberi tema kepada 90 dari 100; sisanya dibiarkan tanpa tema.",
        "Dari 100 contoh yang disebut yakin 90%, 92 benar.",
    ]
    assert page.texts("article .kicker") == [
        "4 masukan, 1 berbeda isinya Menunggu keputusan",
        "1 masukan Menunggu keputusan",
    ]
    assert page.texts("article:first-of-type .pill.info") == ["Usulan baru di luar daftar tema"]
    assert "Minta penataan arsip." in page.text


def test_how_sure_is_said_in_four_words(app: Flask) -> None:
    with app.test_request_context():
        told = [sureness(value) for value in (1.0, 0.9, 0.89, 0.7, 0.5, 0.49, 0.0)]
    assert told == ["yakin", "yakin", "cukup yakin", "cukup yakin", "kurang yakin", "ragu", "ragu"]


def test_the_download_has_figures_and_nobodys_text(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    run = parted(session, voices)
    run.quality = {**run.quality, "units": {"few": [7], "outstanding": [[1, "digital", 6, 60, 20]]}}
    session.commit()
    here = f"/kelola/tema/{run.id}.json"
    browser = browser_of(Role.FACILITATOR)
    assert here in browser.get(f"/kelola/tema/{run.id}").response.get_data(as_text=True)
    answer = browser.client.get(here)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="tema-{run.id}.json"'
    said = answer.get_json()
    assert (said["taxonomy"], said["themes_wanted"], said["cycle"]) == ("asn", None, run.cycle.key)
    assert said["quality"]["small_units"] == {"kept": 0, "lost": 0, "waiting": 1, "too_few": 1}
    assert (said["quality"]["unclassified"], said["quality"]["unclear"]) == (2, 1)
    assert [(t["key"], t["contributions"], t["different"], t["state"]) for t in said["themes"]] == [
        ("digital", 3, 3, "proposed"), ("arsip", 1, 1, "proposed"),
    ]  # fmt: skip
    for text in ("rumus-sendiri", "hahaha", "excel satu", "surat"):
        assert text not in answer.get_data(as_text=True)
    waiting = make.queued_run(session, run.cycle)
    session.commit()
    assert browser.client.get(f"/kelola/tema/{waiting.id}.json").status_code == 404


def test_too_few_answers_are_offered_to_be_read(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, *(f"[] masukan {number}" for number in range(19)))
    listed = make.done_run(session, cycle, voices)
    run = make.queued_run(session, cycle, taxonomy=NO_TAXONOMY, n_themes=5)
    make.do_job(session, run, voices)
    assert (is_too_few(listed), is_too_few(run)) == (False, True)
    page = browser_of(Role.PLANNER).get(f"/kelola/tema/{run.id}")
    assert "Masukan masih terlalu sedikit untuk tema (20 diperlukan)" in page.text
    assert "tanpa daftar tema · diminta 5 tema" in page.text
    assert f'href="/kelola/tema/{run.id}/belum-terklasifikasi"' in page.response.get_data(as_text=True)
    voices.say(cycle, "[] satu lagi")
    enough = make.queued_run(session, cycle, taxonomy=NO_TAXONOMY)
    make.do_job(session, enough, voices)
    assert not is_too_few(enough)
    # What the analysis says counts more: twenty answers may be nineteen times the same.
    enough.quality = {**enough.quality, "too_few": True}
    assert is_too_few(enough)


def test_a_planner_starts_a_run_without_a_list(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    session.commit()
    at = f"/kelola/tema?siklus={cycle.key}"
    browser = browser_of(Role.PLANNER)
    browser.post("/kelola/tema", {"purpose": "aspiration", "method": "none", "n_themes": "7"}, form_at=at)
    run = session.scalars(select(ThemeRun)).one()
    assert (run.taxonomy, run.n_themes) == ("none", 7)
    # A number has no meaning for a list, and is not an error.
    browser.post("/kelola/tema", {"purpose": "feedback", "method": "daftar", "n_themes": "7"}, form_at=at)
    listed = session.scalars(select(ThemeRun).where(ThemeRun.purpose == "feedback")).one()
    assert (listed.taxonomy, listed.n_themes) == ("skm", None)
    session.execute(update(ThemeRun).values(state="failed"))
    session.commit()
    for wrong in ({"n_themes": "1"}, {"n_themes": "banyak"}, {"method": "apa saja"}):
        sent = {"purpose": "aspiration", "method": "none", **wrong}
        assert browser.post("/kelola/tema", sent, form_at=at, status=200).all(".note.bad")
    assert session.scalars(select(ThemeRun.id).where(ThemeRun.state == "queued")).all() == []


def test_what_two_readers_found_is_told(browser_of: BrowserOf, session: Session, voices: Voices) -> None:
    run, sample = sampled(session, voices)
    _, unfinished = sampled(session, Voices())
    ina, umi = (factories.account(session) for _ in range(2))
    machine = {item.position: item.machine_key for item in items_of(session, sample)}
    code_all(session, sample, ina, dict(machine))
    code_all(session, sample, umi, dict.fromkeys(machine, "digital"))
    later = make.done_run(session, run.cycle, voices)
    for one in (run, later):
        page = browser_of(Role.FACILITATOR).get(f"/kelola/tema/{one.id}")
        assert (
            "mereka memilih tema yang sama pada 6 dari 10 masukan (kappa 0). Mesin sama dengan pembaca pertama "
            "pada 10 (kappa 1) dan dengan pembaca kedua pada 6 (kappa 0)."
        ) in page.text
    assert quality_of(session, unfinished.run, (voices.source,)).agreement is None
