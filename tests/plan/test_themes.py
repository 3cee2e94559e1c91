"""What planners decide about themes, and what later runs make of it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.db import db, writing
from core.errors import Closed, Conflict, Invalid, RembukError
from plan import themes
from plan.enums import ThemeState
from plan.item_models import plan_item_need
from plan.models import Need, NeedContribution, Theme, ThemeRun
from surveys.enums import Purpose
from tests import factories
from tests.conftest import make_app
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of
from tests.plan.test_needs import plan_item


@pytest.fixture
def voices() -> Voices:
    return Voices()


@pytest.mark.database
def test_accepting_puts_every_main_contribution_behind_the_need(session: Session, voices: Voices) -> None:
    cycle, noise = make.deciding_cycle(session), make.deciding_cycle(session)
    planner = factories.account(session)
    mine = voices.say(cycle, "[digital] a", "[digital/arsip] b", "[digital] c")
    voices.say(cycle, "[arsip/digital] hanya kedua", "[] cuaca")
    voices.say(noise, "[digital] siklus lain")
    other = make.done_run(session, noise, voices)
    run = make.done_run(session, cycle, voices)

    need = themes.accept_theme(
        session, theme_of(run, "digital"), title_id=" Literasi ", title_en=" Literacy ", actor_id=planner.id
    )
    session.commit()

    assert (need.title_id, need.title_en, need.cycle_id, need.purpose) == (
        "Literasi", "Literacy", cycle.id, Purpose.ASPIRATION,
    )  # fmt: skip
    assert make.behind(session, need) == {mine[0]: True, mine[1]: True, mine[2]: False}
    theme = theme_of(run, "digital")
    assert (theme.state, theme.decided_by, theme.need) == (ThemeState.ACCEPTED, planner.id, need)
    assert theme.decided_at is not None
    assert {t.theme_key: t.state for t in run.themes if t is not theme} == {"arsip": ThemeState.PROPOSED}
    assert {t.state for t in other.themes} == {ThemeState.PROPOSED}
    assert session.scalars(select(Need)).all() == [need]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "theme.accept")).one()
    assert (event.actor_id, event.object_key, event.facts) == (planner.id, theme.key, {"contributions": 3})


def test_the_address_is_readable_and_not_to_be_guessed(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a")
    need = make.accepted(session, make.done_run(session, cycle, voices), "digital", title="Melek Digital!")
    assert need.key.startswith("melek-digital-")
    assert len(need.key) == len("melek-digital-") + 10


@pytest.mark.database
def test_themes_merged_before_and_after_acceptance_bring_their_contributions(
    session: Session, voices: Voices
) -> None:
    cycle = make.deciding_cycle(session)
    digital = voices.say(cycle, "[digital] a", "[digital] b", "[digital] c")
    arsip, layanan = voices.say(cycle, "[arsip] d"), voices.say(cycle, "[layanan] e")
    run = make.done_run(session, cycle, voices)
    root = theme_of(run, "digital")

    themes.merge_theme(session, theme_of(run, "arsip"), into=root, actor_id=None)
    need = make.accepted(session, run, "digital")
    assert make.behind(session, need) == {
        digital[0]: True,
        digital[1]: True,
        digital[2]: False,
        arsip[0]: True,
    }

    themes.merge_theme(session, theme_of(run, "layanan"), into=root, actor_id=None)
    assert make.behind(session, need).keys() == {*digital, *arsip, *layanan}
    assert [(t.theme_key, t.state, t.merged_into) for t in run.themes] == [
        ("digital", ThemeState.ACCEPTED, None),
        ("layanan", ThemeState.MERGED, root),
        ("arsip", ThemeState.MERGED, root),
    ]
    merges = select(AuditEvent.facts).where(AuditEvent.action == "theme.merge").order_by(AuditEvent.id)
    assert session.scalars(merges).all() == [
        {"into": root.key, "contributions": 0},
        {"into": root.key, "contributions": 1},
    ]


def test_a_chain_of_merges_ends_in_one_need(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    said = voices.say(cycle, "[digital] a", "[arsip] b", "[layanan] c")
    run = make.done_run(session, cycle, voices)
    themes.merge_theme(session, theme_of(run, "layanan"), into=theme_of(run, "arsip"), actor_id=None)
    themes.merge_theme(session, theme_of(run, "arsip"), into=theme_of(run, "digital"), actor_id=None)
    assert make.behind(session, make.accepted(session, run, "digital")).keys() == set(said)


def test_where_a_theme_cannot_be_merged(session: Session, voices: Voices) -> None:
    cycle, other = make.deciding_cycle(session), make.deciding_cycle(session)
    for each in (cycle, other):
        voices.say(each, "[digital] a", "[arsip] b", "[layanan] c")
    old, run, foreign = (make.done_run(session, c, voices) for c in (cycle, cycle, other))
    digital = theme_of(run, "digital")
    make.accepted(session, foreign, "arsip")
    themes.reject_theme(session, theme_of(run, "layanan"), reason="Bukan wewenang", actor_id=None)
    refused = (digital, theme_of(run, "layanan"), theme_of(foreign, "arsip"), theme_of(old, "arsip"))
    for into in refused:
        with pytest.raises(Conflict):
            themes.merge_theme(session, digital, into=into, actor_id=None)
    themes.merge_theme(session, theme_of(run, "arsip"), into=digital, actor_id=None)
    with pytest.raises(Conflict):
        themes.merge_theme(session, digital, into=theme_of(run, "arsip"), actor_id=None)
    assert digital.state == ThemeState.PROPOSED


def test_a_decided_theme_is_not_decided_again(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b")
    run = make.done_run(session, cycle, voices)
    digital, arsip = theme_of(run, "digital"), theme_of(run, "arsip")
    make.accepted(session, run, "digital")
    again = (
        lambda: themes.accept_theme(session, digital, title_id="x", title_en="", actor_id=None),
        lambda: themes.reject_theme(session, digital, reason="x", actor_id=None),
        lambda: themes.merge_theme(session, digital, into=arsip, actor_id=None),
        lambda: themes.rename_theme(session, digital, name_id="x", name_en="", actor_id=None),
        lambda: themes.reopen_theme(session, arsip, actor_id=None),
    )
    for decide in again:
        with pytest.raises(Conflict):
            decide()
    assert (digital.state, digital.name_id, arsip.state) == (
        ThemeState.ACCEPTED, "Literasi digital", ThemeState.PROPOSED,
    )  # fmt: skip


def test_a_rejection_needs_its_reason(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b")
    run = make.done_run(session, cycle, voices)
    theme = theme_of(run, "digital")
    with pytest.raises(Invalid):
        themes.reject_theme(session, theme, reason="  ", actor_id=None)
    themes.reject_theme(session, theme, reason=" Kanari alasan ", actor_id=None)
    assert (theme.state, theme.reason) == (ThemeState.REJECTED, "Kanari alasan")
    assert theme_of(run, "arsip").state == ThemeState.PROPOSED
    assert "Kanari" not in str(session.scalars(select(AuditEvent.facts)).all())


def test_renaming_does_not_decide(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a")
    theme = theme_of(make.done_run(session, cycle, voices), "digital")
    themes.rename_theme(session, theme, name_id=" Melek digital ", name_en=" Digital ", actor_id=None)
    assert (theme.name_id, theme.name_en, theme.state) == ("Melek digital", "Digital", ThemeState.PROPOSED)


def test_a_closed_phase_refuses_every_decision(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b")
    run = make.done_run(session, cycle, voices)
    theme, other = theme_of(run, "digital"), theme_of(run, "arsip")
    cycles.move_to_phase(session, cycle, phase=Phase.CARRY_OUT, actor_id=None)
    for decide in (
        lambda: themes.accept_theme(session, theme, title_id="x", title_en="", actor_id=None),
        lambda: themes.reject_theme(session, theme, reason="x", actor_id=None),
        lambda: themes.merge_theme(session, theme, into=other, actor_id=None),
        lambda: themes.rename_theme(session, theme, name_id="x", name_en="", actor_id=None),
        lambda: themes.reopen_theme(session, theme, actor_id=None),
    ):
        with pytest.raises(Closed):
            decide()


@pytest.mark.database
def test_a_later_run_adds_new_contributions_to_the_need(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    old = voices.say(cycle, "[digital] a", "[digital] b", "[arsip] c")
    first = make.done_run(session, cycle, voices)
    make.accepted(session, first, "arsip")
    need = make.accepted(session, first, "digital")
    noise = make.behind(session, theme_of(first, "arsip").need)
    new = voices.say(cycle, "[digital] d", "[digital] e", "[layanan] f")

    second = make.done_run(session, cycle, voices)

    assert make.behind(session, need) == {old[0]: True, old[1]: True, new[0]: False, new[1]: False}
    assert make.behind(session, theme_of(first, "arsip").need) == noise
    assert [(t.theme_key, t.state, t.added, t.merged_into) for t in second.themes] == [
        ("digital", ThemeState.MERGED, 2, theme_of(first, "digital")),
        ("layanan", ThemeState.PROPOSED, None, None),
        ("arsip", ThemeState.MERGED, 0, theme_of(first, "arsip")),
    ]
    third = make.done_run(session, cycle, voices)
    assert theme_of(third, "digital").merged_into == theme_of(first, "digital")
    assert (theme_of(third, "digital").added, len(make.behind(session, need))) == (0, 4)


@pytest.mark.database
def test_a_merged_theme_goes_where_it_was_merged_before(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b", "[layanan] c")
    first = make.done_run(session, cycle, voices)
    themes.merge_theme(session, theme_of(first, "arsip"), into=theme_of(first, "digital"), actor_id=None)
    themes.reject_theme(session, theme_of(first, "layanan"), reason="Sudah ada", actor_id=None)
    need = make.accepted(session, first, "digital")
    new = voices.say(cycle, "[arsip] d", "[layanan] e")

    second = make.done_run(session, cycle, voices)

    assert new[0] in make.behind(session, need)
    assert new[1] not in make.behind(session, need)
    states = {t.theme_key: (t.state, t.added) for t in second.themes}
    assert states == {
        "digital": (ThemeState.MERGED, 0),
        "arsip": (ThemeState.MERGED, 1),
        "layanan": (ThemeState.PROPOSED, None),
    }


def test_a_run_links_neither_other_cycles_nor_other_purposes(session: Session, voices: Voices) -> None:
    cycle, other = make.deciding_cycle(session), make.deciding_cycle(session)
    for each, purpose in (
        (cycle, Purpose.ASPIRATION),
        (cycle, Purpose.FEEDBACK),
        (other, Purpose.ASPIRATION),
    ):
        voices.say(each, "[layanan] a", purpose=purpose)
    make.accepted(session, make.done_run(session, cycle, voices), "layanan")
    for each, purpose in ((cycle, Purpose.FEEDBACK), (other, Purpose.ASPIRATION)):
        run = make.done_run(session, each, voices, purpose=purpose)
        assert [(t.state, t.added) for t in run.themes] == [(ThemeState.PROPOSED, None)]


def test_a_run_does_not_move_what_stands_behind_another_need(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    first_said = voices.say(cycle, "[digital] a", "[arsip] b")
    first = make.done_run(session, cycle, voices)
    digital, arsip = make.accepted(session, first, "digital"), make.accepted(session, first, "arsip")
    moved = voices.said[0][1]
    voices.said[0] = (cycle.id, type(moved)(moved.ref, moved.purpose, "[arsip] a", None))
    second = make.done_run(session, cycle, voices)
    assert make.behind(session, digital).keys() == {first_said[0]}
    assert make.behind(session, arsip).keys() == {first_said[1]}
    assert theme_of(second, "arsip").added == 0


def test_only_the_newest_run_is_decided(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b")
    old = make.done_run(session, cycle, voices)
    make.queued_run(session, cycle, purpose=Purpose.FEEDBACK)
    themes.rename_theme(session, theme_of(old, "arsip"), name_id="Arsip", name_en="", actor_id=None)
    new = make.done_run(session, cycle, voices)
    with pytest.raises(Conflict, match="lebih baru"):
        make.accepted(session, old, "digital")
    make.accepted(session, new, "digital")


@pytest.mark.database
def test_taking_back_an_acceptance_frees_the_linked_themes(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b", "[layanan] c")
    first = make.done_run(session, cycle, voices)
    themes.merge_theme(session, theme_of(first, "arsip"), into=theme_of(first, "digital"), actor_id=None)
    make.accepted(session, first, "digital")
    kept = make.accepted(session, first, "layanan")
    second = make.done_run(session, cycle, voices)

    themes.reopen_theme(session, theme_of(first, "digital"), actor_id=None)
    session.commit()
    session.expire_all()

    assert session.scalars(select(Need)).all() == [kept]
    assert session.scalars(select(NeedContribution.need_id)).all() == [kept.id]
    assert {(t.run_id, t.theme_key): t.state for t in session.scalars(select(Theme))} == {
        (first.id, "digital"): ThemeState.PROPOSED,
        (first.id, "arsip"): ThemeState.MERGED,
        (first.id, "layanan"): ThemeState.ACCEPTED,
        (second.id, "digital"): ThemeState.PROPOSED,
        (second.id, "arsip"): ThemeState.PROPOSED,
        (second.id, "layanan"): ThemeState.MERGED,
    }
    freed = theme_of(first, "digital")
    assert (freed.decided_by, freed.decided_at) == (None, None)
    make.accepted(session, second, "digital")


@pytest.mark.database
def test_taking_back_a_merge_takes_only_its_contributions(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    own = voices.say(cycle, "[digital] a")
    voices.say(cycle, "[arsip] b")
    run = make.done_run(session, cycle, voices)
    need = make.accepted(session, run, "digital")
    themes.merge_theme(session, theme_of(run, "arsip"), into=theme_of(run, "digital"), actor_id=None)
    assert len(make.behind(session, need)) == 2
    themes.reopen_theme(session, theme_of(run, "arsip"), actor_id=None)
    assert make.behind(session, need) == {own[0]: True}
    arsip = theme_of(run, "arsip")
    assert (arsip.state, arsip.merged_into_id) == (ThemeState.PROPOSED, None)


def test_taking_back_a_rejection_forgets_the_reason(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a")
    theme = theme_of(make.done_run(session, cycle, voices), "digital")
    themes.reject_theme(session, theme, reason="Keliru", actor_id=None)
    themes.reopen_theme(session, theme, actor_id=None)
    assert (theme.state, theme.reason) == (ThemeState.PROPOSED, "")


@pytest.mark.database
@pytest.mark.parametrize("theme_key", ["digital", "arsip"])
def test_a_need_in_the_plan_keeps_its_decisions(session: Session, voices: Voices, theme_key: str) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[arsip] b")
    run = make.done_run(session, cycle, voices)
    themes.merge_theme(session, theme_of(run, "arsip"), into=theme_of(run, "digital"), actor_id=None)
    need = make.accepted(session, run, "digital")
    item = plan_item(session, cycle, needs=[need])
    with pytest.raises(Conflict, match="sudah dipakai"):
        themes.reopen_theme(session, theme_of(run, theme_key), actor_id=None)
    assert len(make.behind(session, need)) == 2
    session.execute(plan_item_need.delete().where(plan_item_need.c.plan_item_id == item.id))
    themes.reopen_theme(session, theme_of(run, theme_key), actor_id=None)
    assert theme_of(run, theme_key).state == ThemeState.PROPOSED


def prepared(engine: Engine) -> tuple[int, int]:
    """A finished run with one theme, committed for several connections to see."""
    voices = Voices()
    with writing(), make.fresh(engine) as session:
        cycle = make.deciding_cycle(session)
        voices.say(cycle, "[digital] a", "[digital] b")
        session.commit()
        run = make.done_run(session, cycle, voices)
        return cycle.id, theme_of(run, "digital").id


@pytest.mark.database
def test_eight_planners_decide_a_theme_once(engine_name: str, tmp_path: Path) -> None:
    app = make_app(tmp_path, engine_name)
    with app.app_context():
        engine = db.engine
    _, theme_id = prepared(engine)

    def decide(number: int) -> str:
        with writing(), make.fresh(engine) as session:
            theme = session.get_one(Theme, theme_id)
            try:
                if number % 2:
                    themes.accept_theme(session, theme, title_id=f"N{number}", title_en="", actor_id=None)
                else:
                    themes.reject_theme(session, theme, reason=f"N{number}", actor_id=None)
            except RembukError as refusal:
                return type(refusal).__name__
            session.commit()
            return "decided"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(decide, range(8)))

    assert outcomes == ["Conflict"] * 7 + ["decided"]
    with make.fresh(engine) as session:
        accepted = session.get_one(Theme, theme_id).state == ThemeState.ACCEPTED
        assert session.scalar(select(func.count()).select_from(Need)) == int(accepted)
        assert session.scalar(select(func.count()).select_from(NeedContribution)) == 2 * int(accepted)
    engine.dispose()


@pytest.mark.database
def test_eight_planners_start_one_run(engine_name: str, tmp_path: Path) -> None:
    app = make_app(tmp_path, engine_name)
    with app.app_context():
        engine = db.engine
    cycle_id, _ = prepared(engine)

    def start(_number: int) -> str:
        with writing(), make.fresh(engine) as session:
            try:
                make.queued_run(session, session.get_one(make.Cycle, cycle_id))
            except RembukError as refusal:
                return type(refusal).__name__
            session.commit()
            return "started"

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(start, range(8))) == ["Conflict"] * 7 + ["started"]
    with make.fresh(engine) as session:
        assert session.scalar(select(func.count()).select_from(ThemeRun)) == 2
    engine.dispose()
