"""Whom a call to a workshop reaches: as everywhere, and by whether they ever had a seat."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.outreach import recipients
from core.outreach.pasted import Entry
from core.outreach.recipients import Recipient as Recipient
from forum.seats.enums import PARTICIPANT
from forum.seats.models import Registration

# Who never had a seat in any workshop.
_NEVER_SERVED = ~exists().where(Registration.account_id == Account.id, Registration.state.in_(PARTICIPANT))


@dataclass(frozen=True)
class Choice(recipients.Choice):
    """Whom to invite."""

    never_served: bool = False


def recipients_of(session: Session, choice: Choice, pasted: Sequence[Entry] = ()) -> list[Recipient]:
    """Everybody, each once, in an order that stays the same."""
    only = _NEVER_SERVED if choice.never_served else None
    return recipients.recipients_of(session, choice, pasted, only=only)
