"""What a need is about, its steps through several hands, and where it goes that no course solves."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.db import db, writing
from core.duties.queries import Scope
from core.errors import Closed, Conflict, Invalid, NotAllowed, NotFound, RembukError
from core.staff.posts import add_post
from plan import items
from plan.enums import Competency
from plan.item_models import plan_item_need
from plan.item_queries import plannable_needs
from plan.models import Need
from plan.needing import competencies, handing, queries, shaping, stepping
from plan.needing.enums import Hand, HandoverStep, Solution, Stage
from plan.needing.models import NamedCompetency, NeedStep, PostStandard
from tests import factories
from tests.conftest import make_app
from tests.plan import factories_items as made
from tests.plan import factories_needing as make

pytestmark = pytest.mark.database


def test_the_standard_nine_are_added_once_beside_the_offices_own(session: Session) -> None:
    make.competency(session, name="Komunikasi", kind=Competency.MANAGERIAL)
    assert competencies.add_standard_set(session, actor_id=None) == 8
    assert competencies.add_standard_set(session, actor_id=None) == 0
    kinds = [c.kind for c in queries.competencies(session)]
    assert (kinds.count("managerial"), kinds.count("socio_cultural"), kinds.count("technical")) == (8, 1, 0)
    with pytest.raises(Conflict):
        make.competency(session, name="Integritas")


def test_a_standard_is_rewritten_whole_and_only_for_its_post(session: Session) -> None:
    one, two, three = (make.competency(session) for _ in range(3))
    post, other = (add_post(session, name=n, kind="operational", actor_id=None) for n in ("Loket", "Arsip"))
    competencies.set_standard(session, other, levels={one.id: 1}, actor_id=None)
    competencies.set_standard(session, post, levels={one.id: 3, two.id: 4}, actor_id=None)
    competencies.set_standard(session, post, levels={two.id: 5, three.id: 2}, actor_id=None)
    assert queries.standard_of(session, post) == {two.id: 5, three.id: 2}
    assert queries.standard_of(session, other) == {one.id: 1}
    with pytest.raises(Invalid):
        competencies.set_standard(session, post, levels={one.id: 6}, actor_id=None)
    competencies.set_standard(session, post, levels={}, actor_id=None)
    assert [row.post_id for row in session.scalars(select(PostStandard))] == [other.id]


def test_a_gap_is_the_standard_minus_where_people_stand(session: Session) -> None:
    competency, post = (
        make.competency(session),
        add_post(session, name="Loket", kind="operational", actor_id=None),
    )
    need = made.need(session, made.open_cycle(session))
    details = replace(make.course(competency.id), post_id=post.id, actual_level=2, level_found="Uji 2026")
    shaping.describe_need(session, need, details=details, units=[], actor_id=None)
    assert queries.gap_of(session, need) == queries.GapFigures(None, 2, None)
    competencies.set_standard(session, post, levels={competency.id: 4}, actor_id=None)
    assert queries.gap_of(session, need) == queries.GapFigures(4, 2, 2)
    competencies.set_standard(session, post, levels={competency.id: 1}, actor_id=None)
    assert queries.gap_of(session, need) == queries.GapFigures(1, 2, 0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"solution": Solution.ALLOWANCE}, "kepada siapa"),
        ({"actual_level": 2, "level_found": "Uji"}, "jabatan dan kompetensi"),
    ],
)
def test_a_description_that_lacks_something_is_refused(
    session: Session, changes: dict[str, object], words: str
) -> None:
    need = made.need(session, made.open_cycle(session))
    details = replace(make.course(), **changes)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match=words):
        shaping.describe_need(session, need, details=details, units=[], actor_id=None)


def test_urgency_has_a_reason_and_the_element_exists(session: Session) -> None:
    need = made.need(session, made.open_cycle(session))
    for arguments in (shaping.Arguments("", "", 4, ""), shaping.Arguments("tidak-ada", "", None, "")):
        with pytest.raises(Invalid):
            shaping.argue_need(session, need, arguments=arguments, actor_id=None)
    arguments = shaping.Arguments("waktu", "PP 11/2017", 5, "Antrean panjang.")
    shaping.argue_need(session, need, arguments=arguments, actor_id=None)
    assert (need.skm_element, need.legal_basis, need.urgency) == ("waktu", "PP 11/2017", 5)


def test_a_need_goes_through_planner_superior_and_checker(session: Session) -> None:
    planner, superior, checker = (factories.account(session) for _ in range(3))
    cycle = made.open_cycle(session)
    noise = make.need(session, cycle)
    need = make.need(session, cycle)
    actors = {Hand.PLANNER: planner.id, Hand.SUPERIOR: superior.id, Hand.CHECKER: checker.id}
    for before, after, hand in make.WAY:
        stepping.move_need(session, need, before=before, after=after, hand=hand, actor_id=actors[hand])
    assert [(s.stage, s.hand, s.actor_id) for s in queries.steps_of(session, need)] == [
        ("inventory", "planner", planner.id),
        ("verified", "superior", superior.id),
        ("validated", "checker", checker.id),
        ("prioritised", "planner", planner.id),
    ]
    assert (need.stage, noise.stage, queries.steps_of(session, noise)) == ("prioritised", "survey", [])
    facts = session.scalars(select(AuditEvent.facts).where(AuditEvent.action == "need.step")).all()
    assert {"before": "validated", "after": "prioritised"} in facts


def test_superior_and_checker_are_others_than_who_brought_it(session: Session) -> None:
    planner = factories.account(session)
    need = make.need(session, made.open_cycle(session))
    step = {"before": Stage.SURVEY, "after": Stage.INVENTORY, "hand": Hand.PLANNER}
    stepping.move_need(session, need, **step, actor_id=planner.id)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        stepping.move_need(
            session,
            need,
            before=Stage.INVENTORY,
            after=Stage.VERIFIED,
            hand=Hand.SUPERIOR,
            actor_id=planner.id,
        )


def test_sending_back_wants_a_reason_and_incomplete_needs_stay(session: Session) -> None:
    cycle = made.open_cycle(session)
    need = make.need(session, cycle, stage=Stage.INVENTORY)
    back = {"before": Stage.INVENTORY, "after": Stage.SURVEY, "hand": Hand.SUPERIOR, "actor_id": None}
    with pytest.raises(Invalid):
        stepping.move_need(session, need, **back, reason=" ")  # type: ignore[arg-type]
    stepping.move_need(session, need, **back, reason="Bukan di unit kami.")  # type: ignore[arg-type]
    assert [(s.stage, s.reason) for s in queries.steps_of(session, need)] == [
        ("inventory", ""),
        ("survey", "Bukan di unit kami."),
    ]
    forward = {"before": Stage.SURVEY, "after": Stage.INVENTORY, "hand": Hand.PLANNER, "actor_id": None}
    with pytest.raises(Invalid, match="unit"):
        stepping.move_need(session, make.need(session, cycle, units=[]), **forward)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="tidak ada"):
        stepping.move_need(session, need, **{**forward, "after": Stage.VALIDATED})  # type: ignore[arg-type]
    made.close(session, cycle)
    with pytest.raises(Closed):
        stepping.move_need(session, need, **forward)  # type: ignore[arg-type]


def test_what_is_looked_at_is_not_rewritten(session: Session) -> None:
    need = make.need(session, made.open_cycle(session), stage=Stage.INVENTORY)
    with pytest.raises(Conflict):
        shaping.describe_need(session, need, details=make.elsewhere(), units=[], actor_id=None)
    assert need.solution == "course"


def test_superiors_see_needs_of_units_that_are_all_theirs(session: Session) -> None:
    cycle, other_cycle = made.open_cycle(session), made.open_cycle(session)
    mine, theirs = factories.unit(session), factories.unit(session)
    make.need(session, cycle, units=[mine])  # nobody brought it to a superior yet
    make.need(session, cycle, units=[mine, theirs], stage=Stage.INVENTORY)
    make.need(session, other_cycle, units=[mine], stage=Stage.INVENTORY)
    done = make.need(session, cycle, units=[mine], stage=Stage.VALIDATED)
    waiting = make.need(session, cycle, units=[mine], stage=Stage.INVENTORY)
    scope = Scope(office=False, unit_ids=frozenset({mine.id}), objects=frozenset())
    seen = queries.needs_in_scope(session, cycle.id, scope)
    assert [(row.need.id, row.people) for row in seen] == [(waiting.id, None), (done.id, None)]
    nobody = Scope(office=False, unit_ids=frozenset(), objects=frozenset())
    with pytest.raises(NotFound):
        queries.need_in_scope(session, waiting, nobody)


def test_a_need_that_no_course_solves_never_gets_into_an_item(session: Session) -> None:
    cycle = made.open_cycle(session)
    usual, other = made.need(session, cycle), make.other_need(session, cycle)
    assert plannable_needs(session, cycle.id) == [usual]
    with pytest.raises(Invalid):
        items.create_item(session, cycle, details=made.details(), needs=[usual, other], actor_id=None)
    item = made.item(session, cycle, needs=(usual,))
    with pytest.raises(Conflict):
        shaping.describe_need(session, usual, details=make.elsewhere(), units=[], actor_id=None)
    session.refresh(usual)
    assert (usual.solution, item.needs) == ("course", [usual])


@pytest.mark.parametrize("solution", ["course", "equipment"])
def test_the_database_itself_refuses_such_a_line(session: Session, solution: str) -> None:
    cycle = made.open_cycle(session)
    item, other = made.item(session, cycle), make.other_need(session, cycle)
    line = {"plan_item_id": item.id, "need_id": other.id, "solution": solution}
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(plan_item_need).values(line))


@pytest.mark.parametrize(
    "change",
    [
        "solution = 'equipment'",
        "stage = 'elsewhere'",
        "urgency = 6, urgency_reason = 'x'",
        "urgency = 3",
        "actual_level = 0",
    ],
)
def test_the_database_refuses_needs_that_cannot_be(session: Session, change: str) -> None:
    need = made.need(session, made.open_cycle(session))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(f"UPDATE need SET {change} WHERE id = :id"), {"id": need.id})  # noqa: S608


def test_a_handover_has_a_day_and_later_an_answer(session: Session) -> None:
    cycle = made.open_cycle(session)
    need, silent = make.other_need(session, cycle), make.other_need(session, cycle, title="TPP")
    usual = made.need(session, cycle)
    note = {"actor_id": None, "text": ""}
    with pytest.raises(Invalid, match="sesudah"):
        handing.note_handover(
            session, need, step=HandoverStep.ANSWERED, on=date(2026, 7, 1), text="Ya", actor_id=None
        )
    handing.note_handover(session, need, step=HandoverStep.SENT, on=date(2026, 7, 1), **note)  # type: ignore[arg-type]
    for on, words in ((date(2026, 6, 30), "Ya"), (date(2026, 7, 2), " ")):
        with pytest.raises(Invalid):
            handing.note_handover(session, need, step=HandoverStep.ANSWERED, on=on, text=words, actor_id=None)
    for words in ("Menunggu.", "Dianggarkan 2027."):
        handing.note_handover(
            session, need, step=HandoverStep.ANSWERED, on=date(2026, 8, 3), text=words, actor_id=None
        )
    with pytest.raises(Invalid, match="pelatihan"):
        handing.note_handover(session, usual, step=HandoverStep.SENT, on=date(2026, 7, 1), **note)  # type: ignore[arg-type]
    assert handing.handover_of(session, usual) is None
    assert handing.other_needs(session, cycle.id) == [
        handing.Handover(
            need, Solution.EQUIPMENT, "Bagian Umum", date(2026, 7, 1), date(2026, 8, 3), "Dianggarkan 2027."
        ),
        handing.Handover(silent, Solution.EQUIPMENT, "Bagian Umum"),
    ]


def test_two_superiors_verify_a_need_once(engine_name: str, tmp_path: Path) -> None:
    app = make_app(tmp_path, engine_name)
    with app.app_context():
        engine = db.engine
    with writing(), Session(engine, expire_on_commit=False) as session:
        need_id = make.need(session, made.open_cycle(session), stage=Stage.INVENTORY).id
        session.commit()

    def act(number: int) -> str:
        after, reason = (Stage.VERIFIED, "") if number % 2 else (Stage.SURVEY, "Tidak di unit kami.")
        with writing(), Session(engine, expire_on_commit=False) as session:
            need = session.get_one(Need, need_id)
            step = {"before": Stage.INVENTORY, "after": after, "hand": Hand.SUPERIOR, "reason": reason}
            try:
                stepping.move_need(session, need, **step, actor_id=None)  # type: ignore[arg-type]
            except RembukError as refusal:
                return type(refusal).__name__
            session.commit()
            return "moved"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(act, range(4)))
    assert outcomes == ["Conflict"] * 3 + ["moved"]
    with Session(engine) as session:
        stages = session.scalars(select(NeedStep.stage).order_by(NeedStep.id)).all()
        assert stages == ["inventory", session.get_one(Need, need_id).stage]
    engine.dispose()


def test_a_planner_and_an_item_meet_over_one_need(engine_name: str, tmp_path: Path) -> None:
    """Whoever comes second is refused: the line stands or the need goes elsewhere, never both."""
    app = make_app(tmp_path, engine_name)
    with app.app_context():
        engine = db.engine
    with writing(), Session(engine, expire_on_commit=False) as session:
        cycle = made.open_cycle(session)
        need_id = made.need(session, cycle).id
        session.commit()

    def act(number: int) -> str:
        with writing(), Session(engine, expire_on_commit=False) as session:
            need = session.get_one(Need, need_id)
            try:
                if number % 2:
                    details = made.details()
                    items.create_item(session, need.cycle, details=details, needs=[need], actor_id=None)
                else:
                    shaping.describe_need(session, need, details=make.elsewhere(), units=[], actor_id=None)
            except RembukError as refusal:
                return type(refusal).__name__
            session.commit()
            return "item" if number % 2 else "elsewhere"

    with ThreadPoolExecutor(4) as pool:
        outcomes = set(pool.map(act, range(4)))
    assert ("item" in outcomes) != ("elsewhere" in outcomes)
    with Session(engine) as session:
        lines = len(session.execute(select(plan_item_need)).all())
        assert (lines > 0) == (session.get_one(Need, need_id).solution == "course")
    engine.dispose()


def test_a_competency_is_renamed_and_taken_out_of_use(session: Session) -> None:
    kept, changed = make.competency(session), make.competency(session)
    competencies.change_competency(
        session,
        changed,
        kind=Competency.MANAGERIAL,
        name_id=" Baru  sekali ",
        name_en="New",
        active=False,
        actor_id=None,
    )
    session.expire_all()
    assert queries.competencies(session, only_active=True) == [kept]
    row = session.get_one(NamedCompetency, changed.id)
    assert (row.kind, row.name_id, row.name_en) == ("managerial", "Baru sekali", "New")
