"""Examples of notes: sentences at two tables, one of them corrected, a photo, a numbered letter."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from forum.notes import letters, photos, services
from forum.notes.enums import NoteKind, PaperKind
from forum.notes.models import PaperDetails
from tests.core.pictures import png
from tests.forum.notes.make import noted


def build(session: Session, world: Any) -> dict[str, Any]:
    """All that hangs on the part's open workshop."""
    workshop = world.more["workshop"]
    first, second = noted(session, workshop, "Perlu pelatihan arsip.", "Jam buka.")
    (decision,) = noted(session, workshop, "Disepakati.", label="Pleno", kind=NoteKind.DECISION)
    how = {"kind": NoteKind.VOICE, "group_label": first.group_label, "actor_id": None}
    services.change_note(session, first, text="Perlu pelatihan arsip digital.", before=first.text, **how)
    services.publish_notes(session, workshop, keys=[second.key, decision.key], actor_id=None)
    shown = photos.add_photo(
        session,
        workshop,
        content=png(),
        filename="plano.png",
        caption="Kertas plano",
        group_label="Meja 1",
        public=True,
        actor_id=None,
    )
    letters.number_letter(session, workshop, PaperKind.MINUTES, dated=date(2027, 3, 1), actor_id=None)
    pattern = "005/{nomor}/KEC.ALK/{bulan}/{tahun}"
    letters.set_pattern(session, PaperKind.INVITATION, pattern=pattern, actor_id=None)
    session.add(PaperDetails(workshop_id=workshop.id, town="Kupang", recipients="Para lurah", copies="Arsip"))
    session.flush()
    return {"note": first, "later_note": second, "photo": shown}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "public_notes": lambda w: {"key": w.more["workshop"].key},
    "workshop_notes": lambda w: {"key": w.more["workshop"].key, "note_key": w.more["note"].key},
    "workshop_notes.up": lambda w: {"key": w.more["workshop"].key, "note_key": w.more["later_note"].key},
    "workshop_photos": lambda w: {"key": w.more["workshop"].key, "photo_key": w.more["photo"].upload_key},
    "workshop_papers": lambda w: {"key": w.more["workshop"].key, "paper": PaperKind.INVITATION.value},
    "letter_numbers": lambda w: {"kind": PaperKind.INVITATION.value},
}
