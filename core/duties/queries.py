"""Who may act for what."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.duties.models import DutyAssignment
from core.policy import Duty


def duty_kinds(session: Session, account_id: int) -> frozenset[Duty]:
    """The kinds of duty that an account has, for whatever."""
    kinds = select(DutyAssignment.duty).where(DutyAssignment.account_id == account_id).distinct()
    return frozenset(Duty(kind) for kind in session.scalars(kinds))
