"""What the worker does: letters in batches, and every minute what is due from the ledger."""

from collections.abc import Mapping

from flask import current_app
from sqlalchemy.orm import Session

from core.effects import JobEffect
from forum.calls import notices, reminders, services
from forum.calls.views.office import office_of

REMIND_JOB = "forum.remind"


def invite(session: Session, payload: Mapping[str, object]) -> JobEffect:
    """A batch of invitations."""
    tz = current_app.config["REMBUK_SETTINGS"].timezone
    return services.invite_batch(session, payload, tz=tz)


def remind(session: Session, _payload: Mapping[str, object]) -> JobEffect:
    """Whatever reminder is due."""
    return reminders.remind(session, office_of(session))


def cancelled(session: Session, payload: Mapping[str, object]) -> JobEffect:
    """A batch of letters about a cancelled workshop."""
    return notices.cancelled_batch(session, payload, office_of(session))


def changed(session: Session, payload: Mapping[str, object]) -> JobEffect:
    """A batch of letters about another time or place."""
    return notices.changed_batch(session, payload, office_of(session))
