"""Write workshops and move them from draft to held or cancelled."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import audit
from core.cycles.models import Cycle
from core.development import DEVELOPMENT_KINDS
from core.errors import N_, Conflict, Invalid
from core.jobs.services import enqueue
from forum.workshops import followers, rules
from forum.workshops.enums import Audience, Rule, WorkshopState
from forum.workshops.followers import Change
from forum.workshops.models import RegistrationForm, UnitQuota, Workshop
from surveys.engine import unused, words_of

# Handled by forum.calls: participants learn of it.
CANCELLED_JOB = "forum.workshop_cancelled"
# What a calendar shows: a change of it is a new edition of the calendar's entry.
_SHOWN = frozenset({"title_id", "place", "link"})


@dataclass(frozen=True)
class WorkshopDetails:
    """What staff write about a workshop, seats aside."""

    title_id: str
    title_en: str = ""
    about_id: str = ""
    about_en: str = ""
    audience: Audience = Audience.STAFF
    place: str = ""
    link: str = ""
    contact: str = ""
    organiser: str = ""
    development_code: int = 4
    jp: int | None = None
    approval: bool = False
    rule: Rule = Rule.ORDER
    offer_hours: int = 24
    registration_until: datetime | None = None


def create_workshop(
    session: Session,
    cycle: Cycle,
    *,
    details: WorkshopDetails,
    seats: int,
    key: str = "",
    actor_id: int | None,
) -> Workshop:
    """Add a draft. The address is made from the title unless one is given."""
    _check(details)
    base = key or _address(details.title_id)
    taken = set(session.scalars(select(Workshop.key).where(Workshop.key.startswith(base))))
    workshop = Workshop(
        key=base if key else unused(base, taken, joiner="-"),
        cycle=cycle,
        seats=seats,
        **asdict(details),
    )
    try:
        with session.begin_nested():
            session.add(workshop)
            session.flush()
    except IntegrityError as clash:
        raise Conflict(N_("Alamat itu sudah dipakai. Pilih alamat lain.")) from clash
    _record(session, workshop, "workshop.create", actor_id)
    return workshop


def _address(title: str) -> str:
    """Two words at least: addresses of one word belong to the pages."""
    made = words_of(title, joiner="-", longest=50)
    return made if "-" in made else f"workshop-{made}".rstrip("-")


def _check(details: WorkshopDetails) -> None:
    if details.development_code not in DEVELOPMENT_KINDS:
        raise Invalid(N_("Jenis pengembangan itu tidak dikenal."))


def change_workshop(
    session: Session, workshop: Workshop, *, details: WorkshopDetails, actor_id: int | None
) -> None:
    """Change what is written about it; nothing of a cancelled one."""
    _check(details)
    require_editable(workshop)
    changed = {name: value for name, value in asdict(details).items() if getattr(workshop, name) != value}
    for name, value in changed.items():
        setattr(workshop, name, value)
    if _SHOWN & changed.keys():
        touch_calendar(workshop)
    _record(session, workshop, "workshop.change", actor_id, fields=len(changed))


def require_editable(workshop: Workshop) -> None:
    """Raise where nothing may be changed any more."""
    if workshop.state == WorkshopState.CANCELLED:
        raise Conflict(N_("Workshop ini dibatalkan dan tidak dapat diubah lagi."))


def touch_calendar(workshop: Workshop) -> None:
    """The entry in people's calendars is no longer right. A draft stands in nobody's calendar."""
    if workshop.state != WorkshopState.DRAFT:
        workshop.calendar_sequence = Workshop.calendar_sequence + 1


def open_registration(session: Session, workshop: Workshop, *, now: datetime, actor_id: int | None) -> None:
    """Announce a draft, or take registrations again."""
    if not workshop.sessions:
        raise Invalid(N_("Tambahkan dahulu sesi dengan waktunya."))
    if workshop.registration_until is not None and workshop.registration_until <= now:
        raise Invalid(N_("Batas waktu pendaftaran sudah lewat. Ubah dahulu batas waktunya."))
    before = {WorkshopState.DRAFT, WorkshopState.CLOSED}
    _move(session, workshop, before, WorkshopState.OPEN)
    _record(session, workshop, "workshop.open", actor_id)
    followers.tell(session, workshop, Change.OPENED, actor_id=actor_id)


def close_registration(session: Session, workshop: Workshop, *, actor_id: int | None) -> None:
    """Take no registrations for now."""
    _move(session, workshop, {WorkshopState.OPEN}, WorkshopState.CLOSED)
    _record(session, workshop, "workshop.close", actor_id)
    followers.tell(session, workshop, Change.CLOSED, actor_id=actor_id)


def mark_held(session: Session, workshop: Workshop, *, now: datetime, actor_id: int | None) -> None:
    """It took place; no earlier than its first session began."""
    begin = rules.first_begin(workshop)
    if begin is None or begin > now:
        raise Invalid(N_("Workshop ini belum dimulai. Tandai selesai setelah sesi pertamanya berjalan."))
    _move(session, workshop, {WorkshopState.OPEN, WorkshopState.CLOSED}, WorkshopState.HELD)
    _record(session, workshop, "workshop.held", actor_id)
    followers.tell(session, workshop, Change.ENDED, actor_id=actor_id)


def cancel_workshop(session: Session, workshop: Workshop, *, reason: str, actor_id: int | None) -> None:
    """Call it off for good, with a reason that everybody reads; those who registered are told."""
    if not reason.strip():
        raise Invalid(N_("Tulis alasannya. Peserta akan membacanya."))
    before = {WorkshopState.OPEN, WorkshopState.CLOSED}
    _move(session, workshop, before, WorkshopState.CANCELLED, cancelled_reason=reason.strip())
    touch_calendar(workshop)
    enqueue(session, CANCELLED_JOB, {"key": workshop.key}, key=f"{CANCELLED_JOB}:{workshop.key}")
    _record(session, workshop, "workshop.cancel", actor_id, taken=workshop.taken, queued=workshop.queued)
    followers.tell(session, workshop, Change.ENDED, actor_id=actor_id)


def _move(
    session: Session,
    workshop: Workshop,
    before: Collection[WorkshopState],
    after: WorkshopState,
    **values: object,
) -> None:
    """One conditional UPDATE: somebody else may have come first."""
    session.flush()
    moved = session.execute(
        update(Workshop)
        .where(Workshop.id == workshop.id, Workshop.state.in_(before))
        .values(state=after, **values)
        .returning(Workshop.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if moved is None:
        raise Conflict(N_("Keadaan workshop ini sudah berubah. Muat ulang halamannya."))
    session.refresh(workshop)


def copy_workshop(session: Session, workshop: Workshop, *, cycle: Cycle, actor_id: int | None) -> Workshop:
    """A new draft with the same texts, seats, quotas and questions; without sessions, which have dates."""
    names = WorkshopDetails.__dataclass_fields__.keys() - {"registration_until"}
    details = WorkshopDetails(**{name: getattr(workshop, name) for name in names})
    copy = create_workshop(session, cycle, details=details, seats=workshop.seats, actor_id=actor_id)
    session.add_all(
        UnitQuota(workshop_id=copy.id, unit_id=quota.unit_id, seats=quota.seats) for quota in workshop.quotas
    )
    form = session.scalar(
        select(RegistrationForm)
        .where(RegistrationForm.workshop_id == workshop.id)
        .order_by(RegistrationForm.number.desc())
        .limit(1)
    )
    if form is not None:
        session.add(RegistrationForm(workshop_id=copy.id, number=1, definition=form.definition))
    session.flush()
    return copy


def delete_draft(session: Session, workshop: Workshop, *, actor_id: int | None) -> None:
    """Delete a draft with its sessions and questions. What was announced is cancelled instead."""
    _move(session, workshop, {WorkshopState.DRAFT}, WorkshopState.DRAFT)
    _record(session, workshop, "workshop.delete", actor_id)
    session.delete(workshop)
    session.flush()


def _record(
    session: Session, workshop: Workshop, action: str, actor_id: int | None, **facts: int | str
) -> None:
    session.flush()
    audit.record(session, actor_id=actor_id, action=action, kind="workshop", key=workshop.key, **facts)
