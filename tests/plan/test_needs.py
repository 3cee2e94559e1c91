"""Needs: names, quotes, figures."""

from decimal import Decimal
from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.contributions import ContributionRef
from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.cycles.models import Cycle
from core.errors import Closed, NotFound
from plan import needs, theme_queries, theme_voices, themes
from plan.enums import Competency, ItemState
from plan.item_models import PlanItem
from plan.models import Need
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of

_numbers = count(1)


def plan_item(
    session: Session,
    cycle: Cycle,
    *,
    needs: list[Need],
    state: ItemState = ItemState.PROPOSED,
    title: str = "",
) -> PlanItem:
    number = next(_numbers)
    item = PlanItem(
        key=f"butir-{number}",
        cycle_id=cycle.id,
        title_id=title or f"Butir {number}",
        competency=Competency.TECHNICAL,
        target="Pelaksana",
        development_code=8,
        organiser="BKPPD",
        schedule="Triwulan 1",
        curriculum="Sesuai",
        budget=Decimal(1000),
        state=state,
        needs=needs,
    )
    session.add(item)
    session.flush()
    return item


@pytest.fixture
def voices() -> Voices:
    return Voices()


@pytest.mark.database
def test_a_quote_is_hidden_and_shown(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, *(f"[digital] {n}" for n in range(6)))
    voices.say(cycle, "[arsip] x")
    run = make.done_run(session, cycle, voices)
    need, noise = make.accepted(session, run, "digital"), make.accepted(session, run, "arsip")
    assert theme_voices.quotes_of_need(session, need, [voices.source]) == ("[digital] 0", "[digital] 1")

    needs.show_quote(session, need, ref=refs[0], shown=False, actor_id=None)
    needs.show_quote(session, need, ref=refs[5], shown=True, actor_id=None)

    assert theme_voices.quotes_of_need(session, need, [voices.source]) == ("[digital] 1", "[digital] 5")
    assert list(make.behind(session, noise).values()) == [True]
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "need.quote").order_by(AuditEvent.id)
    )
    assert [(e.object_key, e.facts) for e in events] == [
        (need.key, {"shown": False}),
        (need.key, {"shown": True}),
    ]


def test_quotes_may_be_hidden_in_every_phase(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, "[digital] a")
    need = make.accepted(session, make.done_run(session, cycle, voices), "digital")
    cycles.move_to_phase(session, cycle, phase=Phase.EVALUATE, actor_id=None)
    needs.show_quote(session, need, ref=refs[0], shown=False, actor_id=None)
    assert make.behind(session, need) == {refs[0]: False}


def test_a_foreign_contribution_is_no_quote(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a")
    other = voices.say(cycle, "[arsip] b")[0]
    need = make.accepted(session, make.done_run(session, cycle, voices), "digital")
    for ref in (other, ContributionRef("said", "tidak-ada", "isi")):
        with pytest.raises(NotFound):
            needs.show_quote(session, need, ref=ref, shown=True, actor_id=None)


@pytest.mark.database
@pytest.mark.parametrize(("texts", "shown"), [(4, 0), (5, 2)])
def test_quotes_of_fewer_than_five_are_not_shown(
    session: Session, voices: Voices, texts: int, shown: int
) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, *(f"[digital] {n}" for n in range(texts)))
    voices.say(cycle, *(f"[arsip] {n}" for n in range(9)))
    need = make.accepted(session, make.done_run(session, cycle, voices), "digital")
    assert list(make.behind(session, need).values()).count(True) == 2
    assert len(theme_voices.quotes_of_need(session, need, [voices.source])) == shown


