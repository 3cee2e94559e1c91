"""Keputusan: what contributors are told, when it is taken back, and how far the answering has come."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.base import utc_now
from core.contributions import ContributionRef
from core.cycles import services as cycles
from core.cycles.enums import Phase
from core.cycles.models import Cycle
from core.errors import Closed, Invalid, NotFound
from plan import themes
from plan.enums import ItemState
from plan.ledger import Node, edges_to
from plan.ledger_models import NodeKind
from plan.models import ThemeRun
from plan.replies import figures
from plan.replies.enums import DECLINING, ReplyKind
from plan.replies.models import Reply, ReplyContribution
from plan.replies.queries import newest_replies
from plan.replies.rules import coverage, median_days
from plan.replies.services import reply_to
from plan.trace import what_became_of
from plan.trace_steps import StepKind
from tests import factories
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of
from tests.plan.test_needs import plan_item

REASON = "Anggaran tahun ini sudah habis."


@pytest.fixture
def voices() -> Voices:
    return Voices()


@pytest.fixture
def cycle(session: Session) -> Cycle:
    return make.deciding_cycle(session)


def answers(session: Session, refs: Sequence[ContributionRef]) -> list[str]:
    """The kind of reply in force of each, "ditarik" or nothing."""
    found, retracted = newest_replies(session, refs)
    return [str(found[ref].kind) if ref in found else "ditarik" * (ref in retracted) for ref in refs]


def reject(session: Session, run: ThemeRun, key: str, kind: ReplyKind = ReplyKind.POSTPONED) -> None:
    addressee = "BKPPD" if kind == ReplyKind.FORWARDED else ""
    theme = theme_of(run, key)
    themes.reject_theme(session, theme, kind=kind, reason=REASON, addressee=addressee, actor_id=None)


@pytest.mark.database
def test_each_decision_about_a_theme_answers_its_contributions(
    session: Session, voices: Voices, cycle: Cycle
) -> None:
    planner = factories.account(session)
    refs = voices.say(cycle, "[digital] a", "[arsip] b", "[layanan] c", "[] d")
    noise = voices.say(make.deciding_cycle(session), "[digital] siklus lain")
    run = make.done_run(session, cycle, voices)
    digital, arsip, layanan = (theme_of(run, key) for key in ("digital", "arsip", "layanan"))
    themes.accept_theme(
        session, digital, title_id="Melek digital", title_en="", reason=" Kami setuju sekali. ", actor_id=planner.id
    )  # fmt: skip
    themes.merge_theme(session, arsip, into=digital, actor_id=planner.id)
    themes.reject_theme(
        session, layanan, kind=ReplyKind.FORWARDED, reason=f" {REASON} ", addressee=" BKPPD ", actor_id=planner.id
    )  # fmt: skip

    told = session.scalars(select(Reply).order_by(Reply.id)).all()
    assert [(r.kind, r.reason, r.addressee, r.theme_id, r.cycle_id, r.decided_by) for r in told] == [
        ("accepted", "Kami setuju sekali.", "", digital.id, cycle.id, planner.id),
        ("merged", "Isinya sejalan dengan “Melek digital”, jadi dibahas dan diputuskan bersama.", "",
         arsip.id, cycle.id, planner.id),
        ("forwarded", REASON, "BKPPD", layanan.id, cycle.id, planner.id),
    ]  # fmt: skip
    assert answers(session, [*refs, *noise]) == ["accepted", "merged", "forwarded", "", ""]
    events = select(AuditEvent.facts).where(AuditEvent.action == "reply.give").order_by(AuditEvent.id)
    assert session.scalars(events).all() == [
        {"decision": kind, "contributions": 1} for kind in ("accepted", "merged", "forwarded")
    ]
    edges = session.execute(edges_to(NodeKind.REPLY, told[0].key)).all()
    assert [Node(*edge[:3]) for edge in edges] == [Node(refs[0].kind, refs[0].key, refs[0].field)]


def test_a_decision_about_the_root_reaches_what_was_merged_into_it(
    session: Session, voices: Voices, cycle: Cycle
) -> None:
    refs = voices.say(cycle, "[digital] a", "[arsip] b", "[layanan] c")
    run = make.done_run(session, cycle, voices)
    themes.merge_theme(session, theme_of(run, "arsip"), into=theme_of(run, "digital"), actor_id=None)
    reject(session, run, "digital")
    assert answers(session, refs) == ["postponed", "postponed", ""]
    themes.reopen_theme(session, theme_of(run, "digital"), actor_id=None)
    assert answers(session, refs) == ["ditarik", "merged", ""]


@pytest.mark.database
def test_what_is_taken_back_stays_as_history_and_is_told_no_more(
    session: Session, voices: Voices, cycle: Cycle
) -> None:
    refs = voices.say(cycle, "[digital] a", "[arsip] b")
    planner, run = factories.account(session), make.done_run(session, cycle, voices)
    make.accepted(session, run, "digital")
    reject(session, run, "arsip")
    themes.reopen_theme(session, theme_of(run, "digital"), actor_id=planner.id)

    assert answers(session, refs) == ["ditarik", "postponed"]
    first = session.scalars(select(Reply).order_by(Reply.id)).first()
    assert first is not None
    assert (first.kind, first.retracted_by, first.retracted_at is not None) == ("accepted", planner.id, True)
    assert session.execute(edges_to(NodeKind.REPLY, first.key)).all() == []
    (trail,) = what_became_of(session, refs[:1])
    assert [(s.title, s.said) for s in trail if s.kind == StepKind.REPLY] == [("Keputusan ditarik", "")]

    reject(session, run, "digital", ReplyKind.NOT_FEASIBLE)
    assert answers(session, refs) == ["not_feasible", "postponed"]
    assert len(session.scalars(select(Reply)).all()) == 3


@pytest.mark.database
def test_a_later_run_answers_what_it_puts_behind_a_need_and_nothing_else(
    session: Session, voices: Voices, cycle: Cycle
) -> None:
    old = voices.say(cycle, "[digital] a", "[arsip] b")
    run = make.done_run(session, cycle, voices)
    make.accepted(session, run, "digital", title="Melek digital")
    new = voices.say(cycle, "[digital] c", "[digital] d", "[arsip] e")
    make.done_run(session, cycle, voices)

    assert answers(session, [*old, *new]) == ["accepted", "", "accepted", "accepted", ""]
    told = session.scalars(select(Reply).order_by(Reply.id)).all()
    assert [(r.kind, r.decided_by, r.theme_id is None) for r in told] == [("accepted", None, False)] * 2
    assert (
        told[1].reason
        == "Masukan ini menjadi dasar kebutuhan “Melek digital” dan dibawa ke penyusunan rencana."
    )
    given = select(ReplyContribution.contribution_key).where(ReplyContribution.reply_id == told[1].id)
    assert set(session.scalars(given)) == {new[0].key, new[1].key}
    make.done_run(session, cycle, voices)
    assert len(session.scalars(select(Reply)).all()) == 2


@pytest.mark.database
def test_one_reply_for_several_whatever_their_theme(session: Session, voices: Voices, cycle: Cycle) -> None:
    planner = factories.account(session)
    refs = voices.say(cycle, "[digital] a", "[] b", "[] c")
    run = make.done_run(session, cycle, voices)
    reject(session, run, "digital")
    chosen = [refs[1], refs[0], refs[1]]
    made = reply_to(
        session, cycle, chosen, kind=ReplyKind.ACCEPTED, reason=REASON, addressee="BKPPD", actor_id=planner.id
    )
    assert (made.kind, made.addressee, made.theme_id, made.decided_by) == ("accepted", "", None, planner.id)
    assert answers(session, refs) == ["accepted", "accepted", ""]
    (steps,) = what_became_of(session, refs[1:2])
    assert [step.kind for step in steps] == [StepKind.RECEIVED, StepKind.REPLY]


def test_what_cannot_be_a_reply(session: Session, voices: Voices, cycle: Cycle) -> None:
    other = make.deciding_cycle(session)
    refs, foreign = voices.say(cycle, "[] a"), voices.say(other, "[] b")
    for each in (cycle, other):
        make.done_run(session, each, voices)
    fitting = {"kind": ReplyKind.POSTPONED, "reason": REASON, "addressee": "", "actor_id": None}
    for wrong in (
        {"reason": " Singkat.  "},
        {"reason": "x" * 1001},
        {"kind": ReplyKind.FORWARDED, "addressee": "  "},
        {"kind": ReplyKind.FORWARDED, "addressee": "x" * 201},
    ):
        with pytest.raises(Invalid):
            reply_to(session, cycle, refs, **{**fitting, **wrong})  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        reply_to(session, cycle, [], **fitting)  # type: ignore[arg-type]
    for refused in (foreign, [*refs, ContributionRef("said", "tidak-ada", "isi")]):
        with pytest.raises(NotFound):
            reply_to(session, cycle, refused, **fitting)  # type: ignore[arg-type]
    cycles.move_to_phase(session, cycle, phase=Phase.CARRY_OUT, actor_id=None)
    with pytest.raises(Closed):
        reply_to(session, cycle, refs, **fitting)  # type: ignore[arg-type]
    assert session.scalars(select(Reply)).all() == []


@pytest.mark.parametrize("kind", DECLINING)
def test_a_theme_is_declined_with_one_of_three(
    session: Session, voices: Voices, cycle: Cycle, kind: ReplyKind
) -> None:
    refs = voices.say(cycle, "[digital] a")
    reject(session, make.done_run(session, cycle, voices), "digital", kind)
    assert answers(session, refs) == [kind]


def at(reply: Reply | ThemeRun, name: str, time: datetime) -> None:
    setattr(reply, name, time)


@pytest.mark.database
def test_the_figures_of_a_cycle(session: Session, voices: Voices, cycle: Cycle) -> None:
    """Four read, three answered: two after 3 days, one after 10; the noise of another cycle counts nowhere."""
    noise = make.deciding_cycle(session)
    voices.say(noise, "[digital] x", "[] y")
    make.accepted(session, make.done_run(session, noise, voices), "digital")
    assert figures.figures_of(session, cycle.id) == figures.Figures(0, 0, 0, None, None)

    refs = voices.say(cycle, "[digital] a", "[digital] b", "[arsip] c", "[] d")
    run = make.done_run(session, cycle, voices)
    start = utc_now() - timedelta(days=30)
    at(run, "finished_at", start)
    make.accepted(session, run, "digital")
    reject(session, run, "arsip")
    for reply, days in zip(
        session.scalars(select(Reply).order_by(Reply.id.desc()).limit(2)), (10, 3), strict=True
    ):
        at(reply, "decided_at", start + timedelta(days=days))
    session.flush()
    figures.count_again(session, cycle.id)
    session.commit()
    assert figures.figures_of(session, cycle.id) == figures.Figures(4, 3, 75, 3, 10)
    assert [ContributionRef(*row) for row in session.execute(figures.unanswered(cycle.id))] == [refs[3]]
    assert session.execute(figures.unanswered(cycle.id, kind="survey_answer")).all() == []
    assert figures.kinds_read(session, cycle.id, ["survey_answer", make.KIND]) == [make.KIND]

    voices.take_back(refs[3])  # a later run does not read it, and the days still count from the first
    make.done_run(session, cycle, voices)
    assert figures.figures_of(session, cycle.id) == figures.Figures(3, 3, 100, 3, 10)
    themes.reopen_theme(session, theme_of(run, "arsip"), actor_id=None)
    assert figures.figures_of(session, cycle.id).answered == 2


@pytest.mark.database
def test_items_that_nobody_asked_for(session: Session, voices: Voices, cycle: Cycle) -> None:
    voices.say(cycle, "[digital] a")
    need = make.accepted(session, make.done_run(session, cycle, voices), "digital")
    plan_item(session, cycle, needs=[need], state=ItemState.DRAFT, title="Diminta")
    plan_item(session, make.deciding_cycle(session), needs=[], title="Siklus lain")
    loose = plan_item(session, cycle, needs=[], title="Tidak diminta")
    assert figures.items_without_contributions(session, cycle.id) == [loose]


@given(st.integers(-5, 10**6), st.integers(-5, 10**6))
def test_coverage_is_never_below_0_nor_above_100(answered: int, read: int) -> None:
    assert 0 <= coverage(answered, read) <= 100
    assert (coverage(answered, read) == 100) == (answered >= read > 0)


@given(st.dictionaries(st.integers(0, 400), st.integers(1, 50), min_size=1))
def test_half_are_answered_within_the_median(counts: dict[int, int]) -> None:
    days, total = median_days(counts), sum(counts.values())
    assert days is not None
    assert 2 * sum(n for d, n in counts.items() if d <= days) >= total
    assert 2 * sum(n for d, n in counts.items() if d < days) < total


def test_without_an_answer_there_is_no_median() -> None:
    assert median_days({}) is None
