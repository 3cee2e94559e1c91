"""Seats in all and per unit: never fewer than are held, also when somebody takes one just then."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.db import db, writing
from core.errors import Conflict, Invalid
from forum.workshops import seating
from forum.workshops.models import UnitQuota, Workshop
from tests import factories
from tests.forum import factories as forum

BEFORE, AFTER, CLIENTS = 8, 4, 8


def seats_of(session: Session, workshop: Workshop) -> tuple[int, int, dict[int, tuple[int, int]]]:
    session.expire_all()
    return workshop.seats, workshop.taken, {q.unit_id: (q.seats, q.taken) for q in workshop.quotas}


@pytest.mark.database
def test_seats_are_set_and_never_below_what_is_held(session: Session) -> None:
    one, two = factories.unit(session), factories.unit(session)
    workshop, other = forum.workshop(session, seats=20), forum.workshop(session, seats=20)
    session.add(UnitQuota(workshop_id=other.id, unit_id=one.id, seats=9))
    session.flush()
    seating.set_seats(session, workshop, seats=10, quotas={one.id: 4, two.id: 0}, actor_id=None)
    assert seats_of(session, workshop) == (10, 0, {one.id: (4, 0), two.id: (0, 0)})
    workshop.taken, workshop.quotas[0].taken = 5, 3
    session.flush()
    three = factories.unit(session)
    for seats, quotas, why in (
        (4, {one.id: 4}, Conflict),
        (10, {one.id: 2}, Conflict),
        (10, {one.id: 4, three.id: 1}, Conflict),
        (10, {one.id: 11}, Invalid),
    ):
        with pytest.raises(why), session.begin_nested():
            seating.set_seats(session, workshop, seats=seats, quotas=quotas, actor_id=None)
    assert seats_of(session, workshop) == (10, 5, {one.id: (4, 3), two.id: (0, 0)})
    seating.set_seats(session, workshop, seats=5, quotas={one.id: 3}, actor_id=None)
    assert seats_of(session, workshop) == (5, 5, {one.id: (3, 3)})
    assert seats_of(session, other) == (20, 0, {one.id: (9, 0)})


def prepare(app: Flask) -> None:
    with app.app_context(), writing():
        unit = factories.unit(db.session())
        workshop = forum.workshop(db.session(), seats=BEFORE)
        db.session.add(UnitQuota(workshop_id=workshop.id, unit_id=unit.id, seats=BEFORE))
        db.session.commit()


def take(app: Flask) -> bool:
    """Somebody takes a seat, as forum.seats does: one conditional UPDATE each."""
    with app.app_context(), writing():
        for model in (Workshop, UnitQuota):
            taken = db.session.execute(
                update(model)
                .where(model.taken < model.seats)
                .values(taken=model.taken + 1)
                .returning(model.seats)
                .execution_options(synchronize_session=False)
            )
            if taken.first() is None:
                db.session.rollback()
                return False
        db.session.commit()
    return True


def lower(app: Flask) -> bool:
    """Staff lower the seats; whether they could."""
    with app.app_context(), writing():
        session = db.session()
        workshop = session.scalars(select(Workshop)).one()
        quotas = {quota.unit_id: AFTER for quota in workshop.quotas}
        try:
            seating.set_seats(session, workshop, seats=AFTER, quotas=quotas, actor_id=None)
            session.commit()
        except (Conflict, IntegrityError) as refusal:
            session.rollback()
            if isinstance(refusal, IntegrityError):
                raise
            return False
    return True


def rush(app: Flask) -> tuple[int, bool, tuple[int, int, int, int]]:
    """Many take a seat while the seats are lowered: who got one, whether it was lowered, what stands there."""
    with ThreadPoolExecutor(CLIENTS + 1) as pool:
        taking = [pool.submit(take, app) for _ in range(CLIENTS // 2)]
        lowering = pool.submit(lower, app)
        taking += [pool.submit(take, app) for _ in range(CLIENTS - CLIENTS // 2)]
        got, lowered = sum(one.result() for one in taking), lowering.result()
    with app.app_context():
        workshop = db.session.scalars(select(Workshop)).one()
        quota = db.session.scalars(select(UnitQuota)).one()
        return got, lowered, (workshop.seats, workshop.taken, quota.seats, quota.taken)


@pytest.mark.database
def test_of_taking_and_lowering_at_once_each_seat_is_counted(own_app: Flask) -> None:
    prepare(own_app)
    got, lowered, stands = rush(own_app)
    wanted = AFTER if lowered else BEFORE
    assert got == wanted
    assert stands == (wanted, got, wanted, got)


def test_sabotage_lowering_without_its_condition_hits_the_constraint(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its condition the UPDATE would go through: the constraint stops it, and the test sees it."""

    class Unconditional:
        def __init__(self, model: type[Any]) -> None:
            self.model = model

        def where(self, *conditions: object) -> Any:
            return update(self.model).where(*conditions[:-1])  # type: ignore[arg-type]

    prepare(own_app)
    assert sum(take(own_app) for _ in range(AFTER + 1)) == AFTER + 1
    assert lower(own_app) is False
    monkeypatch.setattr(seating, "update", Unconditional)
    with pytest.raises(IntegrityError):
        lower(own_app)
