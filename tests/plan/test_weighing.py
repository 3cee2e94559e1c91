"""The weights of a cycle, their versions, and the order of its needs."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from core.cycles.models import Cycle
from core.db import db, writing
from core.errors import Closed, Conflict, Invalid, RembukError
from plan.needing import shaping, weighing
from plan.needing.models import PriorityWeights
from plan.needing.priority import EVEN, Criterion
from surveys import store
from surveys.element_averages import element_averages
from surveys.skm_template import skm_questions
from tests import factories
from tests.conftest import make_app
from tests.plan import factories_items as made
from tests.plan import factories_needing as make
from tests.surveys import factories_surveys

pytestmark = pytest.mark.database
PEOPLE_ONLY = {**dict.fromkeys(Criterion, 0), Criterion.PEOPLE: 1}


def refs(first: int, last: int) -> list[ContributionRef]:
    return [ContributionRef("said", f"k{n:03d}", "isi") for n in range(first, last)]


def test_weights_begin_even_and_each_saving_is_a_version(session: Session) -> None:
    planner = factories.account(session, name="Rambu")
    cycle, other = made.open_cycle(session), made.open_cycle(session)
    assert weighing.current_weights(session, cycle.id) == weighing.SavedWeights(0, EVEN)
    weighing.save_weights(session, other, weights=EVEN, seen=0, actor_id=None)
    for seen, weights in enumerate((EVEN, PEOPLE_ONLY)):
        weighing.save_weights(session, cycle, weights=weights, seen=seen, actor_id=planner.id)
    history = weighing.weight_history(session, cycle.id)
    assert [(h.version, h.weights, h.by) for h in history] == [(2, PEOPLE_ONLY, "Rambu"), (1, EVEN, "Rambu")]
    assert weighing.current_weights(session, cycle.id) == history[0]


def test_weights_that_cannot_be_are_refused(session: Session) -> None:
    cycle = made.open_cycle(session)
    for wrong in (dict.fromkeys(Criterion, 0), {**EVEN, Criterion.SKM: 101}, {**EVEN, Criterion.SKM: -1}):
        with pytest.raises(Invalid):
            weighing.save_weights(session, cycle, weights=wrong, seen=0, actor_id=None)
    with pytest.raises(Conflict):
        weighing.save_weights(session, cycle, weights=EVEN, seen=3, actor_id=None)
    made.close(session, cycle)
    with pytest.raises(Closed):
        weighing.save_weights(session, cycle, weights=EVEN, seen=0, actor_id=None)
    assert session.scalars(select(PriorityWeights)).all() == []


def test_four_planners_save_one_version(engine_name: str, tmp_path: Path) -> None:
    app = make_app(tmp_path, engine_name)
    with app.app_context():
        engine = db.engine
    with writing(), Session(engine, expire_on_commit=False) as session:
        cycle_id = made.open_cycle(session).id
        session.commit()

    def save(number: int) -> str:
        with writing(), Session(engine, expire_on_commit=False) as session:
            weights = {**EVEN, Criterion.SKM: number}
            try:
                weighing.save_weights(
                    session, session.get_one(Cycle, cycle_id), weights=weights, seen=0, actor_id=None
                )
            except RembukError as refusal:
                return type(refusal).__name__
            session.commit()
            return "saved"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(save, range(4))) == ["Conflict"] * 3 + ["saved"]
    with Session(engine) as session:
        assert session.scalars(select(PriorityWeights.version)).all() == [1]
    engine.dispose()


def test_averages_of_elements_pass_the_gate(session: Session) -> None:
    cycle = made.open_cycle(session)
    survey = factories_surveys.feedback(session, cycle=cycle, questions=skm_questions())
    version = factories_surveys.version_of(survey)
    bodies = [{"waktu": str(2 + n % 2)} for n in range(10)] + [{"biaya": "4"} for _ in range(4)]
    store.finalise(session, survey, [store.FinalRow(version_id=version.id, body=body) for body in bodies])
    session.flush()
    assert element_averages(session, cycle.id) == {"waktu": Decimal("2.50")}
    assert element_averages(session, made.open_cycle(session).id) == {}


def test_the_order_follows_the_weights_and_says_what_moved(session: Session) -> None:
    cycle = made.open_cycle(session)
    units = [factories.unit(session) for _ in range(4)]
    crowd = make.need(session, cycle, units=units[:1], title="Banyak orang")
    wide = make.need(session, cycle, units=units, title="Banyak unit")
    bound = make.need(session, cycle, units=[], title="Wajib")
    made.contribute(session, crowd, refs(0, 99))
    made.contribute(session, wide, refs(99, 108))
    made.contribute(session, make.need(session, made.open_cycle(session), units=[]), refs(0, 500))
    arguments = shaping.Arguments("", "PP 11/2017 pasal 203", None, "")
    shaping.argue_need(session, bound, arguments=arguments, actor_id=None)

    even = weighing.order_of(session, cycle.id, weights=EVEN)
    assert [(s.need.title_id, s.ranked.points, s.moved) for s in even] == [
        ("Banyak unit", Decimal("30.0"), 0),  # half of the crowd, all units
        ("Banyak orang", Decimal("25.0"), 0),
        ("Wajib", Decimal("20.0"), 0),
    ]
    by_people = weighing.order_of(session, cycle.id, weights=PEOPLE_ONLY, saved=EVEN)
    assert [(s.need.title_id, s.ranked.points, s.up, s.down) for s in by_people] == [
        ("Banyak orang", Decimal("100.0"), 1, 0),
        ("Banyak unit", Decimal("50.0"), 0, 1),
        ("Wajib", Decimal("0.0"), 0, 0),
    ]
