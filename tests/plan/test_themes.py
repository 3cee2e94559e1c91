"""What planners decide about themes, and what later runs make of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.errors import Closed, Conflict, Invalid
from plan import themes
from plan.enums import ThemeState
from plan.models import Need
from plan.replies.enums import ReplyKind
from surveys.enums import Purpose
from tests import factories
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of


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
        lambda: themes.reject_theme(session, digital, reason="Belum waktunya.", actor_id=None),
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
    with pytest.raises(Invalid):
        themes.reject_theme(session, theme, kind=ReplyKind.ACCEPTED, reason="Kanari alasan", actor_id=None)
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
        lambda: themes.reject_theme(session, theme, reason="Belum waktunya.", actor_id=None),
        lambda: themes.merge_theme(session, theme, into=other, actor_id=None),
        lambda: themes.rename_theme(session, theme, name_id="x", name_en="", actor_id=None),
        lambda: themes.reopen_theme(session, theme, actor_id=None),
    ):
        with pytest.raises(Closed):
            decide()
