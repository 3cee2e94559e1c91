"""One step of one registration: its state, its seat, its history, the audit row and the letter, together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict
from core.jobs.services import enqueue
from forum.seats.counting import give_back, lock, take_seat
from forum.seats.enums import HOLDS_SEAT, Act, By, RegistrationState
from forum.seats.models import Registration, RegistrationEvent

LETTER_JOB = "forum.seat_letter"
# What the person should learn without looking at their page.
TOLD = frozenset(set(Act) - {Act.CONFIRM, Act.CHANGE, Act.ACCEPT})
CHANGED = N_("Keadaan pendaftaran ini sudah berubah. Muat ulang halamannya.")


@dataclass(frozen=True)
class Step:
    """What happens and who does it. `facts` are numbers and words of the product, never a person's text."""

    act: Act
    by: By
    actor_id: int | None = None
    reason: str = ""
    facts: Mapping[str, int | str] = field(default_factory=dict)


def begin(session: Session, registration: Registration) -> None:
    """Wait for whoever changes the same workshop; from here on state and seats stand still."""
    lock(session, registration.workshop)
    session.refresh(registration)


def move(
    session: Session,
    registration: Registration,
    *,
    before: Collection[RegistrationState],
    after: RegistrationState,
    step: Step,
    **values: object,
) -> None:
    """From one state into another by one conditional UPDATE. Raises Conflict, and Full without a seat."""
    was = RegistrationState(registration.state)
    held, holds = was in HOLDS_SEAT, after in HOLDS_SEAT
    if was in before and holds and not held:
        take_seat(session, registration.workshop, registration.unit_id)
    if after != RegistrationState.OFFERED:
        values["offered_until"] = None
    moved = session.execute(
        update(Registration)
        .where(Registration.id == registration.id, Registration.state == was, Registration.state.in_(before))
        .values(state=after, **values)
        .returning(Registration.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if moved is None:
        raise Conflict(CHANGED)
    if held and not holds:
        give_back(session, registration.workshop, registration.unit_id)
    session.refresh(registration)
    note(session, registration, was, step)


def note(session: Session, registration: Registration, before: str, step: Step) -> None:
    """History, audit row and the job of the letter for a step that was taken."""
    event = RegistrationEvent(
        registration_id=registration.id,
        action=step.act,
        before=before,
        after=registration.state,
        by=step.by,
        reason=step.reason,
        facts=dict(step.facts),
    )
    session.add(event)
    session.flush()
    session.expire(registration, ["events"])
    audit.record(
        session,
        actor_id=step.actor_id,
        action=f"registration.{step.act}",
        kind="registration",
        key=registration.key,
        before=before,
        after=registration.state,
        by=step.by,
        workshop=registration.workshop.key,
        **step.facts,
    )
    if step.act in TOLD and (registration.email or registration.account_id):
        enqueue(session, LETTER_JOB, {"event": event.id}, key=f"{LETTER_JOB}:{event.id}")
