"""What staff do with registrations, and what becomes of them when the workshop itself changes."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import N_, Closed, Conflict, Invalid
from forum.seats import codes, rules
from forum.seats.counting import lock, next_number, take_seat
from forum.seats.enums import HOLDS_SEAT, Act, By, RegistrationState
from forum.seats.models import Registration
from forum.seats.moves import CHANGED, Step, begin, move, note
from forum.seats.offering import offer_next
from forum.seats.services import Answers, Applicant, clean, place
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop

STILL_WAITING = frozenset(
    {RegistrationState.REQUESTED, RegistrationState.WAITING, RegistrationState.OFFERED}
)


def require_reason(reason: str) -> str:
    """What the person reads. Raises Invalid where there is none."""
    if not reason.strip():
        raise Invalid(N_("Tulis alasannya. Orang yang bersangkutan akan membacanya."))
    return reason.strip()


def _require_to_come(workshop: Workshop) -> None:
    if workshop.state not in rules.SERVING:
        raise Closed(N_("Workshop ini belum diumumkan, sudah selesai, atau dibatalkan."))


def approve(session: Session, registration: Registration, *, actor_id: int | None) -> None:
    """Give who asked a seat; where none is free, a place in the line."""
    begin(session, registration)
    _require_to_come(registration.workshop)
    if registration.state != RegistrationState.REQUESTED:
        raise Conflict(CHANGED)
    place(
        session, registration, values={}, wait=True, step=Step(Act.APPROVE, By.STAFF, actor_id)
    )


def refuse(
    session: Session, registration: Registration, *, reason: str, now: datetime, actor_id: int | None
) -> None:
    """Say no with a reason that the person reads; a seat that was held goes to the next."""
    reason = require_reason(reason)
    begin(session, registration)
    _require_to_come(registration.workshop)
    move(
        session,
        registration,
        before={*STILL_WAITING, RegistrationState.REGISTERED},
        after=RegistrationState.REFUSED,
        step=Step(Act.REFUSE, By.STAFF, actor_id, reason),
        confirmed_at=None,
    )
    offer_next(session, registration.workshop, now=now)


def add_by_staff(
    session: Session,
    workshop: Workshop,
    *,
    applicant: Applicant,
    answers: Answers,
    reason: str,
    actor_id: int | None,
    secret: str,
    account_id: int | None = None,
) -> Registration:
    """Enter somebody who asked in another way; without a free seat at the end of the line."""
    reason = require_reason(reason)
    lock(session, workshop)
    _require_to_come(workshop)
    key = codes.new_key()
    made = Registration(
        key=key,
        workshop=workshop,
        account_id=account_id,
        code_hash=codes.hash_of(codes.code_of(key, secret=secret)),
        name="",
        state="",
    )
    step = Step(Act.ADD, By.STAFF, actor_id, reason)
    values = clean(applicant, by_account=True) | answers.values()
    place(session, made, values=values, wait=True, step=step)
    return made


def recount(session: Session, workshop: Workshop) -> None:
    """Let the quotas hold what the people of their units hold. Raises Conflict where that is too many."""
    held = dict(
        session.execute(
            select(Registration.unit_id, func.count())
            .where(Registration.workshop_id == workshop.id, Registration.state.in_(HOLDS_SEAT))
            .group_by(Registration.unit_id)
        )
        .tuples()
        .all()
    )
    for quota in workshop.quotas:
        taken = held.get(quota.unit_id, 0)
        if taken > quota.seats:
            raise Conflict(
                N_("%(unit)s sudah menempati %(taken)s tempat. Batasnya tidak dapat lebih kecil."),
                unit=quota.unit.name,
                taken=taken,
            )
        quota.taken = taken
    session.flush()


def follow(session: Session, workshop: Workshop, *, now: datetime, actor_id: int | None) -> None:
    """What the people of a workshop get from a change of it, in the same transaction.

    More seats are offered at once. Where registration is closed the line stays and is served; where the
    workshop is over or called off, whoever still waited is told that no seat came.
    """
    lock(session, workshop)
    recount(session, workshop)
    if workshop.state == WorkshopState.CLOSED:
        _tell_waiting(session, workshop, actor_id)
    if workshop.state in {WorkshopState.HELD, WorkshopState.CANCELLED}:
        _end(session, workshop, actor_id)
    offer_next(session, workshop, now=now)


def _of_states(session: Session, workshop: Workshop, *states: RegistrationState) -> list[Registration]:
    found = (
        select(Registration)
        .where(Registration.workshop_id == workshop.id, Registration.state.in_(states))
        .order_by(Registration.queue_number, Registration.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(found))


def _tell_waiting(session: Session, workshop: Workshop, actor_id: int | None) -> None:
    """Nothing changes for them, but they ask themselves."""
    for registration in _of_states(session, workshop, RegistrationState.WAITING):
        note(session, registration, registration.state, Step(Act.CLOSE, By.SYSTEM, actor_id))


def _end(session: Session, workshop: Workshop, actor_id: int | None) -> None:
    for registration in _of_states(session, workshop, *STILL_WAITING):
        move(
            session,
            registration,
            before=STILL_WAITING,
            after=RegistrationState.UNSERVED,
            step=Step(Act.END, By.SYSTEM, actor_id),
        )


def set_seats(
    session: Session, workshop: Workshop, *, seats: int, quotas: dict[int, int], actor_id: int | None, now: datetime
) -> None:
    raise NotImplementedError
