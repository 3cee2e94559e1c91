"""Note which WhatsApp messages a person has sent: the server sends none itself."""

from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict, NotFound
from core.outreach.ledger import claim_item
from forum.calls.enums import Notice
from forum.calls.queries import chats, load_invitation
from forum.calls.services import mark_brought
from forum.workshops.models import Workshop


def tick_chat(session: Session, workshop: Workshop, *, kind: str, who: str, actor_id: int | None) -> None:
    """Once for each person and thing: of two who tick at the same time, one is told so."""
    chat = next((c for c in chats(session, workshop) if (c.kind, c.who) == (kind, who)), None)
    if chat is None:
        raise NotFound(N_("Orang itu tidak ada di daftar ini."))
    if chat.kind == Notice.INVITATION:
        mark_brought(session, load_invitation(session, workshop, int(chat.who)), actor_id=actor_id)
        return
    if not claim_item(session, recipient=chat.recipient, kind=chat.kind, key=chat.key):
        raise Conflict(N_("Pesan ini sudah ditandai. Muat ulang halamannya."))
    audit.record(session, actor_id=actor_id, action="workshop.chat", kind="workshop", key=workshop.key)
