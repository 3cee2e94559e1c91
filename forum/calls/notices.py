"""Tell those who registered: a workshop is cancelled, or its time or place is another one."""

from collections.abc import Mapping, Sequence
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import audit
from core.accounts.models import Account
from core.base import utc_now
from core.effects import JobEffect
from core.errors import N_, Conflict
from core.jobs.models import Job
from core.jobs.services import enqueue
from core.mail.addresses import is_address
from core.mail.sender import Attachment
from core.mail.services import send_mail
from core.outreach.ledger import claim_item
from forum.calls import letters
from forum.calls.enums import Notice
from forum.calls.letters import Letter, Office
from forum.seats.enums import ACTIVE, RegistrationState
from forum.seats.models import Registration
from forum.seats.outbox import mail_key
from forum.workshops.calendar import MEDIA_TYPE, Method, calendar_of, file_name
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop, WorkshopSession
from forum.workshops.services import CANCELLED_JOB

CHANGED_JOB = "forum.workshop_changed"
BATCH = 100


def name_of(registration: Registration) -> str:
    """Their name in the sent ledger."""
    return f"registration:{registration.id}"


def address_of(session: Session, registration: Registration) -> str:
    """Where a mail reaches them; empty where none does, or where they took back consent."""
    account = session.get(Account, registration.account_id) if registration.account_id else None
    if account is not None and (account.restricted_at or not account.active):
        return ""
    address = registration.email or (account.email if account else "")
    return address if is_address(address) else ""


def calendar_file(
    workshop: Workshop, sessions: Sequence[WorkshopSession], office: Office, method: Method
) -> Attachment:
    """The calendar entry as a file that goes with a mail."""
    content = calendar_of(
        workshop,
        sessions,
        host=office.host,
        url=office.url(workshop),
        lang=office.lang,
        tz=office.tz,
        method=method,
        stamp=utc_now(),
    )
    return Attachment(file_name(workshop), f"{MEDIA_TYPE}; method={method}", content)


def write(session: Session, registration: Registration, letter: Letter, *files: Attachment) -> bool:
    """Whether there was an address to write to."""
    address = address_of(session, registration)
    if not address:
        return False
    # No repeat to find: the sent ledger let this one through once.
    key = mail_key(registration, f"notice:{token_hex(8)}")
    send_mail(session, to=address, subject=letter.subject, body=letter.body, key=key, attachments=files)
    return True


def tell_change(session: Session, workshop: Workshop, *, actor_id: int | None) -> None:
    """Let everybody who registered know; each edition of the calendar entry is told once."""
    if workshop.state not in {WorkshopState.OPEN, WorkshopState.CLOSED}:
        raise Conflict(N_("Workshop ini tidak sedang berjalan."))
    if is_told(session, workshop):
        raise Conflict(N_("Peserta sudah diberi tahu tentang jadwal dan tempat yang berlaku sekarang."))
    payload = {"key": workshop.key, "sequence": workshop.calendar_sequence}
    enqueue(session, CHANGED_JOB, payload, key=_job_key(workshop))
    audit.record(session, actor_id=actor_id, action="workshop.tell_change", kind="workshop", key=workshop.key)


def is_told(session: Session, workshop: Workshop) -> bool:
    """Whether the present edition was announced by letter, or is the first one."""
    if not workshop.calendar_sequence:
        return True
    return session.scalar(select(Job.id).where(Job.key == _job_key(workshop))) is not None


def _job_key(workshop: Workshop) -> str:
    return f"{CHANGED_JOB}:{workshop.key}:{workshop.calendar_sequence}"


def cancelled_batch(session: Session, payload: Mapping[str, object], office: Office) -> JobEffect:
    """The next letters about a cancelled workshop."""
    return _batch(session, CANCELLED_JOB, payload, office)


def changed_batch(session: Session, payload: Mapping[str, object], office: Office) -> JobEffect:
    """The next letters about a change."""
    return _batch(session, CHANGED_JOB, payload, office)


def _batch(session: Session, job: str, payload: Mapping[str, object], office: Office) -> JobEffect:
    key, after = str(payload["key"]), int(str(payload.get("after", 0)))
    # Cancelling ends the waiting of those who wait: they are told why, too.
    states = ACTIVE | {RegistrationState.UNSERVED} if job == CANCELLED_JOB else ACTIVE
    found = list(
        session.scalars(
            select(Registration.id)
            .join(Workshop)
            .where(Workshop.key == key, Registration.state.in_(states), Registration.id > after)
            .order_by(Registration.id)
            .limit(BATCH + 1)
        )
    )
    batch, more = found[:BATCH], len(found) > BATCH

    def effect(writing: Session) -> Mapping[str, object]:
        told = sum(_tell(writing, number, job, payload, office) for number in batch)
        if more:
            following = {**payload, "after": batch[-1]}
            enqueue(writing, job, following, key=f"{job}:{key}:{payload.get('sequence', '')}:{batch[-1]}")
        return {"told": told}

    return effect


def _tell(session: Session, number: int, job: str, payload: Mapping[str, object], office: Office) -> bool:
    """Whether this person was told now. A letter about what has changed again meanwhile is not written."""
    registration = session.get(Registration, number)
    if registration is None:
        return False
    workshop, is_over = registration.workshop, job == CANCELLED_JOB
    if not is_over and payload["sequence"] != workshop.calendar_sequence:
        return False
    if is_over != (workshop.state == WorkshopState.CANCELLED):
        return False
    notice = Notice.CANCELLED if is_over else Notice.CHANGED
    key = f"{workshop.key}:{workshop.calendar_sequence}"
    if not claim_item(session, recipient=name_of(registration), kind=notice, key=key):
        return False
    write_letter = letters.cancelled if is_over else letters.changed
    letter = write_letter(registration, office)
    method = Method.CANCEL if is_over else Method.PUBLISH
    return write(session, registration, letter, calendar_file(workshop, workshop.sessions, office, method))
