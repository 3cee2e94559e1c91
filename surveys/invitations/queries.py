"""Read the invitations of a survey: by unit, those to print, those to write to by WhatsApp.

Nothing here says of one person whether they have answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from core.errors import N_, NotFound
from core.mail.models import Mail, MailState
from core.outreach.ledger import SentItem
from core.outreach.recipients import Recipient
from core.units.models import Unit
from core.units.queries import all_units
from surveys import disclosure
from surveys.answer_models import UsedCode
from surveys.invitations.enums import Notice, Way
from surveys.invitations.models import SurveyInvitation
from surveys.models import Survey

SLIPS = 100
MOST_CHATS = 200
TOTAL = " all"
_MAILED = SurveyInvitation.state == Way.MAILED
_BOUNCED = _MAILED & (Mail.state == MailState.FAILED)
_TO_PRINT = or_(SurveyInvitation.state == Way.PAPER, _BOUNCED)


@dataclass(frozen=True)
class UnitResponse:
    """The invitations of a unit (None: of no unit, or of all). `answered` is a number in fives, None below five."""

    unit: Unit | None
    invited: int
    sent: int
    waiting: int
    failed: int
    to_bring: int
    brought: int
    answered: int | None

    @property
    def percent(self) -> int | None:
        """At least so many of a hundred."""
        return None if self.answered is None else 100 * self.answered // self.invited


def responses(session: Session, survey: Survey) -> tuple[list[UnitResponse], UnitResponse]:
    """Each unit that people were invited from, in the order of the office, then all of them together."""
    counted = {row[0]: row[1:] for row in session.execute(_counts(survey)).all()}
    units: list[Unit | None] = [unit for unit in all_units(session) if unit.key in counted]
    known = {unit.key for unit in units if unit is not None}
    rows = [_row(unit, counted[unit.key]) for unit in units if unit is not None]
    elsewhere = [counts for key, counts in counted.items() if key not in known]
    if elsewhere:
        rows.append(_row(None, [sum(column) for column in zip(*elsewhere, strict=True)]))
    whole = [sum(column) for column in zip(*counted.values(), strict=True)] or [0] * 7
    return rows, _row(None, whole)


def _counts(survey: Survey) -> Select[*tuple[Any, ...]]:
    used = and_(UsedCode.survey_id == survey.id, UsedCode.code_hash == SurveyInvitation.code_hash)
    waiting = _MAILED & Mail.state.in_((MailState.WAITING,))
    # Mails are kept for a while only: what has gone had arrived.
    sent = _MAILED & or_(Mail.id.is_(None), Mail.state.in_((MailState.SENT, MailState.HANDED)))
    sums = [
        func.sum(case((condition, 1), else_=0))
        for condition in (
            sent,
            waiting,
            _BOUNCED,
            SurveyInvitation.state.in_((Way.PAPER, Way.PHONE)),
            SurveyInvitation.state == Way.BROUGHT,
            UsedCode.code_hash.is_not(None),
        )
    ]
    return (
        select(SurveyInvitation.unit_key, func.count(), *sums)
        .outerjoin(Mail, Mail.id == SurveyInvitation.mail_id)
        .outerjoin(UsedCode, used)
        .where(SurveyInvitation.survey_id == survey.id)
        .group_by(SurveyInvitation.unit_key)
    )


def _row(unit: Unit | None, counts: Sequence[int]) -> UnitResponse:
    invited, sent, waiting, failed, to_bring, brought, used = counts
    answered = disclosure.in_fives(used, of=invited)
    return UnitResponse(unit, invited, sent, waiting, failed, to_bring, brought, answered)


def list_slips(
    session: Session, survey: Survey, *, unit_key: str | None = None, everybody: bool = False, page: int = 1
) -> list[SurveyInvitation]:
    """Invitations to print, by name. `everybody`: of the whole unit, however they were invited and whether they
    answered or not, so that a slip says nothing about who gets it."""
    wanted = select(SurveyInvitation).outerjoin(Mail, Mail.id == SurveyInvitation.mail_id)
    wanted = wanted.where(SurveyInvitation.survey_id == survey.id)
    if unit_key is not None:
        wanted = wanted.where(SurveyInvitation.unit_key == unit_key)
    if not everybody:
        wanted = wanted.where(_TO_PRINT)
    wanted = wanted.order_by(SurveyInvitation.unit_key, SurveyInvitation.name, SurveyInvitation.key)
    return list(session.scalars(wanted.limit(SLIPS + 1).offset((max(page, 1) - 1) * SLIPS)))


def chats(session: Session, survey: Survey) -> list[SurveyInvitation]:
    """Whoever has a number and no mail went to, until somebody has noted that they wrote."""
    found = (
        select(SurveyInvitation)
        .where(SurveyInvitation.survey_id == survey.id, SurveyInvitation.state == Way.PHONE)
        .order_by(SurveyInvitation.name, SurveyInvitation.key)
        .limit(MOST_CHATS)
    )
    return list(session.scalars(found))


def load_invitation(session: Session, survey: Survey, key: str) -> SurveyInvitation:
    """An invitation of this survey. Raises NotFound."""
    found = session.get(SurveyInvitation, key)
    if found is None or found.survey_id != survey.id:
        raise NotFound(N_("Undangan itu tidak ada."))
    return found


def already_invited(session: Session, survey: Survey, recipients: Sequence[Recipient]) -> set[str]:
    """Of these, whom the ledger knows."""
    known = set(
        session.scalars(
            select(SentItem.recipient).where(SentItem.kind == Notice.INVITATION, SentItem.key == survey.key)
        )
    )
    return known & {recipient.key for recipient in recipients}


def has_any(session: Session, survey: Survey) -> bool:
    """Whether somebody was invited."""
    return bool(session.scalar(select(exists().where(SurveyInvitation.survey_id == survey.id))))
