"""When a survey closes nobody is invited or reminded any more: forget who was."""

from secrets import SystemRandom, token_hex

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from core.outreach.ledger import SentItem
from core.sql import insert_into
from surveys.invitations.enums import Notice
from surveys.invitations.models import SurveyCall, SurveyInvitation
from surveys.models import Survey

_random = SystemRandom()


def forget_invited(session: Session, survey: Survey) -> None:
    """Of an invitation only the unit and the hash of its code stay, under new keys and in random order.

    The ledger forgets whom it told: a reminder is only sent to those who had not answered yet.
    """
    ours = SurveyInvitation.survey_id == survey.id
    columns = (
        SurveyInvitation.survey_id,
        SurveyInvitation.unit_key,
        SurveyInvitation.code_hash,
        SurveyInvitation.state,
    )
    rows = [
        {**row, "key": token_hex(8), **_BLANK}
        for row in session.execute(select(*columns).where(ours)).mappings()
    ]
    session.execute(delete(SurveyInvitation).where(ours))
    _random.shuffle(rows)
    if rows:
        session.execute(insert_into(session, SurveyInvitation), rows)
    _forget_notices(session, survey)
    session.execute(delete(SurveyCall).where(SurveyCall.survey_id == survey.id))
    session.expire_all()


_BLANK = {"recipient": "", "name": "", "address": "", "phone": "", "salt": ""}


def _forget_notices(session: Session, survey: Survey) -> None:
    kinds = (Notice.INVITATION, Notice.REMINDER)
    about = or_(SentItem.key == survey.key, SentItem.key.startswith(f"{survey.key}:", autoescape=True))
    session.execute(delete(SentItem).where(SentItem.kind.in_(kinds), about))
