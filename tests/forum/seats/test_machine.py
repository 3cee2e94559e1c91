"""No seat twice, nobody lost, every step written down: whatever happens in whatever order."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from core.errors import Full
from forum.seats import counting, moves, services
from forum.workshops.models import Workshop
from tests.forum.seats.machine import Seats

LIMITS = {
    "deadline": None,
    "database": None,
    "derandomize": True,
    "suppress_health_check": list(HealthCheck),
}


def run(
    connection: Connection, *, examples: int, steps: int, phases: tuple[Phase, ...] = tuple(Phase)
) -> None:
    machine = type("Seats", (Seats,), {"connection": connection})
    limits = settings(max_examples=examples, stateful_step_count=steps, phases=phases, **LIMITS)
    run_state_machine_as_test(machine, settings=limits)


@pytest.mark.slow
def test_the_promises_hold_in_any_order(connection: Connection) -> None:
    run(connection, examples=200, steps=50)


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.database
def test_they_hold_on_both_engines(connection: Connection) -> None:
    examples, steps = (200, 50) if os.environ.get("REMBUK_SOAK") else (10, 30)
    run(connection, examples=examples, steps=steps)


@pytest.mark.slow
def test_sabotage_a_seat_without_its_condition_is_found(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_anyway(session: Session, workshop: Workshop, unit_id: int | None, *_conditions: object) -> None:
        try:
            counting.take_seat(session, workshop, unit_id)
        except Full:
            return

    for module in (moves, services):
        monkeypatch.setattr(module, "take_seat", take_anyway)
    with pytest.raises(AssertionError):
        run(connection, examples=30, steps=30, phases=(Phase.generate,))  # found is enough: no shrinking
