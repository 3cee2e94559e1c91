"""The list and the door: tick, take back, walk-ins, a new ticket."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core import audit
from core.base import utc_now
from core.codes import code_hash
from core.errors import N_, Closed, Conflict
from core.nonces import code_of, nonce_hash
from core.sql import insert_into
from forum.attendance.check_in import note_presence, one_at_a_time, record_at, require_held
from forum.attendance.enums import How
from forum.attendance.models import Attendance, TicketEdition
from forum.attendance.queries import registration_by_key
from forum.attendance.tickets import LAST_EDITION
from forum.seats.enums import HOLDS_SEAT, PARTICIPANT, RegistrationState
from forum.seats.models import Registration, RegistrationEvent
from forum.workshops.models import WorkshopSession


def mark_present(
    session: Session, at: WorkshopSession, keys: Collection[str], *, actor_id: int | None
) -> int:
    """Tick people on the list; how many were not there before. Keys of nobody who takes part are passed over."""
    require_held(at)
    one_at_a_time(session, at)
    wanted = select(Registration).where(
        Registration.workshop_id == at.workshop_id,
        Registration.key.in_(keys),
        Registration.state.in_(PARTICIPANT),
    )
    now = utc_now()
    marked = sum(
        note_presence(session, at, found, how=How.MANUAL, came=now, actor_id=actor_id)
        for found in session.scalars(wanted.order_by(Registration.id))
    )
    if marked:
        record_at(session, at, "attendance.mark", actor_id, recorded=marked)
    return marked


def undo_presence(session: Session, at: WorkshopSession, key: str, *, actor_id: int | None) -> bool:
    """Take back a presence that was noted by mistake; False where there was none."""
    registration = registration_by_key(session, at.workshop_id, key)
    if registration is None:
        return False
    taken_back = session.execute(
        delete(Attendance)
        .where(Attendance.registration_id == registration.id, Attendance.session_id == at.id)
        .returning(Attendance.how)
    ).scalar()
    if taken_back is not None:
        record_at(session, at, "attendance.undo", actor_id, registration=registration.id, how=taken_back)
    return taken_back is not None


@dataclass(frozen=True)
class WalkIn:
    """What is asked of somebody who came without registering."""

    name: str
    post: str = ""
    phone: str = ""
    unit_id: int | None = None


def add_walk_in(
    session: Session, at: WorkshopSession, told: WalkIn, *, nonce: str, secret: str, actor_id: int | None
) -> tuple[Registration, str]:
    """Somebody who came without registering is there, and holds no seat; the same form again is the same person.

    The code that opens their registration is given back, to be handed over.
    """
    require_held(at)
    code = code_of(nonce, secret=secret)
    made = session.execute(
        insert_into(session, Registration)
        .values(
            key=nonce_hash(f"datang-langsung:{nonce}")[:32],
            workshop_id=at.workshop_id,
            unit_id=told.unit_id,
            state=RegistrationState.WALK_IN,
            name=told.name,
            post=told.post,
            email="",
            phone=told.phone,
            code_hash=code_hash(code),
            nonce_hash=nonce_hash(nonce),
            answers={},
            created_at=utc_now(),
        )
        .on_conflict_do_nothing()
        .returning(Registration.id)
    ).scalar()
    found = select(Registration).where(Registration.nonce_hash == nonce_hash(nonce))
    registration = session.scalars(found).one()
    if registration.workshop_id != at.workshop_id:
        raise Conflict(N_("Isian ini sudah dipakai di workshop lain. Muat ulang halaman, lalu isi lagi."))
    if made is not None:
        _note_step(session, registration, before="")
    note_presence(session, at, registration, how=How.WALK_IN, came=utc_now(), actor_id=actor_id)
    if made is not None:
        record_at(session, at, "attendance.walk_in", actor_id, registration=registration.id)
    return registration, code


def admit(session: Session, at: WorkshopSession, registration: Registration, *, actor_id: int | None) -> None:
    """Somebody on the list without a seat came anyway: they take part as a walk-in."""
    require_held(at)
    before = registration.state
    changed = session.execute(
        update(Registration)
        .where(
            Registration.id == registration.id,
            Registration.state == before,
            Registration.state.not_in(HOLDS_SEAT | {RegistrationState.WALK_IN}),
        )
        .values(state=RegistrationState.WALK_IN)
        .returning(Registration.id)
    ).scalar()
    if changed is None:
        raise Conflict(N_("Keadaan pendaftaran ini baru saja berubah. Muat ulang daftarnya."))
    session.refresh(registration)
    _note_step(session, registration, before=before)
    note_presence(session, at, registration, how=How.WALK_IN, came=utc_now(), actor_id=actor_id)
    record_at(session, at, "attendance.walk_in", actor_id, registration=registration.id)


def renew_ticket(session: Session, registration: Registration, *, actor_id: int | None) -> int:
    """A new ticket for somebody; the one before is refused from now on. The number of the new one."""
    number = session.execute(
        insert_into(session, TicketEdition)
        .values(registration_id=registration.id, number=2)
        .on_conflict_do_update(
            index_elements=[TicketEdition.registration_id],
            set_={"number": TicketEdition.number + 1},
            where=TicketEdition.number < LAST_EDITION,
        )
        .returning(TicketEdition.number)
    ).scalar()
    if number is None:
        raise Closed(N_("Tiket orang ini sudah terlalu sering diganti. Catat kehadirannya di daftar hadir."))
    audit.record(
        session,
        actor_id=actor_id,
        action="ticket.renew",
        kind="registration",
        key=str(registration.id),
        number=number,
    )
    return int(number)


def _note_step(session: Session, registration: Registration, *, before: str) -> None:
    step = RegistrationEvent(
        registration_id=registration.id,
        action="walk_in",
        before=before,
        after=RegistrationState.WALK_IN,
        by="staff",
    )
    session.add(step)
    session.flush()
