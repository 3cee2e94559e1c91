"""Give freed seats to the waiting list by the workshop's rule, and take offers back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import N_, Closed, Conflict
from forum.seats import rules
from forum.seats.counting import lock
from forum.seats.enums import HOLDS_SEAT, PARTICIPANT, Act, By, RegistrationState
from forum.seats.models import Registration
from forum.seats.moves import CHANGED, Step, begin, move
from forum.seats.rules import Waiting
from forum.workshops.models import Workshop


def line_of(session: Session, workshop: Workshop) -> list[Waiting]:
    """Everybody who waits, in the order in which seats would be offered now."""
    found = session.execute(
        select(
            Registration.id,
            Registration.queue_number,
            Registration.unit_id,
            Registration.account_id,
            Registration.email,
            Registration.phone,
        ).where(
            Registration.workshop_id == workshop.id,
            Registration.state == RegistrationState.WAITING,
        )
    ).all()
    holders, served = _holders(session, workshop), _served(session, workshop)
    return rules.ranked(
        workshop.rule,
        [
            Waiting(
                registration_id=row.id,
                queue_number=row.queue_number,
                unit_id=row.unit_id,
                unit_holders=holders.get(row.unit_id, 0),
                served=served(row.account_id, row.email, row.phone),
            )
            for row in found
        ],
    )


def _holders(session: Session, workshop: Workshop) -> dict[int | None, int]:
    """How many seats each unit's people hold; None: those of no unit."""
    counted = session.execute(
        select(Registration.unit_id, func.count())
        .where(Registration.workshop_id == workshop.id, Registration.state.in_(HOLDS_SEAT))
        .group_by(Registration.unit_id)
    )
    return dict(counted.all())


class _Served:
    """In how many other workshops somebody had a seat: known by their account, else by mail or phone."""

    def __init__(self, rows: Sequence[tuple[int | None, str, str]]) -> None:
        self.accounts = [account_id for account_id, _email, _phone in rows]
        self.contacts = [(email, phone) for account_id, email, phone in rows if account_id is None]

    def __call__(self, account_id: int | None, email: str, phone: str) -> int:
        if account_id is not None:
            return self.accounts.count(account_id)
        return sum(bool((e and e == email) or (p and p == phone)) for e, p in self.contacts)


def _served(session: Session, workshop: Workshop) -> _Served:
    rows = session.execute(
        select(Registration.account_id, Registration.email, Registration.phone).where(
            Registration.workshop_id != workshop.id, Registration.state.in_(PARTICIPANT)
        )
    )
    return _Served([(account_id, email, phone) for account_id, email, phone in rows])


def _has_room(workshop: Workshop, unit_id: int | None) -> bool:
    quota = next((q for q in workshop.quotas if q.unit_id == unit_id), None)
    return quota is None or quota.taken < quota.seats


def next_of(session: Session, workshop: Workshop) -> tuple[Waiting, list[Waiting]] | None:
    """Whom the rule names, and all who could have been named; None where no seat or nobody fits."""
    if workshop.taken >= workshop.seats:
        return None
    able = [one for one in line_of(session, workshop) if _has_room(workshop, one.unit_id)]
    return (able[0], able) if able else None


def offer_next(session: Session, workshop: Workshop, *, now: datetime) -> int:
    """Offer every free seat to the next by the rule; how many were offered. The workshop is locked already."""
    offered = 0
    while rules.may_offer(workshop, now=now) and (found := next_of(session, workshop)) is not None:
        chosen, able = found
        registration = session.get(Registration, chosen.registration_id, populate_existing=True)
        if registration is None:
            break
        _offer(session, registration, Step(Act.OFFER, By.SYSTEM, facts=why(workshop, chosen, able)), now)
        offered += 1
    return offered


def why(workshop: Workshop, chosen: Waiting, able: Sequence[Waiting]) -> dict[str, int | str]:
    """The numbers that decided, kept with the offer: those of the chosen one and of the next in line."""
    facts: dict[str, int | str] = {
        "rule": workshop.rule,
        "candidates": len(able),
        "number": chosen.queue_number,
        "unit_holders": chosen.unit_holders,
        "served": chosen.served,
    }
    following = next((one for one in able if one is not chosen), None)
    if following is not None:
        facts |= {
            "next_number": following.queue_number,
            "next_unit_holders": following.unit_holders,
            "next_served": following.served,
        }
    return facts


