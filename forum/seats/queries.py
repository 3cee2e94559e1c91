"""Find registrations: one's own, those of a workshop, and the numbers everybody may see."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from core.errors import N_, NotFound
from forum.seats import codes
from forum.seats.enums import Act, RegistrationState
from forum.seats.models import Registration, RegistrationEvent
from forum.seats.offering import line_of
from forum.seats.rules import Waiting
from forum.workshops.enums import Rule
from forum.workshops.models import Workshop

PER_PAGE = 50
UNKNOWN = N_("Tidak ada pendaftaran dengan kode itu. Periksa lagi kodenya.")


@dataclass(frozen=True)
class Found:
    """A page of registrations."""

    rows: list[Registration]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Place:
    """Where somebody stands in the line: their number, and how many would be offered a seat before them now."""

    number: int
    before: int
    waiting: int
    by_rule: bool


def by_code(session: Session, code: str) -> Registration:
    """The registration a personal code opens. Raises NotFound."""
    hashed = codes.hash_of(code)
    found = session.scalar(select(Registration).where(Registration.code_hash == hashed)) if hashed else None
    if found is None:
        raise NotFound(UNKNOWN)
    return found


def own(session: Session, account_id: int) -> list[Registration]:
    """Everything an account registered for, the newest first."""
    mine = select(Registration).where(Registration.account_id == account_id)
    return list(session.scalars(mine.order_by(Registration.id.desc())))


def own_one(session: Session, account_id: int, key: str) -> Registration:
    """One of them. Raises NotFound, also where it is somebody else's."""
    found = session.scalar(
        select(Registration).where(Registration.key == key, Registration.account_id == account_id)
    )
    if found is None:
        raise NotFound(N_("Pendaftaran itu tidak ada."))
    return found


def of_workshop(session: Session, workshop: Workshop, key: str) -> Registration:
    """A registration of this workshop. Raises NotFound."""
    found = session.scalar(
        select(Registration).where(Registration.key == key, Registration.workshop_id == workshop.id)
    )
    if found is None:
        raise NotFound(N_("Pendaftaran itu tidak ada."))
    return found


def place_of(session: Session, registration: Registration) -> Place | None:
    """The place in the line of who waits, by the rule as the numbers are now."""
    if registration.state != RegistrationState.WAITING or registration.queue_number is None:
        return None
    line = line_of(session, registration.workshop)
    before = next((n for n, one in enumerate(line) if one.registration_id == registration.id), 0)
    by_rule = registration.workshop.rule != Rule.ORDER
    return Place(registration.queue_number, before, len(line), by_rule)


def list_registrations(
    session: Session,
    workshop: Workshop,
    *,
    search: str = "",
    state: str = "",
    unit_id: int | None = None,
    page: int = 1,
) -> Found:
    """Registrations as staff look through them: who waits by number, the others as they came."""
    conditions = [Registration.workshop_id == workshop.id, *_conditions(search, state, unit_id)]
    total = session.scalar(select(func.count(Registration.id)).where(*conditions)) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    rows = session.scalars(
        select(Registration)
        .where(*conditions)
        .order_by(Registration.state, Registration.queue_number, Registration.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return Found(list(rows), total, page, pages)


def _conditions(search: str, state: str, unit_id: int | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search.strip():
        text = search.strip().lower()
        columns = (Registration.name, Registration.email, Registration.phone, Registration.post)
        found.append(or_(*(func.lower(c).contains(text, autoescape=True) for c in columns)))
    if state:
        found.append(Registration.state == state)
    if unit_id is not None:
        found.append(Registration.unit_id == unit_id)
    return found


def counts(session: Session, workshop: Workshop) -> Counter[str]:
    """State -> how many."""
    counted = session.execute(
        select(Registration.state, func.count())
        .where(Registration.workshop_id == workshop.id)
        .group_by(Registration.state)
    )
    return Counter(dict(counted.all()))


def steps_taken(session: Session, workshop: Workshop) -> Counter[str]:
    """Act -> how often it was taken, for the public account of how seats were shared."""
    counted = session.execute(
        select(RegistrationEvent.action, func.count())
        .join(Registration)
        .where(Registration.workshop_id == workshop.id)
        .group_by(RegistrationEvent.action)
    )
    return Counter(dict(counted.all()))


def offers(session: Session, workshop: Workshop) -> Sequence[tuple[RegistrationEvent, Registration]]:
    """Every offer with whom it was made to, the latest first."""
    found = session.execute(
        select(RegistrationEvent, Registration)
        .join(Registration, RegistrationEvent.registration_id == Registration.id)
        .where(Registration.workshop_id == workshop.id, RegistrationEvent.action == Act.OFFER)
        .order_by(RegistrationEvent.id.desc())
    )
    return [(event, registration) for event, registration in found]


def named_line(session: Session, workshop: Workshop) -> list[tuple[Waiting, Registration]]:
    """Who waits, in the order in which seats would be offered now."""
    line = line_of(session, workshop)
    ids = [one.registration_id for one in line]
    rows = {r.id: r for r in session.scalars(select(Registration).where(Registration.id.in_(ids)))}
    return [(one, rows[one.registration_id]) for one in line]


def everybody(session: Session, workshop: Workshop) -> Sequence[Registration]:
    """All registrations as they came, for the export."""
    rows = select(Registration).where(Registration.workshop_id == workshop.id)
    return session.scalars(rows.order_by(Registration.id)).all()
