"""Find notes of a workshop, and what they say to whom."""

from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import N_, NotFound
from core.nonces import code_of
from core.sealing import unseal
from core.staff.models import Person
from forum.notes.enums import NoteKind, NoteState
from forum.notes.models import WorkshopNote
from forum.notes.rules import names_in
from forum.notes.services import SEAL
from forum.seats.enums import PARTICIPANT
from forum.seats.models import Registration
from forum.workshops.models import Workshop


def notes_of(session: Session, workshop: Workshop, *, public_only: bool = False) -> list[WorkshopNote]:
    """What stands, by table, in the order of the table."""
    query = select(WorkshopNote).where(
        WorkshopNote.workshop_id == workshop.id, WorkshopNote.state == NoteState.KEPT
    )
    if public_only:
        query = query.where(WorkshopNote.public)
    order = (WorkshopNote.group_label, WorkshopNote.position, WorkshopNote.key)
    return list(session.scalars(query.order_by(*order)))


def by_group(notes: Iterable[WorkshopNote]) -> list[tuple[str, list[WorkshopNote]]]:
    """The notes of each table."""
    return [(label, list(found)) for label, found in groupby(notes, key=lambda note: note.group_label)]


def note_of(session: Session, workshop: Workshop, key: str) -> WorkshopNote:
    """A note of this workshop that stands."""
    note = session.get(WorkshopNote, key)
    if note is None or note.workshop_id != workshop.id or note.state != NoteState.KEPT:
        raise NotFound(N_("Kalimat ini tidak ada, atau sudah dihapus."))
    return note


def codes_of(notes: Iterable[WorkshopNote], *, secret: str) -> list[tuple[WorkshopNote, str]]:
    """The codes of contributions, for slips; none where the server's key was changed in between."""
    found = []
    for note in notes:
        nonce = unseal(note.nonce_sealed, secret=secret, purpose=SEAL)
        if nonce is not None and note.kind == NoteKind.VOICE:
            found.append((note, code_of(nonce, secret=secret)))
    return found


def named_people(session: Session, workshop: Workshop, notes: Iterable[WorkshopNote]) -> dict[str, list[str]]:
    """Note -> the names of staff or participants that it may speak of."""
    names = set(session.scalars(select(Person.name).where(Person.left_on.is_(None))))
    mine = (Registration.workshop_id == workshop.id, Registration.state.in_(PARTICIPANT))
    names |= set(session.scalars(select(Registration.name).where(*mine)))
    listed = sorted(names)
    return {note.key: found for note in notes if (found := names_in(note.text, listed))}
