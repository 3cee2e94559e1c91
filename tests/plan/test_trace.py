"""What became of a contribution, in every state it can be in."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from core.cycles.models import Cycle
from forum.workshops.enums import WorkshopState
from plan import themes
from plan.enums import ItemState
from plan.item_models import Indicator, ItemStep, Measurement
from plan.models import Theme
from plan.needing.enums import Solution
from plan.needing.handing import Handover
from plan.needing.shaping import NeedDetails, describe_need
from plan.programmes import services as programmes
from plan.programmes.services import ProgrammeDetails
from plan.replies.models import Reply
from plan.trace import contributions_behind, what_became_of
from plan.trace_steps import RECEIVED, StepKind, StepState, TraceStep
from tests.conventions.test_query_counts import counted
from tests.forum import factories as workshops
from tests.plan import factories_items as make_items
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of
from tests.plan.test_needs import plan_item

Told = tuple[StepKind, StepState, str]
UNDECIDED: Told = (StepKind.REPLY, StepState.UPCOMING, "Belum ada keputusan")


def accepted_as(title: str) -> Told:
    reason = f"Masukan ini menjadi dasar kebutuhan “{title}” dan dibawa ke penyusunan rencana."
    return (StepKind.REPLY, StepState.DONE, f"accepted: {reason}")


@pytest.fixture
def voices() -> Voices:
    return Voices()


@pytest.fixture
def cycle(session: Session) -> Cycle:
    return make.deciding_cycle(session)


def named(step: TraceStep) -> str:
    """The name a station goes by, or its own title."""
    if step.about is None:
        return step.title
    if isinstance(step.about, Reply):
        return f"{step.about.kind}: {step.about.reason}"
    if isinstance(step.about, Handover):
        return step.about.addressee
    if step.kind == StepKind.CITY:
        return str(step.about.state)
    field = "name_id" if isinstance(step.about, Theme | Indicator) else "title_id"
    return str(getattr(step.about, field))


def told(session: Session, ref: ContributionRef) -> list[Told]:
    """The stations after the first, which is always that it was received."""
    (steps,) = what_became_of(session, [ref])
    assert steps[0] == RECEIVED
    return [(step.kind, step.state, named(step)) for step in steps[1:]]


@pytest.mark.database
def test_before_any_run_it_waits_to_be_grouped(session: Session, voices: Voices, cycle: Cycle) -> None:
    voices.say(cycle, "[digital] lain")
    make.done_run(session, cycle, voices)
    (ref,) = voices.say(cycle, "[digital] a")
    make.queued_run(session, cycle)
    assert told(session, ref) == [(StepKind.THEME, StepState.CURRENT, "Menunggu dikelompokkan"), UNDECIDED]


def test_what_no_theme_was_found_for_says_so(session: Session, voices: Voices, cycle: Cycle) -> None:
    (ref, _) = voices.say(cycle, "[] a", "[digital] b")
    make.done_run(session, cycle, voices)
    assert told(session, ref) == [(StepKind.THEME, StepState.CURRENT, "Belum terklasifikasi"), UNDECIDED]


def test_a_proposed_theme_waits_for_its_decision(session: Session, voices: Voices, cycle: Cycle) -> None:
    (ref, _) = voices.say(cycle, "[digital/arsip] a", "[arsip] b")
    run = make.done_run(session, cycle, voices)
    make.accepted(session, run, "arsip")
    assert told(session, ref) == [(StepKind.THEME, StepState.CURRENT, "Literasi digital"), UNDECIDED]


@pytest.mark.database
def test_a_rejected_theme_tells_the_reason(session: Session, voices: Voices, cycle: Cycle) -> None:
    (ref,) = voices.say(cycle, "[digital] a")
    run = make.done_run(session, cycle, voices)
    themes.reject_theme(session, theme_of(run, "digital"), reason="Sudah berjalan.", actor_id=None)
    assert told(session, ref) == [
        (StepKind.THEME, StepState.DONE, "Literasi digital"),
        (StepKind.REPLY, StepState.STOPPED, "not_feasible: Sudah berjalan."),
    ]


def test_a_merged_theme_tells_where_it_went(session: Session, voices: Voices, cycle: Cycle) -> None:
    (ref, _) = voices.say(cycle, "[arsip] a", "[digital] b")
    run = make.done_run(session, cycle, voices)
    themes.merge_theme(session, theme_of(run, "arsip"), into=theme_of(run, "digital"), actor_id=None)
    both = [(StepKind.THEME, StepState.DONE, "Kearsipan")]
    merged = "merged: Isinya sejalan dengan “Literasi digital”, jadi dibahas dan diputuskan bersama."
    assert told(session, ref) == [
        *both,
        (StepKind.THEME, StepState.DONE, "Literasi digital"),
        (StepKind.REPLY, StepState.DONE, merged),
    ]
    make.accepted(session, run, "digital", title="Melek digital")
    assert told(session, ref) == [
        *both,
        (StepKind.THEME, StepState.DONE, "Literasi digital"),
        accepted_as("Melek digital"),
        (StepKind.NEED, StepState.DONE, "Melek digital"),
        (StepKind.ITEM, StepState.UPCOMING, "Belum masuk rencana"),
    ]


@pytest.mark.database
def test_an_accepted_theme_leads_to_its_items_without_drafts(
    session: Session, voices: Voices, cycle: Cycle
) -> None:
    (ref, other) = voices.say(cycle, "[digital] a", "[arsip] b")
    run = make.done_run(session, cycle, voices)
    need, noise = make.accepted(session, run, "digital"), make.accepted(session, run, "arsip")
    plan_item(session, cycle, needs=[need], state=ItemState.DRAFT, title="Draf")
    way = [
        (StepKind.THEME, StepState.DONE, "Literasi digital"),
        accepted_as(need.title_id),
        (StepKind.NEED, StepState.DONE, need.title_id),
    ]
    assert told(session, ref) == [*way, (StepKind.ITEM, StepState.UPCOMING, "Belum masuk rencana")]

    plan_item(session, cycle, needs=[need, noise], state=ItemState.BUDGETED, title="Bimtek")
    done = plan_item(session, cycle, needs=[need], state=ItemState.CARRIED_OUT, title="Kursus")
    late = plan_item(session, cycle, needs=[need], state=ItemState.POSTPONED, title="Magang")
    late.steps = [ItemStep(state=ItemState.POSTPONED, reason="Anggaran dialihkan.", on=date(2026, 11, 1))]
    for number, values in enumerate(([], [("2026-06-01", "30"), ("2026-09-01", "12.5")])):
        done.indicators.append(
            Indicator(
                name_id=f"Indikator {number}",
                measure_unit="menit",
                decreases=True,
                baseline=Decimal(45),
                baseline_on=date(2026, 1, 1),
                target=Decimal(15),
                measurements=[
                    Measurement(on=date.fromisoformat(on), value=Decimal(value)) for on, value in values
                ],
            )
        )
    session.commit()

    assert told(session, ref) == [
        *way,
        (StepKind.ITEM, StepState.DONE, "Bimtek"),
        (StepKind.CITY, StepState.CURRENT, "budgeted"),
        (StepKind.ITEM, StepState.DONE, "Kursus"),
        (StepKind.CITY, StepState.DONE, "carried_out"),
        (StepKind.MEASUREMENT, StepState.DONE, "Indikator 1"),
        (StepKind.ITEM, StepState.DONE, "Magang"),
        (StepKind.CITY, StepState.STOPPED, "postponed"),
    ]
    (steps,) = what_became_of(session, [ref])
    at_the_city = [(step.said, step.at) for step in steps if step.kind == StepKind.CITY]
    assert at_the_city == [("", None), ("", None), ("Anggaran dialihkan.", date(2026, 11, 1))]
    assert told(session, other)[-2:] == [
        (StepKind.ITEM, StepState.DONE, "Bimtek"),
        (StepKind.CITY, StepState.CURRENT, "budgeted"),
    ]


def test_a_need_outlives_a_later_run_that_reads_otherwise(
    session: Session, voices: Voices, cycle: Cycle
) -> None:
    (ref,) = voices.say(cycle, "[digital] a")
    make.accepted(session, make.done_run(session, cycle, voices), "digital", title="Melek digital")
    said = voices.said[0][1]
    voices.said[0] = (cycle.id, type(said)(said.ref, said.purpose, "[arsip] a", None))
    make.done_run(session, cycle, voices)
    assert told(session, ref)[:3] == [
        (StepKind.THEME, StepState.DONE, "Literasi digital"),
        accepted_as("Melek digital"),
        (StepKind.NEED, StepState.DONE, "Melek digital"),
    ]


def test_a_decision_stands_until_a_newer_one(session: Session, voices: Voices, cycle: Cycle) -> None:
    """A later run proposes the theme again; nobody has decided anew."""
    (ref,) = voices.say(cycle, "[digital] a")
    old = make.done_run(session, cycle, voices)
    themes.reject_theme(session, theme_of(old, "digital"), reason="Belum cukup", actor_id=None)
    make.done_run(session, cycle, voices)
    assert told(session, ref) == [
        (StepKind.THEME, StepState.DONE, "Literasi digital"),
        (StepKind.REPLY, StepState.STOPPED, "not_feasible: Belum cukup"),
    ]


def test_each_contribution_has_its_own_trail(session: Session, voices: Voices, cycle: Cycle) -> None:
    refs = voices.say(cycle, "[digital] a", "[] b", key="satu")
    make.done_run(session, cycle, voices)
    trails = what_became_of(session, [refs[1], refs[0]])
    assert [named(steps[1]) for steps in trails] == ["Belum terklasifikasi", "Literasi digital"]
    assert what_became_of(session, []) == []


@pytest.mark.database
def test_the_way_back_from_an_item(session: Session, voices: Voices, cycle: Cycle) -> None:
    digital = voices.say(cycle, "[digital] a", "[digital] b")
    arsip = voices.say(cycle, "[arsip] c")
    voices.say(cycle, "[layanan] d")
    run = make.done_run(session, cycle, voices)
    needs = [make.accepted(session, run, key) for key in ("digital", "arsip", "layanan")]
    item = plan_item(session, cycle, needs=needs[:2])
    plan_item(session, cycle, needs=needs[2:])
    assert contributions_behind(session, item) == [*digital, *arsip]
    assert contributions_behind(session, plan_item(session, cycle, needs=[])) == []


@pytest.mark.database
def test_a_trail_costs_the_same_queries_however_long_it_is(
    session: Session, voices: Voices, cycle: Cycle
) -> None:
    few = voices.say(cycle, "[digital] a", key="sedikit")
    many = voices.say(
        cycle, *(f"[{key}] b" for key in ("digital", "arsip", "layanan", "", "digital")), key="banyak"
    )
    run = make.done_run(session, cycle, voices)
    themes.merge_theme(session, theme_of(run, "arsip"), into=theme_of(run, "layanan"), actor_id=None)
    for key in ("digital", "layanan"):
        need = make.accepted(session, run, key)
        for number in range(3):
            plan_item(session, cycle, needs=[need], state=ItemState.PROPOSED, title=f"Butir {key} {number}")
    session.commit()

    def cost(refs: list[ContributionRef]) -> int:
        session.expire_all()
        session.expunge_all()
        with counted(session.connection()) as statements:
            what_became_of(session, refs)
        return len(statements)

    assert cost(many) == cost(few) <= 14


@pytest.mark.database
def test_programmes_their_workshops_and_what_goes_elsewhere(
    session: Session, voices: Voices, cycle: Cycle
) -> None:
    (ref, other) = voices.say(cycle, "[digital] a", "[arsip] b")
    make_items.set_openings_all(session, cycle)
    run = make.done_run(session, cycle, voices)
    need, elsewhere = make.accepted(session, run, "digital"), make.accepted(session, run, "arsip")
    item = make_items.item(session, cycle, state=ItemState.PROPOSED, needs=(need,))
    shown = workshops.workshop(session, cycle=cycle, title_id="Kelas pertama")
    hidden = workshops.workshop(session, cycle=cycle, state=WorkshopState.DRAFT)
    details = ProgrammeDetails("Kelas surat", "", "Politeknik", date(2027, 2, 1), date(2027, 2, 3), 24)
    keys = [shown.key, hidden.key]
    programmes.add_programme(session, item, details=details, workshops=keys, actor_id=None)
    assert told(session, ref)[-4:] == [
        (StepKind.ITEM, StepState.DONE, "Pelatihan komputer"),
        (StepKind.CITY, StepState.CURRENT, "proposed"),
        (StepKind.PROGRAMME, StepState.UPCOMING, "Kelas surat"),
        (StepKind.SESSION, StepState.UPCOMING, "Kelas pertama"),
    ]

    aside = NeedDetails(Solution.EQUIPMENT, "Bagian Umum", None, None, None, "")
    describe_need(session, elsewhere, details=aside, units=[], actor_id=None)
    assert told(session, other)[-1] == (StepKind.HANDOVER, StepState.CURRENT, "Bagian Umum")
