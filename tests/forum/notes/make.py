"""Notes for tests, made by the services."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.nonces import code_of, new_nonce
from core.sealing import unseal
from forum.notes import services
from forum.notes.enums import NoteKind
from forum.notes.models import WorkshopNote
from forum.workshops.models import Workshop

SECRET = "a key for tests only"


def noted(
    session: Session,
    workshop: Workshop,
    *texts: str,
    label: str = "Meja 1",
    kind: NoteKind = NoteKind.VOICE,
    nonce: str = "",
) -> list[WorkshopNote]:
    """The new sentences in their order."""
    keys = services.take_notes(
        session,
        workshop,
        group_label=label,
        kind=kind,
        texts=texts,
        nonce=nonce or new_nonce(),
        secret=SECRET,
        actor_id=None,
    )
    found = select(WorkshopNote).where(WorkshopNote.key.in_(keys)).order_by(WorkshopNote.position)
    return list(session.scalars(found))


def code_of_note(note: WorkshopNote) -> str:
    """The code on its slip."""
    nonce = unseal(note.nonce_sealed, secret=SECRET, purpose=services.SEAL)
    assert nonce is not None
    return code_of(nonce, secret=SECRET)
