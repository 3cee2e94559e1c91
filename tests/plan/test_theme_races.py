"""Several planners at once, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from core.db import db, writing
from core.errors import RembukError
from plan import themes
from plan.enums import ThemeState
from plan.models import Need, NeedContribution, Theme, ThemeRun
from tests.conftest import make_app
from tests.plan import factories_themes as make
from tests.plan.factories_themes import Voices, theme_of


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
                    themes.reject_theme(session, theme, reason=f"Alasan nomor {number}", actor_id=None)
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
