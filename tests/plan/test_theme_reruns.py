"""What a later run makes of decisions, and taking decisions back."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Conflict
from plan import themes
from plan.enums import ThemeState
from plan.item_models import plan_item_need
from plan.models import Need, NeedContribution, Theme
from surveys.enums import Purpose
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of
from tests.plan.test_needs import plan_item


@pytest.fixture
def voices() -> Voices:
    return Voices()


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
    themes.reject_theme(session, theme_of(first, "layanan"), reason="Sudah ada di kota.", actor_id=None)
    need = make.accepted(session, first, "digital")
    new = voices.say(cycle, "[arsip] d", "[layanan] e")

    second = make.done_run(session, cycle, voices)

    assert new[0] in make.behind(session, need)
    assert new[1] not in make.behind(session, need)
    states = {t.theme_key: (t.state, t.added) for t in second.themes}
    assert states == {
        "digital": (ThemeState.MERGED, 0),
        "arsip": (ThemeState.MERGED, 1),
        "layanan": (ThemeState.REJECTED, None),
    }
    assert theme_of(second, "layanan").reason == "Sudah ada di kota."


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
    themes.reject_theme(session, theme, reason="Keliru dibaca.", actor_id=None)
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