@pytest.mark.database
def test_two_texts_of_one_answer_count_once(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a", "[digital] b", key="satu")
    voices.say(cycle, "[digital] c", "[digital] d", "[digital] e")
    need = make.accepted(session, make.done_run(session, cycle, voices), "digital")
    assert len(make.behind(session, need)) == 5
    assert need.people == 4
    assert theme_voices.quotes_of_need(session, need, [voices.source]) == ()


def test_what_was_taken_back_is_counted_but_not_quoted(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, *(f"[digital] {n}" for n in range(5)))
    need = make.accepted(session, make.done_run(session, cycle, voices), "digital")
    voices.take_back(refs[0])
    assert need.people == 5
    assert theme_voices.quotes_of_need(session, need, [voices.source]) == ("[digital] 1",)
    page = theme_voices.voices_of_need(session, need, [voices.source], number=1)
    assert [(v.ref, v.text) for v in page.voices][:2] == [(refs[1], "[digital] 1"), (refs[0], None)]


@pytest.mark.database
def test_needs_come_with_their_figures_the_greatest_first(session: Session, voices: Voices) -> None:
    cycle, noise = make.deciding_cycle(session), make.deciding_cycle(session)
    voices.say(cycle, "[arsip] a", "[digital] b", "[digital] c", "[layanan] d")
    voices.say(noise, "[digital] siklus lain")
    run, other = make.done_run(session, cycle, voices), make.done_run(session, noise, voices)
    arsip, digital = make.accepted(session, run, "arsip"), make.accepted(session, run, "digital")
    plan_item(session, noise, needs=[make.accepted(session, other, "digital")])
    for _ in range(2):
        plan_item(session, cycle, needs=[arsip])
    assert theme_queries.needs_with_figures(session, cycle.id) == [(digital, 2, 0), (arsip, 1, 2)]


def test_renaming_a_need_leaves_the_theme_alone(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    voices.say(cycle, "[digital] a")
    need = make.accepted(session, make.done_run(session, cycle, voices), "digital")
    key = need.key
    needs.rename_need(session, need, title_id=" Baru ", title_en=" New ", actor_id=None)
    assert (need.title_id, need.title_en, need.key, need.theme.name_id) == (
        "Baru", "New", key, "Literasi digital",
    )  # fmt: skip
    cycles.move_to_phase(session, cycle, phase=Phase.EVALUATE, actor_id=None)
    with pytest.raises(Closed):
        needs.rename_need(session, need, title_id="Lagi", title_en="", actor_id=None)


@pytest.mark.database
def test_contributions_are_paged_surest_and_typical_first(session: Session, voices: Voices) -> None:
    cycle = make.deciding_cycle(session)
    refs = voices.say(cycle, *(f"[digital] {n}" for n in range(theme_voices.PAGE + 3)), "[arsip] x", "[] y")
    run = make.done_run(session, cycle, voices)
    theme = theme_of(run, "digital")

    def read(number: int) -> theme_voices.VoicePage:
        return theme_voices.voices_of_theme(session, run, theme, [voices.source], number=number)

    first, last, beyond = read(1), read(2), read(99)
    assert (first.number, first.pages, first.total) == (1, 2, 28)
    assert [v.ref for v in (*first.voices, *last.voices)] == refs[:28]
    assert [v.is_quote for v in first.voices[:3]] == [True, True, False]
    assert beyond == last
    assert read(0) == first
    unclassified = theme_voices.voices_of_theme(session, run, None, [voices.source], number=1)
    assert [v.text for v in unclassified.voices] == ["[] y"]
    assert theme_queries.unclassified_count(session, run) == 1


def test_merge_targets_are_open_themes_and_older_needs(session: Session, voices: Voices) -> None:
    cycle, noise = make.deciding_cycle(session), make.deciding_cycle(session)
    voices.say(noise, "[arsip] siklus lain")
    make.accepted(session, make.done_run(session, noise, voices), "arsip")
    voices.say(cycle, "[arsip] a")
    first = make.done_run(session, cycle, voices)
    make.accepted(session, first, "arsip")
    voices.say(cycle, "[digital] b", "[layanan] c")
    run = make.done_run(session, cycle, voices)
    targets = theme_queries.merge_targets(session, theme_of(run, "digital"))
    assert targets == [theme_of(first, "arsip"), theme_of(run, "layanan")]
    themes.reject_theme(session, theme_of(run, "layanan"), reason="Sudah ada di kota.", actor_id=None)
    assert theme_queries.merge_targets(session, theme_of(run, "digital")) == [theme_of(first, "arsip")]
