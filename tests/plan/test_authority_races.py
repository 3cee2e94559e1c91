"""Several people at once, each on a connection of their own: voices, the end of a consultation, a signature."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from core.db import db, writing
from core.errors import RembukError
from plan.consulting import versions
from plan.consulting.enums import Stance
from plan.consulting.models import PlanTally, PlanVersion, PlanVoice
from plan.consulting.voices import speak
from plan.item_models import ItemStep
from plan.proposals import services
from plan.proposals.enums import ProposalState
from plan.proposals.models import Proposal, ProposalStep
from tests import factories
from tests.conftest import make_app
from tests.plan import factories_authority as authority
from tests.plan import factories_items as made
from tests.plan.factories_themes import fresh

pytestmark = pytest.mark.database


@pytest.fixture
def engine(engine_name: str, tmp_path: Path) -> Iterator[Engine]:
    app = make_app(tmp_path, engine_name)
    with app.app_context():
        found = db.engine
    yield found
    found.dispose()


def outcome(engine: Engine, act: Callable[[Session], object]) -> str:
    """What came of an act in a transaction of its own."""
    with writing(), fresh(engine) as session:
        try:
            act(session)
        except RembukError as refusal:
            return type(refusal).__name__
        session.commit()
        return "done"


def say(session: Session, version_id: int, key: str, account_id: int, stance: Stance) -> None:
    speak(
        session,
        session.get_one(PlanVersion, version_id),
        item_key=key,
        stance=stance,
        comment="Catatan." if stance == Stance.OBJECT else "",
        account_id=account_id,
        secret=authority.SECRET,
        today=authority.DURING,
    )


def open_version(engine: Engine, people: int) -> tuple[int, str, list[int]]:
    with writing(), fresh(engine) as session:
        cycle = made.open_cycle(session)
        item = made.item(session, cycle)
        version = authority.consulted(session, cycle)
        accounts = [authority.employee(session).id for _ in range(people)]
        session.commit()
        return version.id, item.key, accounts


def test_five_people_who_press_three_times_have_five_voices(engine: Engine) -> None:
    version_id, key, accounts = open_version(engine, 5)
    presses = [(a, s) for a in accounts for s in (Stance.ENDORSE, Stance.OBJECT, Stance.ENDORSE)]

    def press(told: tuple[int, Stance]) -> str:
        return outcome(engine, lambda session: say(session, version_id, key, *told))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(press, presses)) == ["done"] * 15
    with fresh(engine) as session:
        assert session.scalar(select(func.count()).select_from(PlanVoice)) == 5


def test_no_voice_is_lost_between_the_last_press_and_the_end(engine: Engine) -> None:
    version_id, key, accounts = open_version(engine, 7)

    def close(session: Session) -> None:
        versions.close_consultation(session, session.get_one(PlanVersion, version_id), actor_id=None)

    acts: list[Callable[[Session], object]] = [
        lambda session, a=a: say(session, version_id, key, a, Stance.ENDORSE)  # type: ignore[misc]
        for a in accounts
    ]
    acts.insert(4, close)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda act: outcome(engine, act), acts))
    closed = outcomes.pop(4)
    assert closed == "done"
    assert set(outcomes) <= {"done", "Closed"}
    with fresh(engine) as session:
        counted = session.scalars(select(PlanTally.endorsed)).one()
        assert counted == outcomes.count("done")
        assert session.scalar(select(func.count()).select_from(PlanVoice)) == 0


def test_of_four_who_sign_or_send_back_one_does(engine: Engine) -> None:
    with writing(), fresh(engine) as session:
        cycle = made.open_cycle(session)
        item = made.item(session, cycle)
        version = versions.freeze_version(session, cycle, actor_id=None)
        proposal = authority.drafted(session, version, [item])
        services.check_proposal(session, proposal, actor_id=factories.account(session).id)
        actors = [factories.account(session).id for _ in range(4)]
        session.commit()
        proposal_id = proposal.id

    def act(number: int) -> str:
        def decide(session: Session) -> None:
            found = session.get_one(Proposal, proposal_id)
            actor = actors[number]
            if number % 2:
                services.return_proposal(session, found, reason="Perbaiki.", actor_id=actor)
            else:
                services.sign_proposal(
                    session, found, number=f"{number}/USL", dated=date(2026, 11, 18), actor_id=actor
                )

        return outcome(engine, decide)

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(act, range(4)))
    assert outcomes == ["Conflict"] * 3 + ["done"]
    with fresh(engine) as session:
        state = session.get_one(Proposal, proposal_id).state
        steps = session.scalars(select(ProposalStep.state).order_by(ProposalStep.number)).all()
        assert steps == ["drafted", "checked", state]
        moved = session.scalar(select(func.count()).select_from(ItemStep))
        assert moved == int(state == ProposalState.SIGNED)
