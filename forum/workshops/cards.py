"""What the home page and a cycle's page say about workshops, in the visitor's language."""

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.base import utc_now
from core.cycles.services import current_cycle
from core.policy import Role
from core.slices import HomeCard, Viewer
from core.web.i18n import localized
from forum.workshops import queries, rules
from forum.workshops.enums import Audience
from forum.workshops.models import Workshop
from forum.workshops.words import seats_words, workshop_time


def home_cards(session: Session, viewer: Viewer) -> list[HomeCard]:
    """The workshops that this visitor can register for now."""
    cycle = current_cycle(session)
    return [_card(w) for w in _open(session, cycle.id) if _invites(w, viewer)] if cycle else []


def cycle_cards(session: Session, cycle_id: int) -> list[HomeCard]:
    """The open workshops of a cycle, for whoever reads its page."""
    return [_card(workshop) for workshop in _open(session, cycle_id)]


def _open(session: Session, cycle_id: int) -> list[Workshop]:
    now = utc_now()
    return [w for w in queries.open_workshops(session, cycle_id) if not rules.why_closed(w, now=now)]


def _invites(workshop: Workshop, viewer: Viewer) -> bool:
    """A guest sees what is for accounts, too: logging in is the first step."""
    return workshop.audience != Audience.STAFF or viewer.role != Role.CITIZEN


def _card(workshop: Workshop) -> HomeCard:
    texts = (workshop_time(workshop), workshop.place, seats_words(workshop))
    return HomeCard(
        title=localized(workshop, "title"),
        text=" · ".join(text for text in texts if text),
        url=url_for("workshops.show", key=workshop.key),
        action=gettext("Lihat workshop"),
        badge=gettext("Tanpa akun") if workshop.audience == Audience.PUBLIC else "",
        order=30,
    )
