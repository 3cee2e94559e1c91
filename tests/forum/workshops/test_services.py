"""Workshops from draft to held or cancelled: exact results, with others around that stay as they are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Conflict, Invalid, NotFound
from core.jobs.models import Job
from forum.workshops import queries, rules, services, sessions
from forum.workshops.enums import Audience, Rule, WorkshopState
from forum.workshops.models import RegistrationForm, UnitQuota, Workshop, WorkshopSession
from forum.workshops.services import WorkshopDetails
from forum.workshops.sessions import PartDetails, SessionDetails
from surveys.engine import QuestionDef, definition_of
from tests import factories
from tests.forum import factories as forum

NOW = datetime(2027, 2, 1, 1, 0, tzinfo=UTC)
DETAILS = WorkshopDetails(
    title_id="Bimbingan teknis arsip",
    title_en="Records",
    place="Aula",
    audience=Audience.PUBLIC,
    rule=Rule.UNIT_BALANCE,
    offer_hours=48,
    registration_until=NOW + timedelta(days=9),
)


def states(session: Session) -> dict[str, str]:
    session.expire_all()
    return {w.key: w.state for w in session.scalars(select(Workshop))}


def events(session: Session, key: str) -> list[tuple[str, dict[str, object]]]:
    rows = session.scalars(select(AuditEvent).where(AuditEvent.object_key == key).order_by(AuditEvent.id))
    return [(row.action, row.facts) for row in rows]


def test_the_address_is_made_of_the_title_and_never_one_word(session: Session) -> None:
    cycle = factories.cycle(session)
    made = [
        services.create_workshop(
            session, cycle, details=replace(DETAILS, title_id=title), seats=5, actor_id=None
        ).key
        for title in ("Penataan Arsip!", "Penataan arsip", "Baru", "???")
    ]
    assert made == ["penataan-arsip", "penataan-arsip-2", "workshop-baru", "workshop"]
    with pytest.raises(Conflict):
        services.create_workshop(
            session, cycle, details=DETAILS, seats=5, key="penataan-arsip", actor_id=None
        )
    assert session.scalars(select(Workshop.seats)).all() == [5, 5, 5, 5]


def test_an_unknown_kind_of_development_is_refused(session: Session) -> None:
    cycle = factories.cycle(session)
    with pytest.raises(Invalid):
        services.create_workshop(
            session, cycle, details=replace(DETAILS, development_code=26), seats=5, actor_id=None
        )


@pytest.mark.database
def test_the_way_from_draft_to_held_is_audited(session: Session) -> None:
    other = forum.workshop(session)
    draft = forum.workshop(session, state=WorkshopState.DRAFT)
    begin = draft.sessions[0].starts_at
    services.open_registration(session, draft, now=NOW, actor_id=None)
    with pytest.raises(Conflict):
        services.open_registration(session, draft, now=NOW, actor_id=None)
    services.close_registration(session, draft, actor_id=None)
    with pytest.raises(Invalid):
        services.mark_held(session, draft, now=begin - timedelta(seconds=1), actor_id=None)
    services.mark_held(session, draft, now=begin, actor_id=None)
    for refused in (
        lambda: services.close_registration(session, draft, actor_id=None),
        lambda: services.cancel_workshop(session, draft, reason="Hujan", actor_id=None),
        lambda: services.delete_draft(session, draft, actor_id=None),
    ):
        with pytest.raises(Conflict):
            refused()
    assert states(session) == {other.key: "open", draft.key: "held"}
    assert [action for action, _facts in events(session, draft.key)] == [
        "workshop.open",
        "workshop.close",
        "workshop.held",
    ]


def test_without_sessions_or_after_the_time_registration_does_not_open(session: Session) -> None:
    bare = forum.workshop(session, state=WorkshopState.DRAFT, sessions=0)
    late = forum.workshop(session, state=WorkshopState.DRAFT, registration_until=NOW)
    for workshop in (bare, late):
        with pytest.raises(Invalid):
            services.open_registration(session, workshop, now=NOW, actor_id=None)
    assert states(session) == {bare.key: "draft", late.key: "draft"}


@pytest.mark.database
def test_cancelling_needs_a_reason_and_leaves_one_job(session: Session) -> None:
    workshop, other = forum.workshop(session), forum.workshop(session)
    with pytest.raises(Invalid):
        services.cancel_workshop(session, workshop, reason="  ", actor_id=None)
    services.cancel_workshop(session, workshop, reason=" Banjir di Alak. ", actor_id=None)
    assert states(session) == {workshop.key: "cancelled", other.key: "open"}
    assert (workshop.cancelled_reason, workshop.calendar_sequence) == ("Banjir di Alak.", 1)
    jobs = [(job.name, job.payload) for job in session.scalars(select(Job))]
    assert jobs == [("forum.workshop_cancelled", {"key": workshop.key})]
    assert events(session, workshop.key) == [("workshop.cancel", {"taken": 0, "queued": 0})]
    with pytest.raises(Conflict):
        services.change_workshop(session, workshop, details=DETAILS, actor_id=None)


def test_only_what_a_calendar_shows_changes_its_number(session: Session) -> None:
    workshop = forum.workshop(session)
    now = WorkshopDetails(**{name: getattr(workshop, name) for name in WorkshopDetails.__dataclass_fields__})
    services.change_workshop(session, workshop, details=replace(now, contact="Ibu"), actor_id=None)
    assert workshop.calendar_sequence == 0
    services.change_workshop(session, workshop, details=replace(now, place="Balai"), actor_id=None)
    session.refresh(workshop)
    assert (workshop.calendar_sequence, workshop.place, workshop.contact) == (1, "Balai", "")
    draft = forum.workshop(session, state=WorkshopState.DRAFT)
    services.change_workshop(session, draft, details=replace(now, place="Balai"), actor_id=None)
    session.refresh(draft)
    assert draft.calendar_sequence == 0
    assert events(session, workshop.key) == [
        ("workshop.change", {"fields": 1}),
        ("workshop.change", {"fields": 2}),
    ]


def test_a_copy_has_texts_seats_quotas_and_questions_and_no_dates(session: Session) -> None:
    unit, cycle = factories.unit(session), factories.cycle(session)
    original = forum.workshop(session, seats=7, taken=3, registration_until=NOW, approval=True)
    session.add(UnitQuota(workshop_id=original.id, unit_id=unit.id, seats=2, taken=1))
    question = QuestionDef(name="harapan", kind="text", label_id="Harapan")
    for number in (1, 2):
        session.add(
            RegistrationForm(
                workshop_id=original.id, number=number, definition=definition_of([question] * number)
            )
        )
    session.flush()
    copy = services.copy_workshop(session, original, cycle=cycle, actor_id=None)
    session.expire_all()
    assert (copy.state, copy.seats, copy.taken, copy.place, copy.approval) == ("draft", 7, 0, "Aula", True)
    assert (copy.registration_until, copy.sessions, copy.cycle_id) == (None, [], cycle.id)
    assert [(q.unit_id, q.seats, q.taken) for q in copy.quotas] == [(unit.id, 2, 0)]
    form = queries.latest_form(session, copy)
    assert form is not None
    assert (form.number, form.definition) == (1, definition_of([question, question]))


def test_deleting_a_draft_takes_what_hangs_on_it_and_nothing_else(session: Session) -> None:
    draft, other = forum.workshop(session, state=WorkshopState.DRAFT), forum.workshop(session)
    session.add(RegistrationForm(workshop_id=draft.id, number=1, definition={"questions": []}))
    session.flush()
    services.delete_draft(session, draft, actor_id=None)
    assert states(session) == {other.key: "open"}
    assert [s.workshop_id for s in session.scalars(select(WorkshopSession))] == [other.id]
    assert session.scalars(select(RegistrationForm)).all() == []


def test_drafts_do_not_exist_for_others(session: Session) -> None:
    draft = forum.workshop(session, state=WorkshopState.DRAFT)
    assert queries.load_workshop(session, draft.key, drafts=True) is draft
    for key in (draft.key, "tidak-ada"):
        with pytest.raises(NotFound):
            queries.load_workshop(session, key)


def test_sessions_and_parts_are_written_and_begin_when_those_before_end(session: Session) -> None:
    workshop = forum.workshop(session, sessions=0)
    begin = datetime(2027, 3, 2, 1, 0, tzinfo=UTC)
    details = SessionDetails(begin, begin + timedelta(hours=2), title_id="Pagi")
    with pytest.raises(Invalid):
        sessions.add_session(session, workshop, details=replace(details, ends_at=begin), actor_id=None)
    one = sessions.add_session(session, workshop, details=details, actor_id=None)
    for title, minutes in (("Pembukaan", 15), ("Diskusi", 60), ("Penutup", 50)):
        sessions.add_part(session, one, details=PartDetails(title, minutes), actor_id=None)
    sessions.move_part(session, one.agenda[2], steps=-1, actor_id=None)
    sessions.move_part(session, one.agenda[0], steps=-1, actor_id=None)
    found = [(item.title_id, f"{begin:%H:%M}") for item, begin in rules.begins_of(one)]
    assert found == [("Pembukaan", "01:00"), ("Penutup", "01:15"), ("Diskusi", "02:05")]
    assert rules.minutes_over(one) == 5
    sessions.change_part(session, one.agenda[1], details=PartDetails("Penutup", 10), actor_id=None)
    sessions.delete_part(session, one.agenda[0], actor_id=None)
    session.expire_all()
    assert [(i.title_id, i.position, i.minutes) for i in one.agenda] == [
        ("Penutup", 1, 10),
        ("Diskusi", 2, 60),
    ]
    with pytest.raises(Conflict):
        sessions.delete_session(session, one, actor_id=None)
    second = sessions.add_session(
        session, workshop, details=SessionDetails(begin, begin + timedelta(minutes=44)), actor_id=None
    )
    assert rules.jp_of(workshop) == 3, "164 minutes are three whole lesson hours"
    sessions.delete_session(session, one, actor_id=None)
    assert workshop.sessions == [second]
    assert rules.jp_of(workshop) == 0
    workshop.jp = 12
    assert rules.jp_of(workshop) == 12


def test_why_nobody_can_register_now(session: Session) -> None:
    end = forum.FIRST_SESSION + timedelta(hours=3)
    open_ = forum.workshop(session, registration_until=NOW + timedelta(days=1))
    assert rules.why_closed(open_, now=NOW) == ""
    assert "Batas waktu" in rules.why_closed(open_, now=NOW + timedelta(days=1))
    endless = forum.workshop(session)
    assert rules.why_closed(endless, now=end - timedelta(seconds=1)) == ""
    assert "sudah lewat" in rules.why_closed(endless, now=end)
    said = {
        state: rules.why_closed(forum.workshop(session, state=state), now=NOW)
        for state in WorkshopState
        if state != WorkshopState.OPEN
    }
    assert len(set(said.values())) == 3
    assert all(said.values())
