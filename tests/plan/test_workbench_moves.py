"""Moving, splitting, locking and releasing contributions, and what the needs and the ledger make of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.contributions import ContributionRef
from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.errors import Closed, Conflict, Invalid
from plan import themes
from plan.enums import ThemeState
from plan.ledger import standing
from plan.ledger_models import NodeKind, TraceEdge
from plan.models import Need, Theme, ThemeRun
from plan.workbench import moving
from plan.workbench.models import Placement
from tests import factories
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of
from tests.plan.factories_workbench import picked, places

pytestmark = pytest.mark.database


@pytest.fixture
def voices() -> Voices:
    return Voices()


def move(
    session: Session, run: ThemeRun, refs: list[ContributionRef], theme_key: str, *, reason: str = ""
) -> int:
    to = theme_of(run, theme_key)
    found = picked(session, run, refs)
    return moving.move_contributions(session, run, picked=found, to=to, actor_id=None, reason=reason)


def edges(session: Session, kind: NodeKind) -> set[tuple[str, str]]:
    """Contribution key -> target key of the edges that hold now."""
    found = select(TraceEdge.source_key, TraceEdge.target_key)
    return {
        (row[0], row[1]) for row in session.execute(found.where(TraceEdge.target_kind == kind, standing()))
    }


def test_a_move_holds_in_every_later_run(session: Session, voices: Voices) -> None:
    cycle, other = make.deciding_cycle(session), make.deciding_cycle(session)
    noise = voices.say(other, "[digital] lain")
    foreign = make.done_run(session, other, voices)
    refs = voices.say(cycle, "[digital/arsip] rak arsip roboh", "[digital] excel", "[arsip] map", "[] cuaca")
    run = make.done_run(session, cycle, voices)

    assert move(session, run, [refs[0], refs[3]], "arsip", reason="Tentang rak.") == 2

    after = {refs[0]: "arsip", refs[1]: "digital", refs[2]: "arsip", refs[3]: "arsip"}
    assert places(session, run) == after
    assert {(t.theme_key, t.size) for t in run.themes} == {("digital", 1), ("arsip", 3)}
    assert {row[:2] for row in make.assignments(session, run) if row[1] == 2} == set()
    later = make.done_run(session, cycle, voices)
    assert places(session, later) == after
    assert {(t.theme_key, t.size) for t in later.themes} == {("digital", 1), ("arsip", 3)}
    assert (run.quality["unclassified"], later.quality["unclassified"]) == (1, 0)
    assert places(session, foreign) == {noise[0]: "digital"}
    rows = session.scalars(select(Placement).order_by(Placement.contribution_key)).all()
    assert [(r.contribution_key, r.theme_key, r.locked, r.reason) for r in rows] == [
        (refs[0].key, "arsip", True, "Tentang rak."),
        (refs[3].key, "arsip", True, "Tentang rak."),
    ]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "theme.move")).one()
    assert event.facts == {"into": theme_of(run, "arsip").key, "contributions": 2}


def test_the_same_move_twice_is_one_move(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "[digital] a", "[arsip] b")
    run = make.done_run(session, cycle, voices)
    sent = picked(session, run, refs[:1])
    arsip = theme_of(run, "arsip")
    moving.move_contributions(session, run, picked=sent, to=arsip, actor_id=None)
    with pytest.raises(Conflict, match="sudah dipindah"):
        moving.move_contributions(session, run, picked=sent, to=arsip, actor_id=None)
    with pytest.raises(Conflict, match="sudah dipindah"):
        moving.split_theme(session, run, picked=sent, name_id="Baru", name_en="", actor_id=None)
    assert set(session.scalars(select(Theme.theme_key))) == {"digital", "arsip"}
    assert places(session, run) == {refs[0]: "arsip", refs[1]: "arsip"}


def test_needs_and_ledger_follow_a_move(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "[digital] a", "[digital] b", "[arsip] c", "[layanan] d")
    run = make.done_run(session, cycle, voices)
    digital, arsip = make.accepted(session, run, "digital"), make.accepted(session, run, "arsip")

    move(session, run, [refs[0]], "arsip", reason="Bukan komputer.")
    assert make.behind(session, digital) == {refs[1]: True}
    assert make.behind(session, arsip) == {refs[0]: False, refs[2]: True}
    assert edges(session, NodeKind.NEED) >= {(refs[1].key, digital.key), (refs[0].key, arsip.key)}
    assert (refs[0].key, digital.key) not in edges(session, NodeKind.NEED)
    assert edges(session, NodeKind.THEME) == {(refs[0].key, theme_of(run, "arsip").key)}
    written = select(TraceEdge.reason).where(TraceEdge.source_key == refs[0].key, TraceEdge.turn > 0)
    assert "Bukan komputer." in session.scalars(written).all()

    move(session, run, [refs[0]], "layanan")
    assert make.behind(session, arsip) == {refs[2]: True}
    assert make.behind(session, digital) == {refs[1]: True}
    assert edges(session, NodeKind.THEME) == {(refs[0].key, theme_of(run, "layanan").key)}
    layanan = make.accepted(session, run, "layanan")
    assert make.behind(session, layanan) == {refs[0]: False, refs[3]: True}
    voices.say(cycle, "[digital] baru")
    later = make.done_run(session, cycle, voices)
    assert make.behind(session, layanan) == {refs[0]: False, refs[3]: True}
    assert refs[0] not in make.behind(session, digital)
    assert places(session, later)[refs[0]] == "layanan"


def test_a_move_to_a_merged_theme_reaches_the_need_it_was_merged_into(
    session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "[digital] a", "[arsip] b", "[layanan] c")
    run = make.done_run(session, cycle, voices)
    need = make.accepted(session, run, "digital")
    themes.merge_theme(session, theme_of(run, "arsip"), into=theme_of(run, "digital"), actor_id=None)
    move(session, run, [refs[2]], "arsip")
    assert make.behind(session, need).keys() == set(refs)


def test_a_theme_split_off_is_in_every_later_run_and_teaches(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "[digital] parkir sempit", "[digital] excel", "[digital] motor di luar")
    run = make.done_run(session, cycle, voices)
    found = picked(session, run, [refs[0], refs[2]])
    made = moving.split_theme(
        session, run, picked=found, name_id=" Parkir ", name_en="Parking", actor_id=None
    )
    assert made.theme_key.startswith("tim-parkir-")
    assert (made.name_id, made.size, made.state) == ("Parkir", 2, ThemeState.PROPOSED)

    later = make.done_run(session, cycle, voices)

    again = theme_of(later, made.theme_key)
    assert (again.name_id, again.name_en, again.size) == ("Parkir", "Parking", 2)
    assert places(session, later) == {refs[0]: made.theme_key, refs[1]: "digital", refs[2]: made.theme_key}
    voices.take_back(refs[0])
    voices.take_back(refs[2])
    last = make.done_run(session, cycle, voices)
    assert (theme_of(last, made.theme_key).name_id, theme_of(last, made.theme_key).size) == ("Parkir", 0)
    assert places(session, last) == {refs[1]: "digital"}


def test_a_released_contribution_may_move_again(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "[digital] a", "[arsip] b")
    run = make.done_run(session, cycle, voices)
    assert moving.lock_contributions(session, run, picked=picked(session, run, refs), actor_id=None) == 2
    said = {c.ref: c for _, c in voices.said}
    for ref in refs:
        voices.take_back(ref)
    texts = {refs[0]: "[layanan] a", refs[1]: "[layanan] b"}
    voices.said = [(cycle.id, type(c)(ref, c.purpose, texts[ref])) for ref, c in said.items()]
    held = make.done_run(session, cycle, voices)
    assert places(session, held) == {refs[0]: "digital", refs[1]: "arsip"}
    found = picked(session, held, refs[:1])
    assert moving.release_contributions(session, held, picked=found, actor_id=None) == 1
    assert moving.release_contributions(session, held, picked=found, actor_id=None) == 0
    freed = make.done_run(session, cycle, voices)
    assert places(session, freed) == {refs[0]: "layanan", refs[1]: "arsip"}
    assert [
        (p.theme_key, p.locked) for p in session.scalars(select(Placement).order_by(Placement.theme_key))
    ] == [
        ("arsip", True),
        ("digital", False),
    ]


def test_near_copies_move_together(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(
        cycle,
        "[digital] Mohon pelatihan komputer untuk staf kelurahan",
        "[digital] mohon pelatihan komputer untuk staf kelurahan!!",
        "[digital] tidak mohon pelatihan komputer untuk staf kelurahan",
        "[arsip] map",
    )
    run = make.done_run(session, cycle, voices)
    assert move(session, run, refs[:1], "arsip") == 2
    assert places(session, run) == {refs[0]: "arsip", refs[1]: "arsip", refs[2]: "digital", refs[3]: "arsip"}


def test_refusals(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "[digital] a", "[] b", "[arsip] c")
    old = make.done_run(session, cycle, voices)
    run = make.done_run(session, cycle, voices)
    with pytest.raises(Conflict, match="lebih baru"):
        move(session, old, refs[:1], "arsip")
    with pytest.raises(Invalid, match="Pilih dahulu"):
        move(session, run, [], "arsip")
    found = picked(session, run, refs[:1])
    with pytest.raises(Conflict, match="tujuan"):
        moving.move_contributions(session, run, picked=found, to=theme_of(old, "arsip"), actor_id=None)
    with pytest.raises(Invalid, match="belum punya tema"):
        moving.lock_contributions(session, run, picked=picked(session, run, refs[1:2]), actor_id=None)
    with pytest.raises(Invalid, match="nama tema"):
        moving.split_theme(session, run, picked=found, name_id=" ", name_en="", actor_id=None)
    cycles.move_to_phase(session, cycle, phase=Phase.GATHER, actor_id=None)
    with pytest.raises(Closed):
        move(session, run, refs[:1], "arsip")
    assert session.scalars(select(Placement)).all() == []
    assert session.scalars(select(Need)).all() == []
    assert factories.cycle(session).id != cycle.id
