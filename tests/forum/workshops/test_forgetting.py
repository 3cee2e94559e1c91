"""Answers with days are removed when those are over, to the day, and nothing else is."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.jobs.runner import run_periodic
from forum.seats.forgetting import JOB, forget_answers
from forum.seats.models import Registration
from forum.workshops.models import RegistrationForm, Workshop
from surveys.engine import QuestionDef, definition_of
from tests.forum import factories as forum

QUESTIONS = (
    QuestionDef(name="makanan", kind="text", label_id="Makanan", config={"keep_days": 7}),
    QuestionDef(name="kursi", kind="text", label_id="Kursi roda", config={"keep_days": 0}),
    QuestionDef(name="harapan", kind="text", label_id="Harapan"),
    QuestionDef(
        name="naik",
        kind="single",
        label_id="Datang naik apa?",
        config={"options": [{"value": "a"}, {"value": "b"}], "other": True, "keep_days": 7},
    ),
)
ANSWERS = {
    "makanan": "tanpa kacang",
    "kursi": "ya",
    "harapan": "arsip",
    "naik": "lain",
    "naik.lain": "perahu",
}
LAST_END = forum.FIRST_SESSION + timedelta(days=1, hours=3)
SEVENTH = datetime.combine(LAST_END.date() + timedelta(days=7), time(0), tzinfo=UTC)


def asked(session: Session, *, sessions: int = 2) -> tuple[Workshop, Registration, Registration]:
    """A workshop with two registrations; of the second one only part was answered."""
    workshop = forum.workshop(session, sessions=sessions)
    form = RegistrationForm(workshop_id=workshop.id, number=1, definition=definition_of(QUESTIONS))
    session.add(form)
    session.flush()
    return (
        workshop,
        forum.registration(session, workshop, form_id=form.id, answers=ANSWERS),
        forum.registration(session, workshop, form_id=form.id, answers={"harapan": "komputer"}),
    )


def answers(session: Session, *rows: Registration) -> list[dict[str, object]]:
    session.expire_all()
    return [row.answers for row in rows]


def audited(session: Session) -> list[tuple[str, dict[str, object]]]:
    wanted = select(AuditEvent).where(AuditEvent.action == "workshop.answers.forget")
    return [(e.object_key, e.facts) for e in session.scalars(wanted.order_by(AuditEvent.id))]


@pytest.mark.database
def test_the_periodic_job_removes_what_is_due_and_says_so(app: Flask, session: Session) -> None:
    workshop, full, short = asked(session)
    _later, later, _ = asked(session, sessions=20)
    session.commit()
    with time_machine.travel(LAST_END - timedelta(seconds=1), tick=False) as clock:
        run_periodic(app)
        assert answers(session, full, short, later) == [ANSWERS, {"harapan": "komputer"}, ANSWERS]
        clock.move_to(LAST_END)
        run_periodic(app)
        left = {name: value for name, value in ANSWERS.items() if name != "kursi"}
        assert answers(session, full, short, later) == [left, {"harapan": "komputer"}, ANSWERS]
        clock.move_to(SEVENTH - timedelta(seconds=1))
        run_periodic(app)
        assert answers(session, full) == [left]
        clock.move_to(SEVENTH)
        run_periodic(app)
        run_periodic(app)
    assert answers(session, full, short) == [{"harapan": "arsip"}, {"harapan": "komputer"}]
    assert answers(session, later) == [ANSWERS], "its last session is later"
    assert audited(session) == [
        (workshop.key, {"registrations": 1, "answers": 1}),
        (workshop.key, {"registrations": 1, "answers": 3}),
    ]


@pytest.mark.database
def test_of_two_workers_who_found_the_same_one_removes_it(session: Session) -> None:
    workshop, full, _short = asked(session)
    with time_machine.travel(LAST_END + timedelta(days=7), tick=False):
        effects = [forget_answers(session, {}) for _worker in range(2)]
        assert [effect(session) for effect in effects] == [{"forgotten": 1}, {"forgotten": 0}]
    assert answers(session, full) == [{"harapan": "arsip"}]
    assert audited(session) == [(workshop.key, {"registrations": 1, "answers": 4})]


def test_answers_of_another_edition_follow_its_own_days(session: Session) -> None:
    workshop, full, _short = asked(session)
    kept = [QuestionDef(name="makanan", kind="text", label_id="Makanan")]
    second = RegistrationForm(workshop_id=workshop.id, number=2, definition=definition_of(kept))
    session.add(second)
    session.flush()
    new = forum.registration(session, workshop, form_id=second.id, answers={"makanan": "halal"})
    with time_machine.travel(LAST_END + timedelta(days=400), tick=False):
        forget_answers(session, {})(session)
    assert answers(session, full, new) == [{"harapan": "arsip"}, {"makanan": "halal"}]


def test_the_job_is_known(app: Flask) -> None:
    slices = app.extensions["rembuk_slices"]
    assert [name for s in slices for name in s.periodic if name == JOB] == [JOB]
