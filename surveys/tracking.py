"""From a tracking code to the answer it belongs to, and no further."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.codes import code_hash, normalise
from core.contributions import ContributionSource, Tracked
from surveys.answer_models import Answer, Intake
from surveys.contributions import KIND, fetch, of_cycle, refs_of
from surveys.models import Survey, SurveyVersion


def find(session: Session, code: str) -> Tracked | None:
    """The answer behind a code, however it was typed; None when there is none."""
    if normalise(code) is None:
        return None
    wanted = code_hash(code)
    answer = session.scalar(select(Answer).where(Answer.receipt_hash == wanted))
    if answer is not None:
        version = session.get_one(SurveyVersion, answer.version_id)
        survey = session.get_one(Survey, answer.survey_id)
        refs = refs_of(answer.key, version, answer.body)
        return Tracked(survey.title_id, survey.title_en, contributions=refs)
    waiting = session.scalar(select(Intake.survey_id).where(Intake.receipt_hash == wanted))
    if waiting is None:
        return None
    survey = session.get_one(Survey, waiting)
    return Tracked(survey.title_id, survey.title_en, waiting=True)


SOURCE = ContributionSource(kind=KIND, of_cycle=of_cycle, fetch=fetch, track=find)
