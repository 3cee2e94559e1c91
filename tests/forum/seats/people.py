"""People who register, for tests."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.nonces import new_nonce
from core.policy import Role
from core.units.models import Unit
from forum.seats import services
from forum.seats.models import Registration, RegistrationEvent
from forum.seats.services import Answers, Applicant
from forum.workshops.models import RegistrationForm, Workshop

NOW = datetime(2027, 2, 1, 2, 0, tzinfo=UTC)
SECRET = "a key for tests only"
_numbers = count(1)


def register(
    session: Session,
    workshop: Workshop,
    *,
    name: str = "",
    unit: Unit | None = None,
    account: Account | None = None,
    nonce: str = "",
    wait: bool = True,
    now: datetime = NOW,
    form: RegistrationForm | None = None,
    body: Mapping[str, object] | None = None,
    **contact: Any,
) -> Registration:
    """Somebody comes, ready to wait."""
    number = next(_numbers)
    contact.setdefault("phone", f"0812000{number:05}")
    return services.register(
        session,
        workshop,
        applicant=Applicant(
            name=name or (account.name if account else f"Orang {number}"),
            unit_id=unit.id if unit else None,
            **contact,
        ),
        answers=Answers(form, body),
        nonce=nonce or new_nonce(),
        wait=wait,
        now=now,
        role=Role(account.role) if account else None,
        actor_id=account.id if account else None,
        secret=SECRET,
    )


def states(session: Session, workshop: Workshop) -> dict[str, str]:
    """Name -> state of everybody."""
    rows = session.execute(
        select(Registration.name, Registration.state).where(Registration.workshop_id == workshop.id)
    )
    return dict(rows.all())


def history(session: Session, registration: Registration) -> list[tuple[str, str, str]]:
    """Action, state after, by whom."""
    events = session.scalars(
        select(RegistrationEvent)
        .where(RegistrationEvent.registration_id == registration.id)
        .order_by(RegistrationEvent.id)
    )
    return [(event.action, event.after, event.by) for event in events]
