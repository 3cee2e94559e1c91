"""What the worker does: letters about single registrations, and every minute what offers are over."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.base import utc_now
from core.config import Settings
from core.effects import JobEffect
from core.mail.addresses import is_address
from core.mail.sender import Attachment
from core.mail.services import send_mail
from core.outreach.ledger import claim_item
from core.site import load_site
from forum.seats import codes, letters, offering
from forum.seats.enums import Act, RegistrationState
from forum.seats.letters import Sender
from forum.seats.models import Registration, RegistrationEvent
from forum.seats.outbox import mail_key
from forum.workshops.calendar import MEDIA_TYPE, Method, calendar_of, file_name
from forum.workshops.enums import WorkshopState
from forum.workshops.models import Workshop

EXPIRE_JOB = "forum.expire_offers"
UNKNOWN_HOST = "rembuk.invalid"


def _settings() -> Settings:
    settings: Settings = current_app.config["REMBUK_SETTINGS"]
    return settings


def address_of(session: Session, registration: Registration) -> str:
    """Where a mail reaches them; empty where none does, or where they took back consent."""
    account = session.get(Account, registration.account_id) if registration.account_id else None
    if account is not None and (account.restricted_at or not account.active):
        return ""
    address = registration.email or (account.email if account else "")
    return address if is_address(address) else ""


def letter(session: Session, payload: Mapping[str, object]) -> JobEffect:
    """The letter about one step, unless the registration stands elsewhere by now."""
    number, settings = int(str(payload["event"])), _settings()

    def effect(writing: Session) -> Mapping[str, object]:
        event = writing.get(RegistrationEvent, number)
        registration = writing.get(Registration, event.registration_id) if event else None
        if event is None or registration is None or registration.state != event.after:
            return {"sent": False}
        if event.action == Act.END and registration.workshop.state == WorkshopState.CANCELLED:
            return {"sent": False}  # the letter about the cancelled workshop says more
        address = address_of(writing, registration)
        recipient, kind = f"registration:{registration.id}", f"seat.{event.action}"
        if not address or not claim_item(writing, recipient=recipient, kind=kind, key=str(event.id)):
            return {"sent": False}
        _write(writing, registration, event, settings, address)
        return {"sent": True}

    return effect


def _write(
    session: Session,
    registration: Registration,
    event: RegistrationEvent,
    settings: Settings,
    address: str,
) -> None:
    sender = Sender(load_site(session, "id").office, settings.base_url, settings.timezone)
    code = codes.code_of(registration.key, secret=settings.secret_key)
    written = letters.letter_of(registration, event, sender, code=code)
    files = []
    if registration.state == RegistrationState.REGISTERED and registration.workshop.sessions:
        files.append(_calendar(registration.workshop, sender))
    key = mail_key(registration, f"event:{event.id}")
    send_mail(session, to=address, subject=written.subject, body=written.body, key=key, attachments=files)


def _calendar(workshop: Workshop, sender: Sender) -> Attachment:
    content = calendar_of(
        workshop,
        workshop.sessions,
        host=urlsplit(sender.root).hostname or UNKNOWN_HOST,
        url=f"{sender.root}/workshop/{workshop.key}" if sender.root else "",
        lang="id",
        tz=sender.tz,
        method=Method.PUBLISH,
        stamp=utc_now(),
    )
    return Attachment(file_name(workshop), f"{MEDIA_TYPE}; method={Method.PUBLISH}", content)


def expire(session: Session, _payload: Mapping[str, object]) -> JobEffect:
    """End offers whose time is over, and give their seats to the next, workshop by workshop."""
    now = utc_now()
    due = offering.due_workshops(session, now=now)

    def effect(writing: Session) -> Mapping[str, object]:
        expired = offered = 0
        for number in due:
            workshop = writing.get(Workshop, number)
            if workshop is not None:
                ended, made = offering.expire_offers(writing, workshop, now=now)
                expired, offered = expired + ended, offered + made
        return {"expired": expired, "offered": offered}

    return effect
