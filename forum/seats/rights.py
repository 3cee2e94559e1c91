"""What registrations hold about the holder of an account, and how long contact and answers are kept."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from core.base import utc_now
from core.errors import N_
from core.keeping import PersonalData, Retention, rows_of
from forum.seats.enums import ACTIVE, PARTICIPANT, By
from forum.seats.models import Registration, RegistrationEvent
from forum.seats.outbox import drop_letters
from forum.seats.rules import SERVING
from forum.seats.services import cancel, of_account
from forum.workshops.models import WorkshopSession

CONTACT_DAYS = 365
HIDDEN = ("code_hash", "nonce_hash")
GONE = "–"
_LASTING = ACTIVE | PARTICIPANT


def _own(session: Session, account_id: int) -> list[Registration]:
    found = select(Registration).where(Registration.account_id == account_id)
    return list(session.scalars(found.order_by(Registration.id)))


def collect(session: Session, account_id: int) -> object:
    """Each registration with its history."""
    rows = rows_of(session, Registration.account_id, account_id, hidden=HIDDEN)
    for row in rows:
        row["events"] = rows_of(session, RegistrationEvent.registration_id, row["id"])
    return rows


def erase(session: Session, account_id: int) -> None:
    """Give up what is still to come, and forget the person.

    Who took part in a workshop that is over stays on its attendance list by name alone: that list
    proves how public money was spent.
    """
    for registration in _own(session, account_id):
        _give_up(session, registration)
        _forget(session, registration)


def _give_up(session: Session, registration: Registration) -> None:
    if registration.state in ACTIVE and registration.workshop.state in SERVING:
        cancel(session, registration, now=utc_now(), by=By.SYSTEM)


def _forget(session: Session, registration: Registration) -> None:
    name = registration.name if registration.state in PARTICIPANT else GONE
    drop_letters(session, registration)
    registration.name, registration.account_id = name, None
    registration.email = registration.phone = ""
    registration.answers, registration.form_id, registration.nonce_hash = {}, None, None
    if name == GONE:
        registration.post = ""
    # Reasons were written about this person, perhaps with their name.
    session.execute(
        update(RegistrationEvent)
        .where(RegistrationEvent.registration_id == registration.id)
        .values(reason="")
    )
    session.flush()


def merge(session: Session, source_id: int, target_id: int) -> None:
    """Move them to the account that stays. Of two for one workshop it keeps its own, unless that one is over
    and the other is not; the one left is given up and forgotten, as nobody could ask for that later."""
    for registration in _own(session, source_id):
        own = of_account(session, registration.workshop, target_id)
        if own is not None and (own.state in _LASTING or registration.state not in _LASTING):
            _leave(session, registration)
            continue
        if own is not None:
            _leave(session, own)
        registration.account_id = target_id
        session.flush()


def _leave(session: Session, registration: Registration) -> None:
    _give_up(session, registration)
    _forget(session, registration)


def _over(time: datetime) -> ColumnElement[bool]:
    """Contact or answers that were for a workshop whose last session ended before that time."""
    ended = (
        select(WorkshopSession.workshop_id)
        .group_by(WorkshopSession.workshop_id)
        .having(func.max(WorkshopSession.ends_at) < time)
    )
    filled = or_(Registration.email != "", Registration.phone != "", Registration.form_id.is_not(None))
    return Registration.workshop_id.in_(ended) & filled


def due(session: Session, time: datetime) -> int:
    """How many still hold contact or answers."""
    return session.scalar(select(func.count()).select_from(Registration).where(_over(time))) or 0


def purge(session: Session, time: datetime) -> int:
    """Forget how people were reached and what they answered; name, unit and state stay as proof."""
    emptied = session.execute(
        update(Registration)
        .where(_over(time))
        .values(email="", phone="", answers={}, form_id=None, nonce_hash=None)
        .returning(Registration.id)
        .execution_options(synchronize_session=False)
    )
    return len(emptied.all())


PERSONAL_DATA = PersonalData(
    key="registrations",
    label=N_("Pendaftaran workshop"),
    columns=frozenset({"registration.account_id"}),
    collect=collect,
    erase=erase,
    merge=merge,
)
RETENTION = Retention(
    key="registrations",
    label=N_("Kontak dan jawaban pendaftaran workshop"),
    reason=N_("Untuk menghubungi peserta; nama, unit, dan keadaannya tetap ada sebagai bukti kegiatan."),
    tables=frozenset({"registration", "registration_event"}),
    days=CONTACT_DAYS,
    purge=purge,
    due=due,
)
