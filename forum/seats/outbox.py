"""Letters about a registration, found again by their key: they go to the address that was given there,
which need not be the account's and may be somebody else's, too."""

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from core.mail.models import Mail
from forum.seats.models import Registration


def mail_key(registration: Registration, step: str) -> str:
    """The key of one letter, the same for the same step."""
    return f"{_start(registration)}{step}"


def drop_letters(session: Session, registration: Registration) -> None:
    """Nothing of the letters stays, sent or not."""
    session.execute(delete(Mail).where(letters_about(registration)))


def letters_about(registration: Registration) -> ColumnElement[bool]:
    """Which letters of the outbox are about it."""
    return Mail.key.startswith(_start(registration), autoescape=True)


def _start(registration: Registration) -> str:
    return f"registration:{registration.id}:"
