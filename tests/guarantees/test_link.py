"""Guarantee "link": who has the database, the files, the server's key and the register, and knows who came when,
cannot tell whose an answer is. Each design that was not built is caught by the same attacks (tests/guarantees/attack).
"""

from collections.abc import Iterator
from math import sqrt
from os import environ
from pathlib import Path

import pytest
from flask import Flask

from core.db import db
from tests.guarantees.attack.attacks import COVERED, MEASURED, hits
from tests.guarantees.attack.designs import REAL, SABOTAGED, Design
from tests.guarantees.attack.fresh import fresh_app
from tests.guarantees.attack.scenarios import BATCH, close, run

pytestmark = pytest.mark.database
PEOPLE = 200 if environ.get("REMBUK_SOAK") else 60
FEW = 20
ALMOST_ALL = 0.9
ATTACKS = {attack.__name__: attack for attack in (*COVERED, *MEASURED)}


@pytest.fixture
def app(tmp_path: Path, engine_name: str) -> Iterator[Flask]:
    app = fresh_app(tmp_path, engine_name)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_one_in_a_batch_while_open_chance_once_closed(app: Flask) -> None:
    survey = run(app, REAL, PEOPLE)
    assert len(survey.loot.tables["answer"]) == PEOPLE
    expected = PEOPLE / BATCH
    found = {attack.__name__: hits(attack, survey.loot) for attack in COVERED}
    assert {name: n for name, n in found.items() if n > expected + 3 * sqrt(expected)} == {}
    loot = close(survey)
    found = {attack.__name__: hits(attack, loot) for attack in COVERED}
    assert {name: n for name, n in found.items() if n > 1 + 3} == {}
    units = len(set(loot.unit_of.values()))
    assert hits(ATTACKS["register"], loot) <= units + 3 * sqrt(units)
    assert hits(ATTACKS["register_and_batch"], loot) <= units + 3 * sqrt(units)


@pytest.mark.parametrize("design", SABOTAGED, ids=lambda design: str(design.name))
def test_sabotaged_designs_are_caught(app: Flask, design: Design) -> None:
    survey = run(app, design, FEW)
    assert max(hits(ATTACKS[name], survey.loot) for name in design.caught_by) >= ALMOST_ALL * FEW
