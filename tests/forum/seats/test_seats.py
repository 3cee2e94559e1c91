"""Registering, waiting, offers: who stands where, and what is written down about it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import Closed, Conflict, Full, Invalid, NotAllowed
from core.jobs.models import Job
from core.policy import Role
from forum.seats import offering, services, staffing
from forum.seats.enums import By, RegistrationState
from forum.seats.models import Registration
from forum.seats.moves import LETTER_JOB
from forum.workshops import services as workshops
from forum.workshops.enums import Audience, Rule, WorkshopState
from forum.workshops.models import UnitQuota, Workshop
from tests import factories
from tests.forum import factories as forum
from tests.forum.seats.people import NOW, SECRET, history, register, states

LATER = NOW + timedelta(hours=25)
PUBLIC: dict[str, Any] = {"audience": Audience.PUBLIC}


@pytest.fixture
def workshop(session: Session) -> Workshop:
    """Two seats for everybody; beside it another one with a registration that must stay as it is."""
    forum.registration(session, forum.workshop(session, seats=1))
    return forum.workshop(session, seats=2, **PUBLIC)


def test_seats_are_taken_in_order_then_the_line_begins(session: Session, workshop: Workshop) -> None:
    for name in "ABCD":
        register(session, workshop, name=name)
    assert states(session, workshop) == {
        "A": "registered",
        "B": "registered",
        "C": "waiting",
        "D": "waiting",
    }
    assert (workshop.taken, workshop.queued) == (2, 2)
    numbers = select(Registration.queue_number).where(Registration.workshop_id == workshop.id)
    assert session.scalars(numbers.order_by(Registration.id)).all() == [None, None, 1, 2]


def test_without_wanting_to_wait_a_full_workshop_refuses_and_keeps_nothing(
    session: Session, workshop: Workshop
) -> None:
    register(session, workshop), register(session, workshop)
    with pytest.raises(Full):
        register(session, workshop, name="C", wait=False)
    assert len(states(session, workshop)) == 2


def test_one_form_leads_to_one_registration(session: Session, workshop: Workshop) -> None:
    first = register(session, workshop, name="A", nonce="ab" * 16)
    workshop.state = WorkshopState.CLOSED
    again = register(session, workshop, name="A", nonce="ab" * 16)
    assert (again.id, workshop.taken) == (first.id, 1)
    with pytest.raises(Invalid):
        register(session, forum.workshop(session, **PUBLIC), nonce="ab" * 16)


def test_one_account_has_one_registration(session: Session, workshop: Workshop) -> None:
    account = factories.account(session)
    first = register(session, workshop, account=account)
    with pytest.raises(Conflict):
        register(session, workshop, account=account)
    services.cancel(session, first, now=NOW)
    assert register(session, workshop, account=account, post="Pelaksana").id == first.id
    assert (first.state, first.post, workshop.taken) == ("registered", "Pelaksana", 1)
    assert history(session, first) == [
        ("register", "registered", "person"),
        ("cancel", "cancelled", "person"),
        ("rejoin", "registered", "person"),
    ]


@pytest.mark.parametrize(
    ("audience", "role", "allowed"),
    [
        (Audience.STAFF, None, False),
        (Audience.STAFF, Role.CITIZEN, False),
        (Audience.STAFF, Role.ASN, True),
        (Audience.STAFF, Role.PLANNER, True),
        (Audience.ACCOUNT, None, False),
        (Audience.ACCOUNT, Role.CITIZEN, True),
        (Audience.PUBLIC, None, True),
    ],
)
def test_who_may_register(session: Session, audience: Audience, role: Role | None, allowed: bool) -> None:
    workshop = forum.workshop(session, audience=audience)
    account = factories.account(session, role=role) if role else None
    if allowed:
        assert register(session, workshop, account=account).state == "registered"
        return
    with pytest.raises(NotAllowed):
        register(session, workshop, account=account)
    assert workshop.taken == 0


def test_when_nobody_can_register(session: Session) -> None:
    closed = [
        forum.workshop(session, state=state, **PUBLIC)
        for state in (WorkshopState.DRAFT, WorkshopState.CLOSED, WorkshopState.HELD, WorkshopState.CANCELLED)
    ]
    closed.append(forum.workshop(session, registration_until=NOW, **PUBLIC))
    for workshop in closed:
        with pytest.raises(Closed):
            register(session, workshop)
    with pytest.raises(Closed):
        register(session, forum.workshop(session, **PUBLIC), now=forum.FIRST_SESSION + timedelta(days=9))
    assert session.scalars(select(Registration)).all() == []


def test_a_guest_must_be_reachable(session: Session, workshop: Workshop) -> None:
    for phone, email in ((" ", ""), ("", "bukan surel")):
        with pytest.raises(Invalid):
            register(session, workshop, phone=phone, email=email)
    assert register(session, workshop, phone="", email=" Ina@Contoh.ID ").email == "ina@contoh.id"


@pytest.mark.parametrize("leave", ["cancel", "decline", "expire", "refuse", "withdraw"])
def test_a_freed_seat_is_offered_at_once(session: Session, leave: str) -> None:
    workshop = forum.workshop(session, seats=1, **PUBLIC)
    first, second, third = (register(session, workshop, name=name) for name in "ABC")
    if leave == "cancel":
        services.cancel(session, first, now=NOW)
        expected = {"A": "cancelled", "B": "offered", "C": "waiting"}
    elif leave == "refuse":
        staffing.refuse(session, first, reason="Bukan pesertanya", now=NOW, actor_id=None)
        expected = {"A": "refused", "B": "offered", "C": "waiting"}
    else:
        services.cancel(session, first, now=NOW)
        session.refresh(second)
        if leave == "decline":
            offering.decline_offer(session, second, now=NOW)
        elif leave == "withdraw":
            offering.withdraw_offer(session, second, reason="Salah orang", now=NOW, actor_id=None)
        else:
            assert offering.expire_offers(session, workshop, now=NOW + timedelta(hours=23)) == (0, 0)
            assert offering.expire_offers(session, workshop, now=LATER) == (1, 1)
        left = {"decline": "declined", "expire": "expired", "withdraw": "expired"}[leave]
        expected = {"A": "cancelled", "B": left, "C": "offered"}
    assert states(session, workshop) == expected
    assert workshop.taken == 1
    session.refresh(third)
    assert (third.offered_until is not None) == (third.state == "offered")


def test_nobody_passes_the_line_after_offers_have_stopped(session: Session) -> None:
    """The workshop began, a seat became free, and registration is still open."""
    workshop = forum.workshop(session, seats=1, sessions=2, **PUBLIC)
    began = forum.FIRST_SESSION + timedelta(hours=1)
    first, _second = (register(session, workshop, name=name) for name in "AB")
    services.cancel(session, first, now=began)
    with pytest.raises(Full):
        register(session, workshop, name="C", wait=False, now=began)
    register(session, workshop, name="C", now=began)
    services.rejoin(session, first, now=began)
    assert states(session, workshop) == {"A": "waiting", "B": "waiting", "C": "waiting"}
    assert (first.queue_number, workshop.taken) == (3, 0)


def test_an_offer_is_accepted_in_time_only(session: Session) -> None:
    workshop = forum.workshop(session, seats=1, offer_hours=24, **PUBLIC)
    first, second = register(session, workshop, name="A"), register(session, workshop, name="B")
    services.cancel(session, first, now=NOW)
    with pytest.raises(Closed):
        offering.accept_offer(session, second, now=LATER)
    assert states(session, workshop)["B"] == "offered"
    offering.accept_offer(session, second, now=NOW + timedelta(hours=23))
    assert (second.state, second.offered_until, second.confirmed_at) == (
        "registered",
        None,
        NOW + timedelta(hours=23),
    )
    with pytest.raises(Conflict):
        offering.accept_offer(session, second, now=NOW)
    assert workshop.taken == 1


def test_an_offer_never_lasts_beyond_the_beginning(session: Session) -> None:
    workshop = forum.workshop(session, seats=1, offer_hours=48, **PUBLIC)
    begin = forum.FIRST_SESSION
    first, second = register(session, workshop), register(session, workshop)
    third = register(session, workshop)
    services.cancel(session, first, now=begin - timedelta(hours=2))
    session.refresh(second)
    assert second.offered_until == begin
    offering.decline_offer(session, second, now=begin + timedelta(minutes=1))
    session.refresh(third)
    assert (third.state, workshop.taken) == ("waiting", 0)


def test_who_let_it_pass_comes_back_at_the_end(session: Session) -> None:
    workshop = forum.workshop(session, seats=1, **PUBLIC)
    first, second, third = (register(session, workshop, name=name) for name in "ABC")
    services.cancel(session, first, now=NOW)
    session.refresh(second)
    offering.decline_offer(session, second, now=NOW)
    services.rejoin(session, second, now=NOW)
    assert (second.state, second.queue_number) == ("waiting", 3)
    session.refresh(third)
    assert third.state == "offered"
    with pytest.raises(Conflict):
        services.rejoin(session, second, now=NOW)


def test_the_refused_do_not_come_back_by_themselves(session: Session, workshop: Workshop) -> None:
    account = factories.account(session)
    one = register(session, workshop, account=account)
    staffing.refuse(session, one, reason="Sudah ikut tahun lalu", now=NOW, actor_id=None)
    with pytest.raises(Conflict):
        services.rejoin(session, one, now=NOW)
    with pytest.raises(Conflict):
        register(session, workshop, account=account)


def test_approval(session: Session) -> None:
    workshop = forum.workshop(session, seats=1, approval=True, **PUBLIC)
    first, second = register(session, workshop, name="A"), register(session, workshop, name="B")
    assert (first.state, second.state, workshop.taken) == ("requested", "requested", 0)
    staffing.approve(session, first, actor_id=None)
    staffing.approve(session, second, actor_id=None)
    assert (first.state, second.state, second.queue_number) == ("registered", "waiting", 1)
    with pytest.raises(Conflict):
        staffing.approve(session, second, actor_id=None)
    with pytest.raises(Invalid):
        staffing.refuse(session, second, reason="  ", now=NOW, actor_id=None)


def test_a_unit_has_no_more_than_its_quota(session: Session) -> None:
    workshop = forum.workshop(session, seats=3, **PUBLIC)
    small, other = factories.unit(session), factories.unit(session)
    workshop.quotas.append(UnitQuota(unit_id=small.id, seats=1))
    session.flush()
    first = register(session, workshop, name="A", unit=small)
    register(session, workshop, name="B", unit=small)
    register(session, workshop, name="C", unit=other)
    assert states(session, workshop) == {"A": "registered", "B": "waiting", "C": "registered"}
    assert (workshop.taken, workshop.quotas[0].taken) == (2, 1)
    services.cancel(session, first, now=NOW)
    assert states(session, workshop) == {"A": "cancelled", "B": "offered", "C": "registered"}
    assert (workshop.taken, workshop.quotas[0].taken) == (2, 1)


def test_a_full_workshop_takes_nothing_from_the_quota(session: Session) -> None:
    workshop = forum.workshop(session, seats=1, **PUBLIC)
    unit = factories.unit(session)
    workshop.quotas.append(UnitQuota(unit_id=unit.id, seats=1))
    session.flush()
    register(session, workshop)
    assert register(session, workshop, unit=unit).state == "waiting"
    assert (workshop.taken, workshop.quotas[0].taken) == (1, 0)


def test_the_unit_with_the_fewest_comes_first(session: Session) -> None:
    workshop = forum.workshop(session, seats=2, rule=Rule.UNIT_BALANCE, **PUBLIC)
    many, few = factories.unit(session), factories.unit(session)
    first = register(session, workshop, name="A", unit=many)
    register(session, workshop, name="B", unit=many)
    register(session, workshop, name="C", unit=many)
    chosen = register(session, workshop, name="D", unit=few)
    services.cancel(session, first, now=NOW)
    session.refresh(chosen)
    assert states(session, workshop)["D"] == "offered"
    assert chosen.events[-1].facts == {
        "rule": "unit_balance",
        "candidates": 2,
        "number": 2,
        "unit_holders": 0,
        "served": 0,
        "next_number": 1,
        "next_unit_holders": 1,
        "next_served": 0,
    }


def test_those_never_served_come_first(session: Session) -> None:
    old = forum.workshop(session, state=WorkshopState.HELD)
    served = factories.account(session, role=Role.ASN)
    forum.registration(session, old, account=served)
    forum.registration(session, old, phone="0811")
    workshop = forum.workshop(session, seats=1, rule=Rule.NEVER_SERVED, **PUBLIC)
    first = register(session, workshop, name="A")
    register(session, workshop, account=served)
    register(session, workshop, name="Tamu", phone="0811")
    register(session, workshop, name="Baru", phone="0812")
    services.cancel(session, first, now=NOW)
    assert states(session, workshop) == {
        "A": "cancelled",
        served.name: "waiting",
        "Tamu": "waiting",
        "Baru": "offered",
    }


def test_confirm_and_change_keep_the_seat(session: Session, workshop: Workshop) -> None:
    unit, other = factories.unit(session), factories.unit(session)
    one = register(session, workshop, name="A", unit=unit)
    services.confirm(session, one, now=NOW)
    services.confirm(session, one, now=LATER)
    assert one.confirmed_at == NOW
    applicant = services.Applicant(name="Ani", unit_id=other.id, phone="0813")
    services.change(session, one, applicant=applicant, answers=services.Answers())
    assert (one.name, one.phone, one.unit_id, one.state) == ("Ani", "0813", unit.id, "registered")
    assert [step[0] for step in history(session, one)] == ["register", "confirm", "change"]
    assert workshop.taken == 1


def test_an_offer_that_is_changed_stays_an_offer(session: Session) -> None:
    workshop = forum.workshop(session, seats=1, **PUBLIC)
    first, second = register(session, workshop), register(session, workshop)
    services.cancel(session, first, now=NOW)
    session.refresh(second)
    until = second.offered_until
    applicant = services.Applicant(name="Ani", phone="0813")
    services.change(session, second, applicant=applicant, answers=services.Answers())
    assert (second.state, second.name, second.offered_until) == ("offered", "Ani", until)


def test_staff_add_and_offer_with_a_reason(session: Session) -> None:
    workshop = forum.workshop(session, seats=1, state=WorkshopState.CLOSED)
    how: dict[str, Any] = {"answers": services.Answers(), "actor_id": None, "secret": SECRET}
    with pytest.raises(Invalid):
        staffing.add_by_staff(session, workshop, applicant=services.Applicant("A"), reason="", **how)
    one = staffing.add_by_staff(session, workshop, applicant=services.Applicant("A"), reason="Telepon", **how)
    two = staffing.add_by_staff(session, workshop, applicant=services.Applicant("B"), reason="Surat", **how)
    assert (one.state, two.state) == ("registered", "waiting")
    assert history(session, two) == [("add", "waiting", "staff")]
    with pytest.raises(Full):
        offering.offer_to(session, two, reason="Mendesak", now=NOW, actor_id=None)


def test_offering_out_of_turn_is_told(session: Session) -> None:
    workshop = forum.workshop(session, seats=1, **PUBLIC)
    _first, second, third = (register(session, workshop, name=name) for name in "ABC")
    workshop.seats = 2
    offering.offer_to(session, third, reason="Ditugasi Camat", now=NOW, actor_id=None)
    assert states(session, workshop) == {"A": "registered", "B": "waiting", "C": "offered"}
    event = third.events[-1]
    assert (event.by, event.reason, event.facts["next_number"]) == ("staff", "Ditugasi Camat", 1)
    with pytest.raises(Conflict):
        offering.offer_to(session, third, reason="Lagi", now=NOW, actor_id=None)
    assert second.state == "waiting"


def test_the_line_stays_when_registration_closes(session: Session) -> None:
    workshop = forum.workshop(session, seats=1, **PUBLIC)
    first, second = register(session, workshop), register(session, workshop)
    workshops.close_registration(session, workshop, actor_id=None)
    session.refresh(second)
    assert history(session, second)[-1] == ("close", "waiting", "system")
    services.cancel(session, first, now=NOW)
    session.refresh(second)
    assert second.state == "offered"
    with pytest.raises(Closed):
        services.rejoin(session, first, now=NOW)


@pytest.mark.parametrize("end", ["cancel", "hold"])
def test_who_still_waited_at_the_end_is_told(session: Session, end: str) -> None:
    workshop = forum.workshop(session, seats=2, **PUBLIC)
    first, kept, offered, waiting = (register(session, workshop, name=name) for name in "ABCD")
    services.cancel(session, first, now=NOW)
    if end == "cancel":
        workshops.cancel_workshop(session, workshop, reason="Narasumber sakit", actor_id=None)
    else:
        late = forum.FIRST_SESSION + timedelta(hours=4)
        workshops.mark_held(session, workshop, now=late, actor_id=None)
    assert states(session, workshop) == {
        "A": "cancelled",
        "B": "registered",
        "C": "unserved",
        "D": "unserved",
    }
    assert workshop.taken == 1
    assert history(session, offered)[-1] == history(session, waiting)[-1] == ("end", "unserved", "system")
    for act in (services.cancel, services.rejoin):
        with pytest.raises(Closed):
            act(session, kept, now=NOW)


def test_every_step_is_audited_without_a_word_of_the_person(session: Session, workshop: Workshop) -> None:
    account = factories.account(session, name="Yohanis Tefa")
    one = register(session, workshop, account=account, email="yohanis@contoh.id")
    services.cancel(session, one, now=NOW, by=By.STAFF, reason="Diminta lewat telepon", actor_id=account.id)
    rows = session.scalars(select(AuditEvent).where(AuditEvent.object_key == one.key).order_by(AuditEvent.id))
    assert [(row.action, row.actor_id, row.facts) for row in rows] == [
        (
            "registration.register",
            account.id,
            {"before": "", "after": "registered", "by": "person", "workshop": workshop.key},
        ),
        (
            "registration.cancel",
            account.id,
            {"before": "registered", "after": "cancelled", "by": "staff", "workshop": workshop.key},
        ),
    ]
    jobs = session.scalars(select(Job.payload).where(Job.name == LETTER_JOB)).all()
    assert len(jobs) == 2


def test_what_is_due(session: Session) -> None:
    calm = forum.workshop(session, seats=1, **PUBLIC)
    register(session, calm), register(session, calm)
    workshop = forum.workshop(session, seats=1, **PUBLIC)
    first, _second = register(session, workshop), register(session, workshop)
    services.cancel(session, first, now=NOW)
    assert offering.due_workshops(session, now=NOW) == []
    assert offering.due_workshops(session, now=LATER) == [workshop.id]


def test_states_are_words_of_the_enum(session: Session, workshop: Workshop) -> None:
    one = register(session, workshop)
    assert RegistrationState(one.state) is RegistrationState.REGISTERED
