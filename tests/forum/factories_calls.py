"""Calls and invitations for tests. Flush, never commit."""

from datetime import date
from itertools import count

from sqlalchemy.orm import Session

from forum.calls.enums import CallState, InvitationState
from forum.calls.models import WorkshopCall, WorkshopInvitation
from forum.calls.recipients import Choice
from forum.workshops.models import Workshop

_numbers = count(1)


def call(session: Session, workshop: Workshop, **values: object) -> WorkshopCall:
    """A call whose letters are written."""
    made = WorkshopCall(
        workshop_id=workshop.id,
        **{
            "state": CallState.DONE,
            "lang": "id",
            "subject": "Undangan",
            "body": "Yth. {nama}\n\nkami mengundang Anda.\n",
            "choice": Choice().stored(),
            "pasted": [],
            **values,
        },
    )
    session.add(made)
    session.flush()
    return made


def invitation(session: Session, call: WorkshopCall, **values: object) -> WorkshopInvitation:
    """One on paper, unless it has an address or a number."""
    by_phone = InvitationState.PHONE if values.get("phone") else InvitationState.PAPER
    state = InvitationState.MAILED if values.get("address") else by_phone
    made = WorkshopInvitation(
        workshop_id=call.workshop_id,
        call_id=call.id,
        **{"recipient": f"person:{next(_numbers)}", "state": state, "day": date(2027, 1, 4), **values},
    )
    session.add(made)
    session.flush()
    return made
