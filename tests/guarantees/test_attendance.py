"""Two doors send overlapping queues at the same time and again: each person is there once, nobody is lost.

And of two who press "issue" at once, one issues: the numbers of the certificates have no gap.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.base import utc_now
from core.db import db, writing
from forum.attendance import certificates, check_in, services
from forum.attendance.check_in import Entry
from forum.attendance.models import Attendance, Certificate
from forum.attendance.tickets import ticket_of
from forum.seats.models import Registration
from forum.workshops.models import WorkshopSession
from tests.forum import factories

SECRET = "a key for tests only"
PEOPLE, DEVICES = 12, 4


def fill(app: Flask) -> list[list[Entry]]:
    """A session that is over with people in it, and the queues of the devices: shuffled, each has most of them."""
    with app.app_context(), writing():
        workshop = factories.workshop(db.session())
        at = workshop.sessions[0]
        at.starts_at, at.ends_at = utc_now() - timedelta(hours=4), utc_now() - timedelta(hours=1)
        people = [factories.registration(db.session(), workshop) for _ in range(PEOPLE)]
        tickets = [ticket_of(person, 1, secret=SECRET) for person in people]
        db.session.commit()
    queues = []
    for device in range(DEVICES):
        share = Random(device).sample(tickets, PEOPLE - 2) + [tickets[device], tickets[-1 - device]]
        queues.append([Entry(key=f"{device:016x}{number:016x}", ticket=t) for number, t in enumerate(share)])
    return queues


def send(app: Flask, queue: list[Entry]) -> str:
    """One device sends; what went wrong, if anything."""
    with app.app_context(), writing():
        session = db.session()
        try:
            at = session.scalars(select(WorkshopSession)).one()
            check_in.take_entries(session, at, queue, secret=SECRET, actor_id=None)
            session.commit()
        except IntegrityError:
            session.rollback()
            return "refused by the database"
    return ""


def rush(app: Flask, queues: list[list[Entry]]) -> set[str]:
    """All devices at once, each one twice."""
    with ThreadPoolExecutor(DEVICES) as pool:
        return set(pool.map(lambda queue: send(app, queue), [*queues, *queues]))


def present(app: Flask) -> list[int]:
    with app.app_context():
        found = list(
            db.session.scalars(select(Attendance.registration_id).order_by(Attendance.registration_id))
        )
        db.session.rollback()
        return found


@pytest.mark.database
def test_each_person_is_there_once(own_app: Flask) -> None:
    queues = fill(own_app)
    assert rush(own_app, queues) == {""}
    with own_app.app_context():
        everybody = list(db.session.scalars(select(Registration.id).order_by(Registration.id)))
        db.session.rollback()
    assert present(own_app) == everybody


class Plain:
    """An INSERT that does not know what to do about a row that is there already."""

    def __init__(self, model: type[Any]) -> None:
        self.statement = insert(model)

    def values(self, **values: object) -> "Plain":
        self.statement = self.statement.values(**values)
        return self

    def on_conflict_do_nothing(self) -> Any:
        return self.statement


def test_sabotage_an_insert_that_is_not_idempotent_loses_queues(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    queues = fill(own_app)
    monkeypatch.setattr(check_in, "insert_into", lambda _session, model: Plain(model))
    assert "refused by the database" in rush(own_app, queues)


def undone_and_sent_again(app: Flask, queue: list[Entry]) -> list[int]:
    """Somebody's presence is taken back; then the device repeats its queue."""
    send(app, queue[:1])
    with app.app_context(), writing():
        session: Session = db.session()
        at = session.scalars(select(WorkshopSession)).one()
        noted = session.scalars(select(Attendance)).one()
        person = session.get_one(Registration, noted.registration_id)
        services.undo_presence(session, at, person.key, actor_id=None)
        session.commit()
    send(app, queue[:1])
    return present(app)


@pytest.mark.database
def test_what_was_taken_back_stays_away(own_app: Flask) -> None:
    assert undone_and_sent_again(own_app, fill(own_app)[0]) == []


def test_sabotage_without_the_memory_of_entries_it_comes_back(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = check_in.take_entry

    def forgetful(session: Session, at: WorkshopSession, entry: Entry, **how: Any) -> check_in.Answer:
        return honest(session, at, Entry(key=f"{len(entry.key):032x}{utc_now()}", ticket=entry.ticket), **how)

    monkeypatch.setattr(check_in, "take_entry", forgetful)
    assert len(undone_and_sent_again(own_app, fill(own_app)[0])) == 1


def issue(app: Flask, _number: int) -> int:
    with app.app_context(), writing():
        session = db.session()
        at = session.scalars(select(WorkshopSession)).one()
        made = certificates.issue_certificates(
            session,
            at.workshop,
            on=date(2027, 3, 9),
            zone=ZoneInfo("Asia/Makassar"),
            secret=SECRET,
            actor_id=None,
        )
        session.commit()
        return made


@pytest.mark.database
def test_certificates_are_numbered_without_a_gap_when_four_press_at_once(own_app: Flask) -> None:
    rush(own_app, fill(own_app))
    with ThreadPoolExecutor(DEVICES) as pool:
        made = sorted(pool.map(lambda number: issue(own_app, number), range(DEVICES)))
    assert made == [0, 0, 0, PEOPLE]
    with own_app.app_context():
        serials = list(db.session.scalars(select(Certificate.serial).order_by(Certificate.serial)))
        db.session.rollback()
    assert serials == list(range(1, PEOPLE + 1))
