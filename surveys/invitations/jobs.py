"""What the worker does: invitations and reminders in batches."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from core.effects import JobEffect
from core.web.server import secret
from surveys.invitations import inviting, reminding


def invite(session: Session, payload: Mapping[str, object]) -> JobEffect:
    """A batch of invitations."""
    return inviting.invite_batch(session, payload, secret=secret())


def remind(session: Session, payload: Mapping[str, object]) -> JobEffect:
    """A batch of reminders."""
    return reminding.remind_batch(session, payload, secret=secret())
