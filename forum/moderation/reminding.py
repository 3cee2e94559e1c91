"""Remind the moderators of what waits too long: each once per report and threshold, by the ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.accounts.models import Account
from core.mail.services import send_mail
from core.outreach.ledger import claim_item
from core.policy import Role
from core.staff.holidays import working_days_until
from forum.discussion.following import recipient
from forum.moderation.enums import AppealState, CaseState
from forum.moderation.models import Appeal, ModerationCase

REMINDER = "moderation_reminder"
MODERATOR_ROLES = (Role.FACILITATOR, Role.PLANNER)
# A second reminder when something waits twice as long as it should.
LEVELS = (1, 2)


@dataclass(frozen=True)
class Overdue:
    """Something that waits too long, at a threshold; `not_for` cannot decide it."""

    key: str
    not_for: int | None = None


def overdue(session: Session, *, today: date, days: int) -> list[Overdue]:
    """Open cases and objections that wait for `days` working days or more, once per threshold."""
    cases = list(session.scalars(select(ModerationCase).where(ModerationCase.state == CaseState.OPEN)))
    appeals = list(
        session.scalars(
            select(Appeal).where(Appeal.state == AppealState.OPEN).options(joinedload(Appeal.decision))
        )
    )
    waiting: list[tuple[str, date, int | None]] = [
        (f"case:{case.key}", case.opened_on, None) for case in cases
    ]
    waiting += [(f"appeal:{a.decision.key}", a.appealed_on, a.first_actor_id) for a in appeals]
    ages = working_days_until(session, {since for _key, since, _not_for in waiting}, today)
    return [
        Overdue(f"{key}:{level}", not_for)
        for key, since, not_for in sorted(waiting, key=lambda one: (one[1], one[0]))
        for level in LEVELS
        if ages.get(since, 0) >= days * level
    ]


def remind(session: Session, found: list[Overdue], *, letter: Callable[[int], tuple[str, str]]) -> int:
    """One mail to each moderator who has not been reminded of something in it; how many mails."""
    sent = 0
    for account in (one for one in moderators(session) if one.email):
        new = [one for one in found if one.not_for != account.id and _claim(session, account.id, one.key)]
        if new:
            subject, body = letter(len({one.key.rpartition(":")[0] for one in new}))
            send_mail(session, to=account.email, subject=subject, body=body)
            sent += 1
    return sent


def _claim(session: Session, account_id: int, key: str) -> bool:
    return claim_item(session, recipient=recipient(account_id), kind=REMINDER, key=key)


def moderators(session: Session) -> list[Account]:
    """Who can decide now."""
    wanted = select(Account).where(
        Account.role.in_(MODERATOR_ROLES),
        Account.active,
        Account.erased_at.is_(None),
        Account.restricted_at.is_(None),
    )
    return list(session.scalars(wanted.order_by(Account.id)))
