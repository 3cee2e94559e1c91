"""Who may register, what a step needs, and who is offered a seat next. Pure conditions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.errors import N_, Closed, NotAllowed, RembukError
from core.policy import Role
from forum.workshops.enums import Audience, Rule, WorkshopState
from forum.workshops.models import Workshop

# Waiting people are served as long as the workshop is still to come, also after registration closed.
SERVING = frozenset({WorkshopState.OPEN, WorkshopState.CLOSED})


@dataclass(frozen=True)
class Waiting:
    """One who waits, with the numbers that the rules compare."""

    registration_id: int
    queue_number: int
    unit_id: int | None
    unit_holders: int
    served: int


def begins_at(workshop: Workshop) -> datetime | None:
    """When the first session begins."""
    return min((session.starts_at for session in workshop.sessions), default=None)


def require_time(workshop: Workshop, *, now: datetime) -> None:
    """Raise Closed unless registrations are taken now, whoever asks."""
    if workshop.state == WorkshopState.CANCELLED:
        raise Closed(N_("Workshop ini dibatalkan."))
    if workshop.state == WorkshopState.HELD:
        raise Closed(N_("Workshop ini sudah selesai."))
    if workshop.state != WorkshopState.OPEN:
        raise Closed(N_("Pendaftaran belum dibuka atau sudah ditutup."))
    if workshop.registration_until is not None and workshop.registration_until <= now:
        raise Closed(N_("Batas waktu pendaftaran sudah lewat."))
    last = max((session.ends_at for session in workshop.sessions), default=None)
    if last is not None and last <= now:
        raise Closed(N_("Workshop ini sudah lewat."))


def require_person(workshop: Workshop, *, role: Role | None) -> None:
    """Raise NotAllowed unless the workshop is for somebody with this role (None: a guest)."""
    if workshop.audience == Audience.PUBLIC:
        return
    if role is None:
        raise NotAllowed(N_("Workshop ini untuk pemilik akun. Masuk dahulu, lalu daftar."))
    if workshop.audience == Audience.STAFF and role == Role.CITIZEN:
        raise NotAllowed(N_("Workshop ini untuk pegawai (ASN)."))


def why_not(workshop: Workshop, *, role: Role | None, now: datetime) -> RembukError | None:
    """The reason why this person cannot register now; None when they can (or can wait)."""
    try:
        require_time(workshop, now=now)
        require_person(workshop, role=role)
    except RembukError as refusal:
        return refusal
    return None


def may_offer(workshop: Workshop, *, now: datetime) -> bool:
    """Whether freed seats go to the waiting list: until the first session begins."""
    begin = begins_at(workshop)
    return workshop.state in SERVING and (begin is None or begin > now)


def deadline(workshop: Workshop, *, now: datetime) -> datetime:
    """Until when an offer made now holds its seat; never past the beginning."""
    end = now + timedelta(hours=workshop.offer_hours)
    begin = begins_at(workshop)
    return min(end, begin) if begin is not None and begin > now else end


ORDERS: dict[Rule, Callable[[Waiting], tuple[int, int]]] = {
    Rule.ORDER: lambda one: (0, one.queue_number),
    Rule.UNIT_BALANCE: lambda one: (one.unit_holders, one.queue_number),
    Rule.NEVER_SERVED: lambda one: (min(one.served, 1), one.queue_number),
}


def ranked(rule: str, waiting: Iterable[Waiting]) -> list[Waiting]:
    """The waiting in the order in which they would be offered a seat now; ties by their number."""
    return sorted(waiting, key=ORDERS[Rule(rule)])
