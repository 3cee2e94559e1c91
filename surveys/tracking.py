"""From a tracking code to the answer it belongs to, and no further."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from surveys import codes
from surveys.answer_models import Answer, Intake
from surveys.contributions import refs_of
from surveys.models import Survey, SurveyVersion


@dataclass(frozen=True)
class Tracked:
    """An answer found by its code. While it waits for the mixer it has no key and no contributions yet."""

    survey: Survey
    waiting: bool
    answer_key: str | None = None
    contributions: tuple[ContributionRef, ...] = field(default=())


def find(session: Session, code: str) -> Tracked | None:
    """The answer behind a code, however it was typed; None when there is none."""
    if codes.normalise(code) is None:
        return None
    wanted = codes.receipt_hash(code)
    answer = session.scalar(select(Answer).where(Answer.receipt_hash == wanted))
    if answer is not None:
        version = session.get_one(SurveyVersion, answer.version_id)
        return Tracked(
            survey=session.get_one(Survey, answer.survey_id),
            waiting=False,
            answer_key=answer.key,
            contributions=refs_of(answer.key, version, answer.body),
        )
    intake = session.scalar(select(Intake.survey_id).where(Intake.receipt_hash == wanted))
    return Tracked(session.get_one(Survey, intake), waiting=True) if intake is not None else None
