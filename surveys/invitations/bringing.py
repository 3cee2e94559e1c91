"""Note which invitations a person has brought: on paper, by WhatsApp, or where a mail failed."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import audit
from core.errors import N_, Conflict
from surveys.invitations.enums import Way
from surveys.invitations.models import SurveyInvitation
from surveys.models import Survey


def mark_brought(session: Session, survey: Survey, keys: Sequence[str], *, actor_id: int | None) -> int:
    """Of two who tick the same at the same time, one is told so. Raises Conflict where nothing was left."""
    moved = session.execute(
        update(SurveyInvitation)
        .where(
            SurveyInvitation.survey_id == survey.id,
            SurveyInvitation.key.in_(keys),
            SurveyInvitation.state != Way.BROUGHT,
        )
        .values(state=Way.BROUGHT)
        .returning(SurveyInvitation.key)
        .execution_options(synchronize_session=False)
    ).all()
    if not moved:
        raise Conflict(N_("Undangan ini sudah ditandai. Muat ulang halamannya."))
    audit.record(
        session,
        actor_id=actor_id,
        action="survey.invitation_brought",
        kind="survey",
        key=survey.key,
        count=len(moved),
    )
    return len(moved)
