"""What a device noted is judged, and a presence noted once, however often it is sent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.errors import N_, Closed
from core.sql import insert_into
from forum.attendance.enums import How, Outcome
from forum.attendance.models import Attendance, CheckInEntry
from forum.attendance.queries import edition_of, registration_by_key
from forum.attendance.rules import time_of_entry
from forum.attendance.tickets import is_genuine, read_ticket
from forum.seats.enums import PARTICIPANT, RegistrationState
from forum.seats.models import Registration
from forum.workshops.enums import WorkshopState
from forum.workshops.models import WorkshopSession

SHUT = frozenset({WorkshopState.DRAFT, WorkshopState.CANCELLED})
NOT_HELD = N_("Workshop ini belum diumumkan atau sudah dibatalkan: kehadiran tidak dapat dicatat.")
GONE = frozenset({RegistrationState.CANCELLED, RegistrationState.DECLINED})


@dataclass(frozen=True)
class Entry:
    """What a device noted: a ticket, or somebody picked from the list; when, and under which key."""

    key: str
    ticket: str = ""
    registration_key: str = ""
    at: datetime | None = None
    device_key: str = ""


@dataclass(frozen=True)
class Answer:
    """What the server says to an entry, and about whom."""

    key: str
    outcome: Outcome
    registration: Registration | None


def take_entries(
    session: Session, at: WorkshopSession, entries: Collection[Entry], *, secret: str, actor_id: int | None
) -> list[Answer]:
    """Answer each entry of a device; the same entry again gets the same answer and changes nothing."""
    require_held(at)
    one_at_a_time(session, at)
    answers = [take_entry(session, at, entry, secret=secret, actor_id=actor_id) for entry in entries]
    recorded = sum(answer.outcome == Outcome.RECORDED for answer in answers)
    if answers:
        record_at(session, at, "attendance.sync", actor_id, entries=len(answers), recorded=recorded)
    return answers


def take_entry(
    session: Session, at: WorkshopSession, entry: Entry, *, secret: str, actor_id: int | None
) -> Answer:
    """Look whose it is, claim the entry, then note the presence: of two that race, one notes it."""
    outcome, registration = judge(session, at, entry, secret=secret)
    claimed = session.execute(
        insert_into(session, CheckInEntry)
        .values(
            key=entry.key,
            session_id=at.id,
            registration_id=registration.id if registration else None,
            outcome=outcome,
        )
        .on_conflict_do_nothing()
        .returning(CheckInEntry.key)
    )
    if claimed.first() is None:
        return _said_before(session, entry)
    if registration is not None and outcome == Outcome.RECORDED:
        how = How.QR if entry.ticket else How.MANUAL
        came = time_of_entry(entry.at, utc_now())
        if not note_presence(
            session, at, registration, how=how, came=came, device=entry.device_key, actor_id=actor_id
        ):
            outcome = Outcome.ALREADY
            changed = update(CheckInEntry).where(CheckInEntry.key == entry.key)
            session.execute(changed.values(outcome=outcome))
    return Answer(entry.key, outcome, registration)


def _said_before(session: Session, entry: Entry) -> Answer:
    stored = session.scalars(select(CheckInEntry).where(CheckInEntry.key == entry.key)).one()
    whom = session.get(Registration, stored.registration_id) if stored.registration_id else None
    return Answer(entry.key, Outcome(stored.outcome), whom)


def judge(
    session: Session, at: WorkshopSession, entry: Entry, *, secret: str
) -> tuple[Outcome, Registration | None]:
    """What an entry deserves by itself; RECORDED where the person may come in."""
    if entry.registration_key:
        registration = registration_by_key(session, at.workshop_id, entry.registration_key)
        return (_by_state(registration), registration) if registration else (Outcome.FORGED, None)
    claim = read_ticket(entry.ticket)
    registration = session.get(Registration, claim.registration_id) if claim else None
    if claim is None or registration is None or not is_genuine(claim, registration, secret=secret):
        return Outcome.FORGED, None
    if registration.workshop_id != at.workshop_id:
        return Outcome.OTHER_WORKSHOP, None
    if claim.edition != edition_of(session, registration):
        return Outcome.OLD, registration
    return _by_state(registration), registration


def _by_state(registration: Registration) -> Outcome:
    if registration.state in PARTICIPANT:
        return Outcome.RECORDED
    return Outcome.CANCELLED if registration.state in GONE else Outcome.NO_SEAT


def note_presence(
    session: Session,
    at: WorkshopSession,
    registration: Registration,
    *,
    how: How,
    came: datetime,
    actor_id: int | None,
    device: str = "",
) -> bool:
    """Note that somebody is there; False where that was noted already, and stays as it is."""
    noted = session.execute(
        insert_into(session, Attendance)
        .values(
            registration_id=registration.id,
            session_id=at.id,
            how=how,
            at=came,
            by_id=actor_id,
            device_key=device,
        )
        .on_conflict_do_nothing()
        .returning(Attendance.registration_id)
    )
    return noted.first() is not None


def one_at_a_time(session: Session, at: WorkshopSession) -> None:
    """Queues hold the same people in different orders: on PostgreSQL two would wait for each other forever.

    SQLite lets one writer in at a time by itself, and drops the clause.
    """
    session.execute(select(WorkshopSession.id).where(WorkshopSession.id == at.id).with_for_update())


def require_held(at: WorkshopSession) -> None:
    """Raise Closed where nobody can be present."""
    if at.workshop.state in SHUT:
        raise Closed(NOT_HELD)


def record_at(
    session: Session, at: WorkshopSession, action: str, actor_id: int | None, **facts: object
) -> None:
    """An audit row about a session."""
    audit.record(session, actor_id=actor_id, action=action, kind="workshop_session", key=str(at.id), **facts)
