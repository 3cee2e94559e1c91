"""Examples of what goes out: invitations on paper, by WhatsApp and by mail; a registration with its code."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from core.codes import code_hash
from core.mail.services import Attachment, send_mail
from core.nonces import code_of
from forum.seats.models import Registration
from tests.forum import factories, factories_calls

CODE = code_of("c" * 32, secret="a key for tests only")


def build(session: Session, world: Any) -> dict[str, Any]:
    """A workshop of its own, so that those of other parts stay as they are."""
    workshop = factories.workshop(session, cycle=world.cycle, calendar_sequence=1)
    call = factories_calls.call(session, workshop)
    paper = factories_calls.invitation(session, call, name="Ibu Yuliana")
    factories_calls.invitation(session, call, phone="+6281234567890")
    mail = send_mail(
        session,
        to="diundang@example.go.id",
        subject="Undangan",
        body="Undangan",
        attachments=[Attachment("workshop.ics", "text/calendar", b"BEGIN:VCALENDAR")],
    )
    factories_calls.invitation(session, call, address=mail.to_address, mail_id=mail.id)
    person: Registration = factories.registration(session, workshop, phone="0812 3456 7891")
    person.code_hash = code_hash(CODE)
    return {"called_workshop": workshop, "paper_invitation": paper}


def _values(world: Any) -> Mapping[str, object]:
    number = world.more["paper_invitation"].id
    return {"key": world.more["called_workshop"].key, "number": number, "code": CODE}


VALUES: dict[str, Callable[[Any], Mapping[str, object]]] = {
    "workshop_calendar": _values,
    "workshop_invitations": _values,
    "workshop_reminding": _values,
}
