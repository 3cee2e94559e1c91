"""What a device sends is judged and noted once; each refusal names its reason."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.errors import Closed, Conflict, Invalid
from forum.attendance import check_in, queries, services
from forum.attendance.check_in import Entry
from forum.attendance.enums import Outcome
from forum.attendance.models import Attendance, CheckInEntry
from forum.attendance.tickets import read_ticket, ticket_hash, ticket_of
from forum.attendance.views.batch import read_batch
from forum.seats.enums import RegistrationState
from forum.seats.models import Registration, RegistrationEvent
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop
from tests import factories as core_factories
from tests.forum import factories

SECRET = "a key for tests only"
NONCE = "ab" * 16


@pytest.fixture
def workshop(session: Session) -> Workshop:
    """A workshop of two sessions, with noise: another one with somebody in it."""
    made = factories.workshop(session, sessions=2)
    other = factories.workshop(session, cycle=made.cycle)
    elsewhere = factories.registration(session, other)
    services.mark_present(session, other.sessions[0], [elsewhere.key], actor_id=None)
    return made


def ticket(registration: Registration, edition: int = 1, secret: str = SECRET) -> str:
    return ticket_of(registration, edition, secret=secret)


def send(session: Session, workshop: Workshop, *entries: Entry) -> list[Outcome]:
    answers = check_in.take_entries(session, workshop.sessions[0], entries, secret=SECRET, actor_id=None)
    return [answer.outcome for answer in answers]


def entry(number: int, **what: object) -> Entry:
    return Entry(key=f"{number:032x}", **what)  # type: ignore[arg-type]


def present(session: Session, workshop: Workshop) -> list[str]:
    return [
        r.registration.name for r in queries.attendance_rows(session, workshop.sessions[0]) if r.attendance
    ]


@pytest.mark.database
def test_every_refusal_has_its_reason_and_nobody_else_is_there(session: Session, workshop: Workshop) -> None:
    ada, budi = (factories.registration(session, workshop, name=n) for n in ("Ada", "Budi"))
    gone = factories.registration(session, workshop, state=RegistrationState.CANCELLED)
    waiting = factories.registration(session, workshop, state=RegistrationState.WAITING)
    stranger = factories.registration(session, factories.workshop(session, cycle=workshop.cycle))
    services.renew_ticket(session, budi, actor_id=None)
    found = send(
        session,
        workshop,
        entry(1, ticket=ticket(ada)),
        entry(2, ticket=ticket(ada)),
        entry(3, ticket=ticket(budi)),
        entry(4, ticket=ticket(gone)),
        entry(5, ticket=ticket(waiting)),
        entry(6, ticket=ticket(stranger)),
        entry(7, ticket=ticket(ada, secret="another office's key")),
        entry(8, ticket="halo"),
        entry(9, registration_key=stranger.key),
        entry(10, ticket=ticket(budi, 2)),
    )
    assert found == [
        Outcome.RECORDED,
        Outcome.ALREADY,
        Outcome.OLD,
        Outcome.CANCELLED,
        Outcome.NO_SEAT,
        Outcome.OTHER_WORKSHOP,
        Outcome.FORGED,
        Outcome.FORGED,
        Outcome.FORGED,
        Outcome.RECORDED,
    ]
    assert present(session, workshop) == ["Ada", "Budi"]


@pytest.mark.database
def test_a_queue_sent_again_gets_the_same_answers_and_does_not_undo_an_undo(
    session: Session, workshop: Workshop
) -> None:
    ada, budi = (factories.registration(session, workshop, name=n) for n in ("Ada", "Budi"))
    at = workshop.sessions[0]
    queue = [entry(1, ticket=ticket(ada)), entry(2, registration_key=budi.key), entry(3, ticket="x")]
    first = send(session, workshop, *queue)
    assert services.undo_presence(session, at, ada.key, actor_id=None)
    assert not services.undo_presence(session, at, ada.key, actor_id=None)
    assert send(session, workshop, *reversed(queue)) == list(reversed(first))
    assert present(session, workshop) == ["Budi"]
    assert len(session.scalars(select(CheckInEntry)).all()) == 3
    assert send(session, workshop, entry(4, ticket=ticket(ada))) == [Outcome.RECORDED]


def test_the_first_one_stays(session: Session, workshop: Workshop) -> None:
    ada = factories.registration(session, workshop)
    by = core_factories.account(session)
    early = utc_now() - timedelta(minutes=20)
    sent = Entry(key="1" * 32, ticket=ticket(ada), at=early, device_key="ab" * 8)
    check_in.take_entries(session, workshop.sessions[0], [sent], secret=SECRET, actor_id=by.id)
    services.mark_present(session, workshop.sessions[0], [ada.key], actor_id=None)
    noted = session.get_one(Attendance, (ada.id, workshop.sessions[0].id))
    assert (noted.how, noted.at, noted.by_id, noted.device_key) == ("qr", early, by.id, "ab" * 8)


def test_a_clock_that_cannot_be_right_is_not_believed(session: Session, workshop: Workshop) -> None:
    people = [factories.registration(session, workshop) for _ in range(2)]
    before = utc_now()
    wrong = (datetime(1970, 1, 2, tzinfo=UTC), utc_now() + timedelta(days=2))
    for number, (person, said) in enumerate(zip(people, wrong, strict=True)):
        send(session, workshop, Entry(key=f"{number:032x}", ticket=ticket(person), at=said))
    rows = queries.attendance_rows(session, workshop.sessions[0])
    assert all(row.attendance and before <= row.attendance.at <= utc_now() for row in rows)


def test_what_devices_do_is_audited_in_numbers(session: Session, workshop: Workshop) -> None:
    ada = factories.registration(session, workshop)
    send(session, workshop, entry(1, ticket=ticket(ada)), entry(2, ticket="x"))
    event = session.scalars(
        select(audit.AuditEvent).where(audit.AuditEvent.action == "attendance.sync")
    ).one()
    assert event.facts == {"entries": 2, "recorded": 1}


@pytest.mark.parametrize("state", [WorkshopState.DRAFT, WorkshopState.CANCELLED])
def test_nobody_is_present_where_nothing_takes_place(
    session: Session, workshop: Workshop, state: WorkshopState
) -> None:
    ada = factories.registration(session, workshop)
    workshop.state = state
    with pytest.raises(Closed):
        send(session, workshop, entry(1, ticket=ticket(ada)))
    with pytest.raises(Closed):
        services.mark_present(session, workshop.sessions[0], [ada.key], actor_id=None)
    assert present(session, workshop) == []


def test_a_tick_reaches_participants_of_this_workshop_only(session: Session, workshop: Workshop) -> None:
    ada = factories.registration(session, workshop, name="Ada")
    gone = factories.registration(session, workshop, state=RegistrationState.CANCELLED)
    stranger = factories.registration(session, factories.workshop(session, cycle=workshop.cycle))
    keys = [ada.key, gone.key, stranger.key, "tidak-ada"]
    assert services.mark_present(session, workshop.sessions[0], keys, actor_id=None) == 1
    assert services.mark_present(session, workshop.sessions[0], keys, actor_id=None) == 0
    assert present(session, workshop) == ["Ada"]


@pytest.mark.database
def test_a_walk_in_is_one_person_however_often_the_form_comes_and_holds_no_seat(
    session: Session, workshop: Workshop
) -> None:
    workshop.seats = workshop.taken = 3
    told = services.WalkIn(name="Ina", post="Pelaksana")
    made = [
        services.add_walk_in(session, workshop.sessions[0], told, nonce=NONCE, secret=SECRET, actor_id=None)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    session.refresh(workshop)
    assert (workshop.taken, present(session, workshop)) == (3, ["Ina"])
    registration = made[0][0]
    steps = select(RegistrationEvent).where(RegistrationEvent.registration_id == registration.id)
    assert [(s.before, s.after, s.by) for s in session.scalars(steps)] == [("", "walk_in", "staff")]
    other = factories.workshop(session, cycle=workshop.cycle)
    with pytest.raises(Conflict):
        services.add_walk_in(session, other.sessions[0], told, nonce=NONCE, secret=SECRET, actor_id=None)


def test_who_waits_is_taken_in_and_who_holds_a_seat_is_not(session: Session, workshop: Workshop) -> None:
    at = workshop.sessions[0]
    waiting = factories.registration(session, workshop, name="Wati", state=RegistrationState.WAITING)
    services.admit(session, at, waiting, actor_id=None)
    assert (waiting.state, present(session, workshop)) == (RegistrationState.WALK_IN, ["Wati"])
    held = factories.registration(session, workshop)
    for registration in (waiting, held):
        with pytest.raises(Conflict):
            services.admit(session, at, registration, actor_id=None)


def test_the_list_for_devices_holds_hashes_and_short_names(session: Session, workshop: Workshop) -> None:
    ada = factories.registration(session, workshop, name="Maria Tefa Lestari")
    gone = factories.registration(session, workshop, state=RegistrationState.CANCELLED)
    services.renew_ticket(session, ada, actor_id=None)
    services.renew_ticket(session, ada, actor_id=None)
    known = queries.device_list(session, workshop.sessions[0], secret=SECRET)
    assert [(p.name, p.hash) for p in known.people] == [("Maria T. L.", ticket_hash(ticket(ada, 3)))]
    assert known.old == [ticket_hash(ticket(ada, 1)), ticket_hash(ticket(ada, 2))]
    assert known.without_seat == [ticket_hash(ticket(gone))]


def test_a_ticket_can_be_changed_thirty_times(session: Session, workshop: Workshop) -> None:
    ada = factories.registration(session, workshop)
    assert [services.renew_ticket(session, ada, actor_id=None) for _ in range(30)] == list(range(2, 32))
    with pytest.raises(Closed):
        services.renew_ticket(session, ada, actor_id=None)
    assert send(session, workshop, entry(1, ticket=ticket(ada, 31))) == [Outcome.RECORDED]


def test_a_ticket_is_read_as_people_write_it(session: Session, workshop: Workshop) -> None:
    ada = factories.registration(session, workshop)
    made = ticket(ada)
    written = made.replace("0", "o").replace("1", "l").lower().replace("-", " ")
    for text in (made, written, f"  {made}\r\n"):
        claim = read_ticket(text)
        assert claim is not None
        assert (claim.registration_id, claim.edition) == (ada.id, 1)
    assert [read_ticket(text) for text in ("", made[:-1], made + "A", "é" * 20, "?" * 4000)] == [None] * 5


def test_one_letter_changed_is_a_forged_ticket(session: Session, workshop: Workshop) -> None:
    ada = factories.registration(session, workshop)
    letters = ticket(ada).replace("-", "")
    changed = [
        letters[:n] + ("A" if letters[n] != "A" else "B") + letters[n + 1 :] for n in range(len(letters))
    ]
    found = send(session, workshop, *(entry(n, ticket=text) for n, text in enumerate(changed)))
    assert found == [Outcome.FORGED] * 20


GOOD = {"key": "0" * 32, "ticket": "x", "at": 1_772_330_400_000}


def test_a_batch_is_read() -> None:
    [read] = read_batch({"device": "ab" * 8, "entries": [GOOD]})
    assert read == Entry("0" * 32, "x", "", datetime(2026, 3, 1, 2, 0, tzinfo=UTC), "ab" * 8)
    assert read_batch({"entries": []}) == []
    [unclear] = read_batch({"entries": [{**GOOD, "at": 10**30}]})
    assert unclear.at is None


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "x",
        {"entries": {}},
        {"entries": [1]},
        {"entries": [{}]},
        {"entries": [{**GOOD, "key": "kunci"}]},
        {"entries": [{**GOOD, "key": 7}]},
        {"entries": [{**GOOD, "ticket": None}]},
        {"entries": [{**GOOD, "ticket": "x" * 201}]},
        {"entries": [{**GOOD, "person": "ab"}]},
        {"entries": [{"key": "0" * 32, "person": "a\0b"}]},
        {"entries": [GOOD], "device": "<b>"},
        {"entries": [GOOD] * 201},
    ],
)
def test_anything_else_is_refused(sent: object) -> None:
    with pytest.raises(Invalid):
        read_batch(sent)
