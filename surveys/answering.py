"""Take a person's answer: check that it may be given, then hand it to the store."""

from datetime import date

from sqlalchemy.orm import Session

from core.policy import Role
from core.units.models import Unit
from surveys import rules, store
from surveys.enums import Access
from surveys.models import Survey, SurveyVersion
from surveys.store import Body, Receipt, Submission


def submit(
    session: Session,
    survey: Survey,
    version: SurveyVersion,
    *,
    nonce: str,
    body: Body,
    unit: Unit | None,
    account_id: int | None,
    role: Role | None,
    today: date,
    secret: str,
) -> Receipt:
    """Store the answer durably and commit; the receipt holds the tracking code.

    What was accepted before is acknowledged again whatever has changed since: the person who
    reloads the page must not read that the survey has closed. Raises Conflict, Closed, NotAllowed.
    """
    access = Access(survey.access)
    public = access == Access.PUBLIC
    submission = Submission(
        survey_id=survey.id,
        version_id=version.id,
        access=access,
        nonce=nonce,
        body=body,
        account_id=None if public else account_id,
        unit_id=unit.id if unit and public else None,
        unit_key=unit.key if unit and public else "",
    )
    repeat = store.find_repeat(session, submission, secret=secret)
    if repeat is not None:
        return repeat
    rules.require_answerable(survey, role=role, today=today)
    return store.append(session, submission, secret=secret)
