"""Reminders before each session, and before an offered seat is lost: from the ledger, never a time window.

Whatever is still useful and not in the ledger is due, however long no worker ran. A session that is moved
to another day is reminded of anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, cast, exists, literal, or_, select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.base import utc_now
from core.effects import JobEffect
from core.outreach.ledger import SentItem, claim_item
from forum.calls import letters
from forum.calls.enums import DEFAULT_DAYS, MOST_DAYS, Notice
from forum.calls.letters import Office
from forum.calls.models import ReminderDays
from forum.calls.notices import calendar_file, name_of, write
from forum.seats.enums import RegistrationState
from forum.seats.models import Registration
from forum.workshops.calendar import Method
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop, WorkshopSession

MOST_AT_ONCE = 200
# Letters are not written in the middle of the night.
FROM_HOUR = time(7, 0)
TAKES_PLACE = (WorkshopState.OPEN, WorkshopState.CLOSED)


@dataclass(frozen=True)
class Mark:
    """A reminder's time, and its name in the ledger."""

    at: datetime
    key: str


def days_of(session: Session, workshop: Workshop) -> tuple[int, ...]:
    """How many days before a session, the most first."""
    row = session.get(ReminderDays, workshop.id)
    return DEFAULT_DAYS if row is None else tuple(day for day in row.days if isinstance(day, int))


def marks_of(session: WorkshopSession, days: Sequence[int], tz: ZoneInfo) -> list[Mark]:
    """When people are reminded of a session, in order."""
    day = session.starts_at.astimezone(tz).date()
    return [
        Mark(
            datetime.combine(day - timedelta(days=before), FROM_HOUR, tz),
            f"{session.id}:{day.isoformat()}:{before}",
        )
        for before in sorted(days, reverse=True)
    ]


def remind(session: Session, office: Office) -> JobEffect:
    """What is due now; the rest of many waits for the next minute."""
    now = utc_now()
    due = [*_sessions_due(session, office, now), *_offers_due(session, now)][:MOST_AT_ONCE]
    return lambda writing: {"reminded": sum(_remind(writing, one, office) for one in due)}


@dataclass(frozen=True)
class Due:
    """A notice to a registration. `session_id` None: about its offer. `passed`: earlier ones, now pointless."""

    registration_id: int
    key: str
    session_id: int | None = None
    passed: tuple[str, ...] = ()


def _sessions_due(session: Session, office: Office, now: datetime) -> list[Due]:
    coming = session.scalars(
        select(WorkshopSession)
        .join(Workshop)
        .where(
            Workshop.state.in_(TAKES_PLACE),
            WorkshopSession.starts_at > now,
            WorkshopSession.starts_at <= now + timedelta(days=MOST_DAYS + 1),
        )
        .order_by(WorkshopSession.starts_at, WorkshopSession.id)
    )
    return [due for one in coming for due in _people_due(session, one, office, now)]


def _people_due(session: Session, coming: WorkshopSession, office: Office, now: datetime) -> list[Due]:
    """Those registered before the last mark that has passed, and not reminded at it."""
    reached = [m for m in marks_of(coming, days_of(session, coming.workshop), office.tz) if m.at <= now]
    if not reached:
        return []
    *passed, mark = reached
    found = session.scalars(
        select(Registration.id)
        .outerjoin(Account, Account.id == Registration.account_id)
        .where(
            Registration.workshop_id == coming.workshop_id,
            Registration.state == RegistrationState.REGISTERED,
            Registration.created_at < mark.at,
            or_(Registration.email != "", Account.email != ""),
            ~_told(Notice.REMINDER, mark.key),
        )
        .order_by(Registration.id)
        .limit(MOST_AT_ONCE)
    )
    return [Due(number, mark.key, coming.id, tuple(m.key for m in passed)) for number in found]


def _told(kind: Notice, key: str) -> ColumnElement[bool]:
    """Whether the ledger knows this notice to this registration."""
    recipient = literal("registration:").concat(cast(Registration.id, String))
    return exists().where(SentItem.recipient == recipient, SentItem.kind == kind, SentItem.key == key)


def _offers_due(session: Session, now: datetime) -> list[Due]:
    """Offers of which three quarters of the time are over and that nobody has answered."""
    offered = session.scalars(
        select(Registration)
        .where(Registration.state == RegistrationState.OFFERED, Registration.offered_until > now)
        .order_by(Registration.offered_until, Registration.id)
    )
    found = []
    for registration in offered:
        until = registration.offered_until
        if until is None or until - timedelta(hours=registration.workshop.offer_hours) / 4 > now:
            continue
        key = until.isoformat()
        if session.get(SentItem, (name_of(registration), Notice.OFFER_ENDS, key)) is None:
            found.append(Due(registration.id, key))
    return found


def _remind(session: Session, due: Due, office: Office) -> bool:
    """Whether this letter was written now: things may have changed since they were looked at."""
    registration = session.get(Registration, due.registration_id)
    if registration is None or registration.workshop.state not in TAKES_PLACE:
        return False
    if due.session_id is None:
        return _remind_of_offer(session, registration, due.key, office)
    coming = session.get(WorkshopSession, due.session_id)
    if coming is None or registration.state != RegistrationState.REGISTERED:
        return False
    recipient = name_of(registration)
    for key in due.passed:
        claim_item(session, recipient=recipient, kind=Notice.REMINDER, key=key)
    if not claim_item(session, recipient=recipient, kind=Notice.REMINDER, key=due.key):
        return False
    workshop = registration.workshop
    letter = letters.reminder(registration, coming, office)
    file = calendar_file(workshop, workshop.sessions, office, Method.PUBLISH)
    return write(session, registration, letter, file)


def _remind_of_offer(session: Session, registration: Registration, key: str, office: Office) -> bool:
    until = registration.offered_until
    if until is None or until.isoformat() != key:
        return False
    if not claim_item(session, recipient=name_of(registration), kind=Notice.OFFER_ENDS, key=key):
        return False
    letter = letters.offer_ends(registration, office, until=until)
    return write(session, registration, letter)