def _offer(session: Session, registration: Registration, step: Step, now: datetime) -> None:
    move(
        session,
        registration,
        before={RegistrationState.WAITING},
        after=RegistrationState.OFFERED,
        step=step,
        offered_until=rules.deadline(registration.workshop, now=now),
        confirmed_at=None,
    )


def offer_to(
    session: Session, registration: Registration, *, reason: str, now: datetime, actor_id: int | None
) -> None:
    """Staff offer a free seat to somebody who waits, outside the rule and with a reason."""
    begin(session, registration)
    workshop = registration.workshop
    if not rules.may_offer(workshop, now=now):
        raise Closed(N_("Workshop ini sudah dimulai, selesai, atau dibatalkan."))
    able = line_of(session, workshop)
    chosen = next((one for one in able if one.registration_id == registration.id), None)
    if chosen is None:
        raise Conflict(CHANGED)
    step = Step(Act.OFFER, By.STAFF, actor_id, reason, why(workshop, chosen, able))
    _offer(session, registration, step, now)


def withdraw_offer(
    session: Session, registration: Registration, *, reason: str, now: datetime, actor_id: int | None
) -> None:
    """Staff take an offer back; the seat goes on, and the person may come back at the end of the line."""
    begin(session, registration)
    step = Step(Act.WITHDRAW, By.STAFF, actor_id, reason)
    _leave_offer(session, registration, RegistrationState.EXPIRED, step)
    offer_next(session, registration.workshop, now=now)


def decline_offer(
    session: Session, registration: Registration, *, now: datetime, actor_id: int | None = None
) -> None:
    """The person does without; the seat goes to the next at once."""
    begin(session, registration)
    _leave_offer(session, registration, RegistrationState.DECLINED, Step(Act.DECLINE, By.PERSON, actor_id))
    offer_next(session, registration.workshop, now=now)


def _leave_offer(session: Session, registration: Registration, after: RegistrationState, step: Step) -> None:
    move(session, registration, before={RegistrationState.OFFERED}, after=after, step=step)


def accept_offer(
    session: Session, registration: Registration, *, now: datetime, actor_id: int | None = None
) -> None:
    """The seat that is held becomes theirs. An offer whose time is over is no longer theirs."""
    begin(session, registration)
    until = registration.offered_until
    if registration.state == RegistrationState.OFFERED and until is not None and until <= now:
        raise Closed(N_("Batas waktu tawaran ini sudah lewat. Anda dapat mendaftar lagi di urutan terakhir."))
    move(
        session,
        registration,
        before={RegistrationState.OFFERED},
        after=RegistrationState.REGISTERED,
        step=Step(Act.ACCEPT, By.PERSON, actor_id),
        confirmed_at=now,
    )


def due_workshops(session: Session, *, now: datetime) -> list[int]:
    """Workshops with an offer whose time is over, or with a free seat and somebody waiting."""
    over = (Registration.state == RegistrationState.OFFERED) & (Registration.offered_until <= now)
    waiting = (Registration.state == RegistrationState.WAITING) & (Workshop.taken < Workshop.seats)
    found = (
        select(Workshop.id)
        .join(Registration, Registration.workshop_id == Workshop.id)
        .where(over | waiting)
        .distinct()
        .order_by(Workshop.id)
    )
    return list(session.scalars(found))


def expire_offers(session: Session, workshop: Workshop, *, now: datetime) -> tuple[int, int]:
    """End the offers whose time is over and pass their seats on; how many ended, how many were made."""
    lock(session, workshop)
    over = session.scalars(
        select(Registration)
        .where(
            Registration.workshop_id == workshop.id,
            Registration.state == RegistrationState.OFFERED,
            Registration.offered_until <= now,
        )
        .order_by(Registration.queue_number, Registration.id)
        .execution_options(populate_existing=True)
    ).all()
    for registration in over:
        _leave_offer(session, registration, RegistrationState.EXPIRED, Step(Act.EXPIRE, By.SYSTEM))
    return len(over), offer_next(session, workshop, now=now)


def is_full(workshop: Workshop, unit_id: int | None) -> bool:
    """Whether somebody of this unit would have to wait; only to tell them beforehand."""
    return workshop.taken >= workshop.seats or not _has_room(workshop, unit_id)
