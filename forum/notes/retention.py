"""How long notes are kept: counted from the last session, because a note itself has no time."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from forum.notes.models import NotePhoto, WorkshopNote
from forum.notes.services import erase_notes
from forum.workshops.models import Workshop, WorkshopSession

DAYS = 5 * 365


def _ended(time: datetime) -> ColumnElement[bool]:
    last = (
        select(func.max(WorkshopSession.ends_at))
        .where(WorkshopSession.workshop_id == Workshop.id)
        .scalar_subquery()
    )
    held = or_(
        exists().where(WorkshopNote.workshop_id == Workshop.id),
        exists().where(NotePhoto.workshop_id == Workshop.id),
    )
    return (last < time) & held


def due(session: Session, time: datetime) -> int:
    """How many workshops have notes or photos that are due."""
    return session.scalar(select(func.count(Workshop.id)).where(_ended(time))) or 0


def purge(session: Session, time: datetime) -> int:
    """Erase them; how many workshops there were."""
    ended = list(session.scalars(select(Workshop).where(_ended(time))))
    for workshop in ended:
        erase_notes(session, workshop, actor_id=None)
    return len(ended)
