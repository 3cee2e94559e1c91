"""What staff do with registrations, and what becomes of them when the workshop itself changes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.base import utc_now
from core.errors import N_, Closed, Conflict, Invalid
from forum.seats import codes, rules
from forum.seats.counting import lock
from forum.seats.enums import Act, By, RegistrationState
from forum.seats.models import Registration
from forum.seats.moves import CHANGED, Step, begin, move, note
from forum.seats.offering import offer_next
from forum.seats.services import Answers, Applicant, clean, place
from forum.workshops.followers import Change
from forum.workshops.models import Workshop

STILL_WAITING = frozenset({RegistrationState.REQUESTED, RegistrationState.WAITING, RegistrationState.OFFERED})


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
    place(session, registration, values={}, wait=True, step=Step(Act.APPROVE, By.STAFF, actor_id))


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


def follow(session: Session, workshop: Workshop, change: Change, actor_id: int | None) -> None:
    """What the people of a workshop get from a change of it, in the same transaction.

    More seats are offered at once. Where registration is closed the line stays and is served; where the
    workshop is over or called off, whoever still waited is told that no seat came.
    """
    lock(session, workshop)
    if change == Change.CLOSED:
        _tell_waiting(session, workshop, actor_id)
    if change == Change.ENDED:
        _end(session, workshop, actor_id)
    offer_next(session, workshop, now=utc_now())


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
