"""Theme runs that read by a list of the office: which version, and what becomes of decisions."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

import analysis
from core.cycles.models import Cycle
from core.errors import Invalid
from core.policy import Role
from plan import runs, themes
from plan.enums import RunState, ThemeState
from plan.models import ThemeRun
from plan.taxonomies import files, services
from plan.taxonomies.content import Content, ThemeEntry
from plan.taxonomies.enums import Use
from plan.taxonomies.models import Taxonomy
from plan.theme_model import read_under, theme_model
from plan.workbench.teaching import OwnTheme
from rembuk.cli.themes import _taxonomy
from surveys.enums import Purpose
from tests.page import Browser
from tests.plan import factories_taxonomies as make
from tests.plan import factories_themes as runs_of
from tests.plan.factories_themes import MarkModel, Voices, theme_of

BrowserOf = Callable[[Role], Browser]


class Listening(MarkModel):
    """Remembers what it was made with."""

    def __init__(self, taxonomy: str, own: object = (), /, **stages: object) -> None:
        super().__init__(taxonomy, own, **stages)  # type: ignore[arg-type]
        heard.append((taxonomy, stages.get("content")))


heard: list[tuple[str, object]] = []


def run_by(session: Session, cycle: Cycle, voices: Voices, taxonomy: Taxonomy) -> ThemeRun:
    run = runs.start_run(session, cycle, purpose=Purpose.ASPIRATION, taxonomy=taxonomy.key, actor_id=None)
    runs_of.do_job(session, run, voices, Listening)
    return run


def test_a_run_keeps_its_version_and_decisions_outlive_it(
    session: Session, voices: Voices, browser_of: BrowserOf
) -> None:
    heard.clear()
    cycle, taxonomy = runs_of.deciding_cycle(session), make.published(session)
    voices.say(cycle, "[digital] excel", "[digital] word", "[arsip] map", "[] cuaca")
    first = run_by(session, cycle, voices, taxonomy)
    themes.reject_theme(session, theme_of(first, "digital"), reason="Sudah ada.", actor_id=None)
    services.start_draft(session, taxonomy, actor_id=None)
    make.write(session, taxonomy, replace(make.content().theme("digital"), name_id="Komputer"))
    version = make.publish(session, taxonomy)
    second = run_by(session, cycle, voices, taxonomy)

    assert first.taxonomy_version is not None
    assert second.taxonomy_version is not None
    assert (first.state, first.taxonomy, first.taxonomy_version.number) == (RunState.DONE, taxonomy.key, 1)
    assert second.taxonomy_version.number == 2
    assert heard == [
        (taxonomy.key, first.taxonomy_version.told),
        (taxonomy.key, version.told),
    ]
    carried = theme_of(second, "digital")
    assert (carried.state, carried.reason) == (ThemeState.REJECTED, "Sudah ada.")
    assert theme_of(second, "arsip").state == ThemeState.PROPOSED

    services.archive_taxonomy(session, taxonomy, archived=True, actor_id=None)
    session.commit()
    page = browser_of(Role.FACILITATOR).get(f"/kelola/tema/{first.id}")
    shown = f"Daftar tema: Tema kantor, versi 1 (sidik {first.taxonomy_version.digest[:12]})"
    assert shown in page.texts(".head .mute")
    browser_of(Role.FACILITATOR).get(f"/kelola/daftar-tema/{taxonomy.key}/1")
    with pytest.raises(Invalid):
        run_by(session, cycle, voices, taxonomy)


def test_a_planner_chooses_a_list_of_the_office(
    session: Session, voices: Voices, browser_of: BrowserOf
) -> None:
    cycle = runs_of.deciding_cycle(session)
    mine = make.published(session, make.content("Tema kami"))
    make.published(session, make.content("Hanya masukan"), purpose=Use.FEEDBACK)
    make.drafted(session, make.content("Belum terbit"))
    session.commit()
    browser = browser_of(Role.PLANNER)
    here = f"/kelola/tema?siklus={cycle.key}"
    page = browser.get(here)
    offered = [text for text in page.texts("#method label") if "versi" in text]
    assert offered == ["Hanya masukan, versi 1 (Masukan layanan)", "Tema kami, versi 1 (Semua masukan)"]
    sent = {"purpose": "aspiration", "method": mine.key}
    browser.post("/kelola/tema", sent, form_at=here)
    run = session.query(ThemeRun).one()
    assert (run.taxonomy, run.taxonomy_version_id) == (mine.key, mine.versions[0].id)
    assert "Tema kami, versi 1" in browser.get(here).texts("tbody small")


def test_the_model_reads_by_the_lists_own_words() -> None:
    told = make.content()
    texts = ["Antre lama di loket", "Pelatihan komputer dan aplikasi", "Antre lama"]
    found = read_under(told, texts, encoders="none")
    assert [theme for theme, _second, _sure in found][2] == "loket"
    assert all(theme in {"loket", "digital", None} and 0 <= sure <= 1 for theme, _second, sure in found)
    made = [OwnTheme("buatan", "Buatan", ""), OwnTheme("loket", "Loket lain", "")]
    model = theme_model("kami", made, content=told, encoders="none")
    assert [theme.key for theme in model.taxonomy.themes] == ["loket", "digital", "buatan"]  # type: ignore[attr-defined]
    assert model.taxonomy.themes[0].name_id == "Pelayanan di loket"  # type: ignore[attr-defined]


OWN = [OwnTheme("buatan", "Buatan", "", "Made by people."), OwnTheme("loket", "Loket lain", "")]


def given(taxonomy: str, own: Sequence[OwnTheme], content: Content | None = None) -> analysis.Taxonomy:
    return theme_model(taxonomy, own, content=content, encoders="none").taxonomy  # type: ignore[return-value]


def test_a_run_keeps_what_is_of_no_theme_when_people_added_one() -> None:
    content = replace(make.content(), sayings=make.said(), negative_keywords=("harga beras", "lampu jalan"))
    read = given("kami", OWN, content)
    assert read.keys == ("loket", "digital", "buatan")
    assert read.negative_keywords == ("harga beras", "lampu jalan")
    assert [(one.theme, one.wordings) for one in read.sayings] == [
        (one.theme, one.wordings) for one in make.said()
    ]
    assert [one.text for one in read.examples if one.theme is None] == ["Terima kasih"]
    assert given("kami", [], content).digest == content.digest


@pytest.mark.parametrize("key", ["asn", "skm"])
def test_a_run_keeps_what_is_of_no_theme_of_a_shipped_list(key: str) -> None:
    shipped, read = analysis.shipped_taxonomy(key), given(key, OWN[:1])
    assert read.keys == (*shipped.keys, "buatan")
    assert (read.negative, read.negative_keywords) == (shipped.negative, shipped.negative_keywords)
    assert read.negative_keywords != ()
    assert (read.sayings, read.examples) == (shipped.sayings, shipped.examples)
    assert any(one.theme is None for one in read.sayings)


def test_the_command_reads_the_export(tmp_path: Path) -> None:
    told = replace(make.content(), themes=(*make.content().themes, ThemeEntry("x", "X", "X", "x")))
    file = tmp_path / "kami.toml"
    file.write_text(files.write_toml(told), encoding="utf-8")
    read = _taxonomy(str(file))
    assert getattr(read, "digest", None) == told.digest
