"""Guarantee "link": who has the database, the files, the server's key and the register, and knows who came when,
cannot tell whose an answer is. Each design that was not built is caught by the same attacks (tests/guarantees/attack).
"""

from collections.abc import Iterator, Sequence
from math import sqrt
from os import environ
from pathlib import Path

import pytest
from flask import Flask

from core.db import db
from tests.conftest import make_app
from tests.guarantees.attack.attacks import COVERED, MEASURED, Attack, hits, register, register_and_batch
from tests.guarantees.attack.designs import REAL, SABOTAGED, Design
from tests.guarantees.attack.loot import Loot
from tests.guarantees.attack.scenarios import BATCH, close, run

pytestmark = pytest.mark.database
PEOPLE = 200 if environ.get("REMBUK_SOAK") else 60
FEW = 20
ALMOST_ALL = 0.9
NAMING_THE_UNIT = (register, register_and_batch)
ATTACKS = {attack.__name__: attack for attack in (*COVERED, *MEASURED)}


@pytest.fixture
def app(tmp_path: Path, engine_name: str) -> Iterator[Flask]:
    app = make_app(tmp_path, engine_name)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.soak
def test_one_in_a_batch_while_open_chance_once_closed(app: Flask) -> None:
    survey = run(app, REAL, PEOPLE)
    assert len(survey.loot.tables["answer"]) == PEOPLE
    assert too_many(survey.loot, COVERED, PEOPLE / BATCH) == {}
    units = len(set(survey.loot.unit_of.values()))
    assert too_many(survey.loot, NAMING_THE_UNIT, units) == {}
    loot = close(survey)
    assert too_many(loot, COVERED, 1) == {}
    assert too_many(loot, NAMING_THE_UNIT, units) == {}


def too_many(loot: Loot, attacks: Sequence[Attack], by_chance: float) -> dict[str, int]:
    """The attacks that find more than chance. Six sigma: of two dozen attacks one passes three by luck."""
    found = {attack.__name__: hits(attack, loot) for attack in attacks}
    return {name: n for name, n in found.items() if n > by_chance + 6 * sqrt(by_chance)}


@pytest.mark.parametrize("design", SABOTAGED, ids=lambda design: str(design.name))
def test_sabotaged_designs_are_caught(app: Flask, design: Design) -> None:
    survey = run(app, design, FEW)
    assert max(hits(ATTACKS[name], survey.loot) for name in design.caught_by) >= ALMOST_ALL * FEW
