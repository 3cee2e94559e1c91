"""What the pages of attendance read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from forum.attendance.models import Attendance, TicketEdition
from forum.attendance.rules import short_name
from forum.attendance.tickets import ticket_hash, ticket_of
from forum.seats.enums import PARTICIPANT
from forum.seats.models import Registration
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop, WorkshopSession

PAGE_SIZE = 25


@dataclass(frozen=True)
class Row:
    """Somebody on the list, and their presence in the session if it was noted."""

    registration: Registration
    attendance: Attendance | None


@dataclass(frozen=True)
class Known:
    """A ticket as a device knows it: by its hash, whose it is in short, and whether it opens the door."""

    hash: str
    key: str
    name: str
    unit: str
    present: bool


@dataclass(frozen=True)
class DeviceList:
    """What a device needs to check tickets without the network."""

    people: list[Known]
    old: list[str]
    without_seat: list[str]


@dataclass(frozen=True)
class Gathering:
    """A session and how many were there."""

    at: WorkshopSession
    present: int


def registration_by_key(session: Session, workshop_id: int, key: str) -> Registration | None:
    """A registration, through its workshop."""
    return session.scalar(
        select(Registration).where(Registration.key == key, Registration.workshop_id == workshop_id)
    )


def edition_of(session: Session, registration: Registration) -> int:
    """The number of the ticket that is valid."""
    changed = session.get(TicketEdition, registration.id)
    return changed.number if changed else 1


def announced_workshops(session: Session, *, page: int) -> tuple[list[Workshop], int, int]:
    """Workshops that people come to, the newest first; the page and how many there are."""
    shown = Workshop.state.not_in([WorkshopState.DRAFT])
    total = session.scalar(select(func.count()).select_from(Workshop).where(shown)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    found = (
        select(Workshop).where(shown).order_by(Workshop.id.desc()).options(selectinload(Workshop.sessions))
    )
    return list(session.scalars(found.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))), page, pages


def participant_counts(session: Session, workshops: Sequence[Workshop]) -> dict[int, int]:
    """How many take part, by workshop."""
    counted = (
        select(Registration.workshop_id, func.count())
        .where(Registration.workshop_id.in_([w.id for w in workshops]), Registration.state.in_(PARTICIPANT))
        .group_by(Registration.workshop_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def gatherings(session: Session, workshop: Workshop) -> list[Gathering]:
    """Each session with the number of those who were there."""
    counted = (
        select(Attendance.session_id, func.count())
        .where(Attendance.session_id.in_([s.id for s in workshop.sessions]))
        .group_by(Attendance.session_id)
    )
    present = {row[0]: row[1] for row in session.execute(counted)}
    return [Gathering(s, present.get(s.id, 0)) for s in workshop.sessions]


def attendance_rows(session: Session, at: WorkshopSession) -> list[Row]:
    """Everybody who takes part, by name; also who was there and has cancelled since."""
    rows = session.execute(
        select(Registration, Attendance)
        .outerjoin(
            Attendance, (Attendance.registration_id == Registration.id) & (Attendance.session_id == at.id)
        )
        .where(
            Registration.workshop_id == at.workshop_id,
            Registration.state.in_(PARTICIPANT) | Attendance.session_id.is_not(None),
        )
        .order_by(func.lower(Registration.name), Registration.id)
    )
    return [Row(registration, attendance) for registration, attendance in rows]


def others(session: Session, at: WorkshopSession) -> list[Registration]:
    """Those on the list of the workshop who do not take part."""
    return list(
        session.scalars(
            select(Registration)
            .where(Registration.workshop_id == at.workshop_id, Registration.state.not_in(PARTICIPANT))
            .order_by(func.lower(Registration.name), Registration.id)
        )
    )


def editions(session: Session, workshop_id: int) -> dict[int, int]:
    """The tickets that are no longer the first, by registration."""
    found = (
        select(TicketEdition.registration_id, TicketEdition.number)
        .join(Registration, Registration.id == TicketEdition.registration_id)
        .where(Registration.workshop_id == workshop_id)
    )
    return {row[0]: row[1] for row in session.execute(found)}


def device_list(session: Session, at: WorkshopSession, *, secret: str) -> DeviceList:
    """Every ticket of the workshop as hashes, so that a lost phone opens no door."""
    numbers = editions(session, at.workshop_id)

    def made(registration: Registration, edition: int) -> str:
        return ticket_hash(ticket_of(registration, edition, secret=secret))

    rows, out = attendance_rows(session, at), others(session, at)
    people = [
        Known(
            made(row.registration, numbers.get(row.registration.id, 1)),
            row.registration.key,
            short_name(row.registration.name),
            row.registration.unit.name if row.registration.unit else "",
            row.attendance is not None,
        )
        for row in rows
        if row.registration.state in PARTICIPANT
    ]
    everybody = {r.id: r for r in (*(row.registration for row in rows), *out)}
    old = [made(everybody[i], e) for i, n in numbers.items() if i in everybody for e in range(1, n)]
    return DeviceList(people, old, [made(r, numbers.get(r.id, 1)) for r in out])


@dataclass(frozen=True)
class Ticket:
    """A ticket as it is printed."""

    registration: Registration
    text: str
    edition: int


def ticket_for(session: Session, registration: Registration, *, secret: str) -> Ticket:
    """The valid ticket of somebody."""
    edition = edition_of(session, registration)
    return Ticket(registration, ticket_of(registration, edition, secret=secret), edition)


def tickets_of(session: Session, workshop: Workshop, *, secret: str) -> list[Ticket]:
    """The tickets of everybody who takes part, by name."""
    numbers = editions(session, workshop.id)
    found = session.scalars(
        select(Registration)
        .where(Registration.workshop_id == workshop.id, Registration.state.in_(PARTICIPANT))
        .order_by(func.lower(Registration.name), Registration.id)
    )
    return [Ticket(r, ticket_of(r, numbers.get(r.id, 1), secret=secret), numbers.get(r.id, 1)) for r in found]


def present_times(session: Session, workshop: Workshop) -> dict[int, dict[str, datetime]]:
    """Session -> registration key -> when that person came; for the papers of the workshop."""
    found = session.execute(
        select(Attendance.session_id, Registration.key, Attendance.at)
        .join(Registration, Registration.id == Attendance.registration_id)
        .where(Registration.workshop_id == workshop.id)
    )
    times: dict[int, dict[str, datetime]] = {}
    for session_id, key, at in found:
        times.setdefault(session_id, {})[key] = at
    return times
