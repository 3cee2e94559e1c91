"""Versions of a plan, voices about them, and usulan on their way. Flush, never commit."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.cycles.models import Cycle
from core.duties.services import assign_duty
from core.policy import Duty, Role
from core.staff.models import Person
from plan.consulting import versions, voices
from plan.consulting.enums import Stance
from plan.consulting.models import PlanVersion
from plan.item_models import PlanItem
from plan.proposals import services
from plan.proposals.models import Proposal
from tests import factories

SECRET = "a key for tests only"
OPENS, CLOSES = date(2026, 11, 2), date(2026, 11, 13)
DURING = date(2026, 11, 9)


def employee(session: Session, *, left_on: date | None = None) -> Account:
    """An account with a person in the register."""
    account = factories.account(session, role=Role.ASN)
    session.add(Person(name=account.name, account_id=account.id, left_on=left_on))
    session.flush()
    return account


def holder(session: Session, duty: Duty) -> Account:
    """Somebody with a duty for the whole office."""
    account = factories.account(session, role=Role.CITIZEN)
    assign_duty(session, account, duty=duty, actor_id=None)
    return account


def consulted(session: Session, cycle: Cycle, *, opens: date = OPENS, closes: date = CLOSES) -> PlanVersion:
    """The plan as it stands, before the staff."""
    version = versions.freeze_version(session, cycle, actor_id=None)
    versions.open_consultation(session, version, opens_on=opens, closes_on=closes, actor_id=None)
    return version


def say(
    session: Session,
    version: PlanVersion,
    account: Account,
    stance: Stance = Stance.ENDORSE,
    *,
    item: PlanItem,
    comment: str = "",
    today: date = DURING,
) -> None:
    """One voice about one item."""
    voices.speak(
        session,
        version,
        item_key=item.key,
        stance=stance,
        comment=comment or ("Terlalu mahal." if stance == Stance.OBJECT else ""),
        account_id=account.id,
        secret=SECRET,
        today=today,
    )


def drafted(
    session: Session,
    version: PlanVersion,
    items: Sequence[PlanItem],
    *,
    number: str = "001/ND/XI/2026",
    on: date = date(2026, 11, 16),
    actor_id: int | None = None,
) -> Proposal:
    """A usulan that waits for its check."""
    return services.draft_proposal(
        session, version, items=items, note_number=number, note_on=on, actor_id=actor_id
    )


def signed(
    session: Session,
    version: PlanVersion,
    items: Sequence[PlanItem],
    *,
    number: str = "001/USL/XI/2026",
    note: str = "001/ND/XI/2026",
    on: date = date(2026, 11, 18),
) -> Proposal:
    """A usulan that was checked and signed by two others."""
    proposal = drafted(session, version, items, number=note, on=on - timedelta(days=1))
    services.check_proposal(session, proposal, actor_id=factories.account(session).id)
    signer = factories.account(session)
    services.sign_proposal(session, proposal, number=number, dated=on, actor_id=signer.id)
    return proposal
