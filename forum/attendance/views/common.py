"""What the pages of attendance share: objects through their parents, words of answers."""

from flask_babel import gettext
from werkzeug.exceptions import NotFound

from core.db import db
from forum.attendance import queries
from forum.attendance.enums import HOW_LABELS
from forum.seats.enums import REGISTRATION_LABELS
from forum.seats.models import Registration
from forum.workshops.models import Workshop, WorkshopSession
from forum.workshops.queries import load_session, load_workshop


def the_workshop(key: str) -> Workshop:
    """The workshop at this address; a draft has nobody who could come."""
    return load_workshop(db.session(), key)


def the_session(key: str, number: int) -> WorkshopSession:
    """The session, through its workshop."""
    return load_session(the_workshop(key), number)


def the_registration(workshop: Workshop, key: str) -> Registration:
    """The registration, through its workshop."""
    found = queries.registration_by_key(db.session(), workshop.id, key)
    if found is None:
        raise NotFound
    return found


def how_names() -> dict[str, str]:
    """How somebody was checked in, in the visitor's language."""
    return {str(how): gettext(label) for how, label in HOW_LABELS.items()}


def state_names() -> dict[str, str]:
    """Where a registration stands, in the visitor's language."""
    return {str(state): gettext(label) for state, label in REGISTRATION_LABELS.items()}
