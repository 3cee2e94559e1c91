"""The queue of answers that teach most: what it shows, what it keeps, and who comes second."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.taxonomy import Taxonomy, Theme
from core.audit import AuditEvent
from core.contributions import ContributionRef
from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.db import writing
from core.errors import Closed, Conflict, Invalid
from core.policy import Role
from plan.ledger import standing
from plan.ledger_models import TraceEdge
from plan.models import ThemeAssignment, ThemeRun
from plan.proposing import ask_first
from plan.workbench import learning
from plan.workbench.differences import difference
from plan.workbench.models import Placement
from plan.workbench.teaching import taught
from tests.page import Browser
from tests.plan import factories_themes as make
from tests.plan.factories_themes import MarkModel, Voices
from tests.plan.factories_workbench import places
from tests.plan.test_workbench_races import MANY, at_once, engine_of

BrowserOf = Callable[[Role], Browser]


def asked(session: Session, run: ThemeRun) -> dict[int, ContributionRef]:
    rows = session.scalars(
        select(ThemeAssignment).where(ThemeAssignment.run_id == run.id, ThemeAssignment.ask.is_not(None))
    )
    return {
        row.ask: ContributionRef(row.contribution_kind, row.contribution_key, row.contribution_field)
        for row in rows
        if row.ask
    }


def teach(session: Session, run: ThemeRun, **answers: str) -> learning.Taught:
    found = {int(rank.removeprefix("r")): key for rank, key in answers.items()}
    return learning.teach(session, run, answers=found, actor_id=None)


def test_of_near_copies_one_is_asked_about_and_none_that_was_read() -> None:
    folds = ["a", "b", "a", "c", "d"]
    assert ask_first([3, 2, 0, 1, 4], folds, known={4}) == {3: 1, 2: 2, 1: 3}
    many = [f"f{number}" for number in range(200)]
    assert list(ask_first(range(200), many, known=set())) == list(range(60))


@pytest.mark.database
def test_questions_come_in_their_order_with_guess_and_copies(session: Session, voices: Voices) -> None:
    cycle, noise = make.deciding_cycle(session), make.deciding_cycle(session)
    voices.say(noise, "[arsip] siklus lain")
    make.done_run(session, noise, voices)
    flood = "[arsip] mohon penataan arsip kantor kelurahan segera"
    said = voices.say(cycle, "[digital/arsip] a", flood, f"{flood}.", "[] d")
    run = make.done_run(session, cycle, voices)
    page = learning.questions(session, run, (voices.source,))
    names = [
        (q.ask, q.text, q.theme and q.theme.theme_key, q.second and q.second.theme_key) for q in page.rows
    ]
    assert names == [
        (1, "[] d", None, None),
        (2, f"{flood}.", "arsip", None),
        (3, "[digital/arsip] a", "digital", "arsip"),
    ]
    assert [(q.count, q.percent) for q in page.rows] == [(1, 75), (2, 75), (1, 75)]
    assert (page.asked, page.read, page.open_, page.last, page.more) == (3, 0, 3, 3, False)
    assert [q.ask for q in learning.questions(session, run, (voices.source,), after=2).rows] == [3]
    # What was taken back is not asked about, and does not count.
    voices.take_back(said[3])
    page = learning.questions(session, run, (voices.source,))
    assert ([q.ask for q in page.rows], page.asked) == ([2, 3], 2)


@pytest.mark.database
def test_answers_are_placements_for_the_fold_and_teach_the_next_run(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    flood = "[arsip] mohon penataan arsip kantor kelurahan segera"
    said = voices.say(cycle, "[digital] a", flood, f"{flood}.", "[digital/arsip] d", "[layanan] e")
    run = make.done_run(session, cycle, voices)
    need = make.accepted(session, run, "digital")
    ranks = {ref: rank for rank, ref in asked(session, run).items()}
    chosen = {ranks[said[2]]: "layanan", ranks[said[3]]: ""}

    done = learning.teach(session, run, answers=chosen, actor_id=None)
    session.commit()
    session.expire_all()

    assert done == learning.Taught(read=2, contributions=3, late=0)
    keys = {p.contribution_key: (p.theme_key, p.locked) for p in session.scalars(select(Placement))}
    assert keys == {
        said[1].key: ("layanan", True), said[2].key: ("layanan", True), said[3].key: ("", True),
    }  # fmt: skip
    here = places(session, run)
    assert here == {
        said[0]: "digital", said[1]: "layanan", said[2]: "layanan", said[3]: None, said[4]: "layanan",
    }  # fmt: skip
    # The one that fits no theme left its need, its second theme, and the ledger's edge to a theme.
    assert set(make.behind(session, need)) == {said[0]}
    assert {(ref, rank) for ref, rank, *_ in make.assignments(session, run)} == {(ref, 1) for ref in said}
    edges = select(TraceEdge.target_kind).where(TraceEdge.source_key == said[3].key, standing())
    assert session.scalars(edges).all() == []
    assert [(t.theme_key, t.size) for t in run.themes if t.size] == [("layanan", 3), ("digital", 1)]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "theme.teach")).one()
    assert event.facts == {"read": 2, "contributions": 3, "late": 0}
    page = learning.questions(session, run, (voices.source,))
    assert (page.read, page.asked, page.open_) == (2, 4, 2)

    assert taught(session, run).labels == {said[1]: "layanan", said[2]: "layanan", said[3]: ""}
    told: list[Sequence[str | None] | None] = []

    class Noting(MarkModel):
        @property
        def taxonomy(self) -> Taxonomy:
            return Taxonomy("asn", tuple(Theme(key, *names) for key, names in make.NAMES.items()))

        @taxonomy.setter
        def taxonomy(self, _key: str) -> None:
            pass

        def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
            told.append(labels)
            super().fit(texts, labels)
            self.report_ = replace(self.report_, settings={})
            return self

    later = make.queued_run(session, cycle)
    make.do_job(session, later, voices, Noting)
    assert told == [[None, "layanan", "layanan", "lainnya", None]]
    assert places(session, later) == here
    assert difference(session, run, later).broken == 0
    assert later.settings["labels"] == 3
    assert set(asked(session, later).values()) == {said[0], said[4]}


def test_the_queue_refuses_what_cannot_be(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b")
    run = make.done_run(session, cycle, voices)
    with pytest.raises(Invalid, match="sedikitnya satu"):
        teach(session, run)
    with pytest.raises(Conflict, match="tidak dapat dipilih lagi"):
        teach(session, run, r1="bukan-tema")
    with pytest.raises(Conflict, match="sudah dibaca orang lain"):
        teach(session, run, r9="arsip")
    newer = make.done_run(session, cycle, voices)
    with pytest.raises(Conflict, match="lebih baru"):
        teach(session, run, r1="arsip")
    cycles.move_to_phase(session, cycle, phase=Phase.GATHER, actor_id=None)
    with pytest.raises(Closed):
        teach(session, newer, r1="arsip")
    assert session.scalars(select(Placement)).all() == []


def test_who_comes_second_is_told_and_changes_nothing(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b", "[layanan] c")
    run = make.done_run(session, cycle, voices)
    first = asked(session, run)
    # The same theme as the machine's: the row is where it was, and still somebody has read it.
    assert teach(session, run, r1="layanan").late == 0
    assert teach(session, run, r1="digital", r2="digital") == learning.Taught(1, 1, 1)
    here = places(session, run)
    assert (here[first[1]], here[first[2]]) == ("layanan", "digital")


@pytest.mark.database
def test_of_many_planners_one_is_heard(engine_name: str, tmp_path: Path) -> None:
    engine = engine_of(tmp_path, engine_name)
    voices = Voices()
    with writing(), make.fresh(engine) as session:
        cycle = make.deciding_cycle(session)
        voices.say(cycle, "[digital] a", "[arsip] b", "[layanan] c")
        session.commit()
        run_id = make.done_run(session, cycle, voices).id

    def answer(session: Session, number: int) -> None:
        run = session.get_one(ThemeRun, run_id)
        teach(session, run, r1=("arsip", "layanan", "")[number % 3])

    assert at_once(engine, answer) == ["Conflict"] * (MANY - 1) + ["done"]
    with make.fresh(engine) as session:
        run = session.get_one(ThemeRun, run_id)
        placed = session.scalars(select(Placement)).one()
        assert (places(session, run)[asked(session, run)[1]] or "") == placed.theme_key
    engine.dispose()


def test_without_looking_for_placements_the_second_would_win(
    session: Session, voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b")
    run = make.done_run(session, cycle, voices)
    first = asked(session, run)[1]
    teach(session, run, r1="arsip")
    monkeypatch.setattr(learning, "_PLACED", Placement.contribution_key == "")
    teach(session, run, r1="digital")
    assert places(session, run)[first] == "digital"


def test_a_lesson_tells_the_figures_of_two_runs_of_one_kind(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a")
    older, other, run = (make.done_run(session, cycle, voices) for _ in range(3))
    assert learning.lesson(session, run) is None
    older.quality, run.quality = {"mean_confidence": 0.61}, {"mean_confidence": 0.683}
    other.taxonomy, other.quality, run.settings = "none", {"mean_confidence": 0.2}, {"labels": 20}
    session.flush()
    assert learning.lesson(session, run) == learning.Lesson(0, 20, 0.61, 0.683)
    assert learning.lesson(session, older) is None


def test_a_planner_reads_ten_at_a_time_without_scripts(
    browser_of: BrowserOf, session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    said = voices.say(cycle, *(f"[digital] masukan nomor {number:02d}" for number in range(12)), "[arsip] x")
    run = make.done_run(session, cycle, voices)
    here = f"/kelola/tema/{run.id}/belajar"
    browser = browser_of(Role.PLANNER)
    assert f'href="{here}"' in browser.get(f"/kelola/tema/{run.id}").response.get_data(as_text=True)
    page = browser.get(here)
    assert "0 dari 13 sudah dibaca" in page.text
    assert page.texts("main form blockquote") == [
        "[arsip] x", *(f"[digital] masukan nomor {number:02d}" for number in range(11, 2, -1))
    ]  # fmt: skip
    assert "Tebakan mesin: Kearsipan (cukup yakin, 75%)." in page.text
    assert [option.text_content() for option in page.all("#tema_1 option")] == [
        "Lewati", "Kearsipan", "Literasi digital", "Tidak ada tema yang cocok",
    ]  # fmt: skip

    sent = {f"tema_{rank}": "" for rank in range(1, 11)} | {"tema_1": "-", "tema_3": "arsip"}
    response = browser.post(here, sent)

    assert response.headers["Location"] == f"{here}?sesudah=10"
    placed = {p.contribution_key: p.theme_key for p in session.scalars(select(Placement))}
    assert placed == {said[12].key: "", said[10].key: "arsip"}
    page = browser.get(f"{here}?sesudah=10")
    assert "2 masukan dipelajari, mewakili 2 masukan." in page.text
    assert "2 dari 13 sudah dibaca" in page.text
    assert len(page.texts("main form blockquote")) == 3
    assert "8 masukan dilewati" not in page.text
    page = browser.get(f"{here}?sesudah=13")
    assert "11 masukan dilewati." in page.text
    # Somebody comes late, and somebody chooses nothing.
    page = browser.post(here, {"tema_1": "digital"}, status=200)
    assert "sudah dibaca orang lain" in page.text
    page = browser.post(here, {}, status=200)
    assert "Pilih tema untuk sedikitnya satu masukan." in page.text
    page = browser.post(here, {"tema_2": "bukan-tema"}, status=200)
    assert page.all(".note.bad")
    assert len(session.scalars(select(Placement)).all()) == 2


def test_what_the_queue_says_at_its_ends(browser_of: BrowserOf, session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a")
    run = make.done_run(session, cycle, voices)
    here = f"/kelola/tema/{run.id}/belajar"
    reader = browser_of(Role.FACILITATOR).get(here)
    assert (reader.all("main select"), reader.texts("main blockquote")) == ([], ["[digital] a"])
    browser = browser_of(Role.PLANNER)
    browser.post(here, {"tema_1": "digital"})
    assert "Semua sudah dibaca" in browser.get(here).text
    later = make.done_run(session, cycle, voices)
    assert "tidak meminta masukan dibaca" in browser.get(f"/kelola/tema/{later.id}/belajar").text
    later.quality, run.quality = {**later.quality, "mean_confidence": 0.68}, {"mean_confidence": 0.61}
    session.commit()
    page = browser.get(f"/kelola/tema/{later.id}/belajar")
    assert (
        "Keyakinan rata-rata mesin naik dari 61% menjadi 68%: proses ini belajar dari 1 koreksi" in page.text
    )
