"""Guarantee "link": who has the database, the files, the server's key and the register, and knows who came when,
cannot tell whose an answer is. Each design that was not built is caught by the same attacks (tests/guarantees/attack).
"""

import random
from collections.abc import Iterator
from math import sqrt
from os import environ
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.db import db
from surveys import answer_pictures, mixer, store
from surveys.answer_models import AnswerPicture
from tests.conftest import make_app
from tests.guarantees.attack.attacks import (
    COVERED,
    MEASURED,
    hits,
    picture_pieces,
    picture_place,
    picture_transaction,
    register,
    register_and_batch,
    register_and_counter,
)
from tests.guarantees.attack.designs import REAL, SABOTAGED, SEALED, WITH_CODES, Design
from tests.guarantees.attack.loot import Loot
from tests.guarantees.attack.scenarios import BATCH, close, run

pytestmark = pytest.mark.database
PEOPLE = 200 if environ.get("REMBUK_SOAK") else 60
FEW = 20
ALMOST_ALL = 0.9
CODES = pytest.mark.parametrize("codes", [False, True], ids=["accounts", "codes"])
WRITTEN = ("answer", "answer_count", "answer_picture", "participation")
OF_PICTURES = (picture_transaction, picture_pieces, picture_place)
WITHIN_UNITS = (register, register_and_batch, register_and_counter, *OF_PICTURES)
PROMISED = {attack.__name__: attack for attack in (*COVERED, *WITHIN_UNITS)}
ATTACKS = {attack.__name__: attack for attack in (*COVERED, *MEASURED)}


@pytest.fixture
def app(tmp_path: Path, engine_name: str) -> Iterator[Flask]:
    app = make_app(tmp_path, engine_name)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def dice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same dice every time, so that no test depends on luck."""
    seeded = random.Random(1)
    monkeypatch.setattr(mixer, "_random", seeded)
    monkeypatch.setattr(answer_pictures, "_random", seeded)
    monkeypatch.setattr(answer_pictures, "_random_place", lambda rows: func.md5(rows.c.row_key))
    monkeypatch.setattr(store, "token_hex", lambda size: seeded.randbytes(size).hex())


def bound(expected: float) -> float:
    """What chance gives, and three standard deviations."""
    return expected + 3 * sqrt(expected)


def beaten(loot: Loot, expected: float) -> dict[str, int]:
    """The attacks that find more than chance: over all, and among the people of a unit."""
    units = bound(len(set(loot.unit_of.values())))
    limits = {name: units if attack in WITHIN_UNITS else bound(expected) for name, attack in PROMISED.items()}
    found = {name: hits(attack, loot) for name, attack in PROMISED.items()}
    return {name: count for name, count in found.items() if count > limits[name]}


def test_the_mixer_throws_real_dice() -> None:
    assert isinstance(mixer._random, random.SystemRandom)
    assert isinstance(answer_pictures._random, random.SystemRandom)
    assert str(answer_pictures._random_place(select(AnswerPicture).cte())) == "gen_random_uuid()"


@pytest.mark.soak
@CODES
@pytest.mark.usefixtures("dice")
def test_one_in_a_batch_while_open_chance_once_closed(app: Flask, codes: bool) -> None:
    survey = run(app, REAL, PEOPLE, codes=codes)
    assert len(survey.loot.tables["answer"]) == PEOPLE
    assert beaten(survey.loot, PEOPLE / BATCH) == {}
    assert beaten(close(survey), 1) == {}


@CODES
@pytest.mark.usefixtures("dice")
def test_no_row_tells_when_it_was_written(app: Flask, engine_name: str, codes: bool) -> None:
    survey = run(app, REAL, 3 * BATCH, codes=codes)
    assert of_one_moment(survey.loot, engine_name)
    assert of_one_moment(close(survey), engine_name)


def of_one_moment(loot: Loot, engine_name: str) -> bool:
    """One transaction wrote all rows of a table (PostgreSQL), or they have no rowid (SQLite)."""
    rows = {table: loot.tables[table] for table in WRITTEN}
    assert min(map(len, rows.values())) >= 3 * BATCH
    if engine_name == "postgresql":
        moments = {row["_xmin"] for found in rows.values() for row in found}
        # The counter of a quota was touched last by whoever came last; it must not show that either.
        assert {row["_xmin"] for row in loot.tables["quota_count"]} <= moments
        return all(len({row["_xmin"] for row in found}) == 1 for found in rows.values())
    return not any("_place" in row for found in rows.values() for row in found)


@pytest.mark.usefixtures("dice")
def test_sabotage_rows_left_as_they_came_show_the_batch(
    app: Flask, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite a row does not say which transaction wrote it: nothing is lost there."""
    monkeypatch.setattr(mixer, "_rewrite", lambda *_: None)
    loot = run(app, REAL, PEOPLE).loot
    shows = engine_name == "postgresql"
    assert of_one_moment(loot, engine_name) is not shows
    assert ({"register_and_batch", "register_and_counter"} <= set(beaten(loot, PEOPLE / BATCH))) is shows


@pytest.mark.parametrize("design", SABOTAGED, ids=lambda design: str(design.name))
def test_sabotaged_designs_are_caught(app: Flask, design: Design) -> None:
    survey = run(app, design, FEW)
    assert max(hits(ATTACKS[name], survey.loot) for name in design.caught_by) >= ALMOST_ALL * FEW


def test_sabotage_a_receipt_made_from_the_code_is_caught(app: Flask) -> None:
    found = hits(ATTACKS["hashes"], run(app, WITH_CODES, FEW, codes=True).loot)
    assert found >= ALMOST_ALL * FEW


def test_a_seal_without_the_nonce_is_caught_where_transactions_are_kept(app: Flask, engine_name: str) -> None:
    """On SQLite nothing tells whose a seal is: first with first is all there is."""
    found = hits(ATTACKS["sealed"], run(app, SEALED, FEW).loot)
    assert (found >= ALMOST_ALL * FEW) is (engine_name == "postgresql")


@pytest.mark.usefixtures("dice")
def test_sabotage_pictures_left_as_they_came_show_the_batch(
    app: Flask, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL by transaction and by piece; SQLite's pages are used again and again, and show nothing."""
    monkeypatch.setattr(answer_pictures, "settle", lambda *_: None)
    found = set(beaten(run(app, REAL, PEOPLE).loot, PEOPLE / BATCH))
    assert (found >= {"picture_transaction", "picture_pieces"}) is (engine_name == "postgresql")
