"""Several people at the workbench at once, each on a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from core.db import db, writing
from core.errors import RembukError
from plan.coding import services
from plan.coding.models import CodingSample
from plan.models import NeedContribution, ThemeRun
from plan.workbench import moving
from plan.workbench.models import Placement
from tests import factories
from tests.conftest import make_app
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of
from tests.plan.factories_workbench import picked, places

pytestmark = pytest.mark.database
MANY = 6


def engine_of(tmp_path: Path, engine_name: str) -> Engine:
    app = make_app(tmp_path, engine_name)
    with app.app_context():
        return db.engine


def at_once(engine: Engine, act: Callable[[Session, int], object]) -> list[str]:
    """What became of each of several acts: "done" or the refusal."""

    def one(number: int) -> str:
        with writing(), make.fresh(engine) as session:
            try:
                act(session, number)
            except RembukError as refusal:
                return type(refusal).__name__
            session.commit()
            return "done"

    with ThreadPoolExecutor(MANY) as pool:
        return sorted(pool.map(one, range(MANY)))


def test_of_many_moves_one_holds(engine_name: str, tmp_path: Path) -> None:
    engine = engine_of(tmp_path, engine_name)
    voices = Voices()
    with writing(), make.fresh(engine) as session:
        cycle = make.deciding_cycle(session)
        refs = voices.say(cycle, "[digital] a", "[arsip] b", "[layanan] c")
        session.commit()
        run = make.done_run(session, cycle, voices)
        needs = {key: make.accepted(session, run, key).id for key in ("arsip", "layanan")}
        sent, run_id = picked(session, run, refs[:1]), run.id

    def move(session: Session, number: int) -> None:
        run = session.get_one(ThemeRun, run_id)
        to = theme_of(run, ("arsip", "layanan")[number % 2])
        moving.move_contributions(session, run, picked=sent, to=to, actor_id=None)

    assert at_once(engine, move) == ["Conflict"] * (MANY - 1) + ["done"]
    with make.fresh(engine) as session:
        here = places(session, session.get_one(ThemeRun, run_id))[refs[0]]
        assert here is not None
        assert session.scalars(select(Placement.theme_key)).all() == [here]
        behind = select(NeedContribution.need_id).where(NeedContribution.contribution_key == refs[0].key)
        assert session.scalars(behind).all() == [needs[here]]
    engine.dispose()


def test_of_many_readers_two_get_a_seat(engine_name: str, tmp_path: Path) -> None:
    engine = engine_of(tmp_path, engine_name)
    voices = Voices()
    with writing(), make.fresh(engine) as session:
        cycle = make.deciding_cycle(session)
        voices.say(cycle, *(f"[digital] a{n}" for n in range(10)))
        session.commit()
        run = make.done_run(session, cycle, voices)
        number = services.draw_sample(session, run, size=10, actor_id=None).id
        people = [factories.account(session).id for _ in range(MANY)]
        session.commit()

    def sit(session: Session, who: int) -> None:
        services.take_seat(session, session.get_one(CodingSample, number), actor_id=people[who])

    assert at_once(engine, sit) == ["NotAllowed"] * (MANY - 2) + ["done"] * 2
    with make.fresh(engine) as session:
        sample = session.get_one(CodingSample, number)
        assert len({sample.first_id, sample.second_id, None}) == 3
    engine.dispose()
