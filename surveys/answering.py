"""Take a person's answer: check that it may be given, then hand it to the store."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import nonces
from core.codes import code_hash
from core.errors import Conflict
from core.policy import Role
from core.units.models import Unit
from surveys import answer_pictures, rules, store
from surveys.answer_models import Answer, Intake, SuspectAnswer
from surveys.answer_pictures import Pictures
from surveys.counting import Body
from surveys.definition import questions_of
from surveys.enums import Access
from surveys.junk import Sign
from surveys.models import Survey, SurveyVersion
from surveys.questions import picture_names
from surveys.store import Receipt, Submission


def submit(
    session: Session,
    survey: Survey,
    version: SurveyVersion,
    *,
    nonce: str,
    body: Body,
    unit: Unit | None,
    account_id: int | None,
    invitation: str = "",
    role: Role | None,
    today: date,
    secret: str,
    pictures: Pictures = MappingProxyType({}),
    sign: Sign | None = None,
) -> Receipt:
    """Store the answer durably and commit; the receipt holds the tracking code.

    What was accepted before is acknowledged again whatever has changed since: the person who
    reloads the page must not read that the survey has closed. Raises Conflict, Closed, NotAllowed,
    PictureMissing.
    """
    access = Access(survey.access)
    public = access == Access.PUBLIC
    submission = Submission(
        survey_id=survey.id,
        version_id=version.id,
        access=access,
        nonce=nonce,
        body=body,
        account_id=account_id if access == Access.ACCOUNT else None,
        invitation=code_hash(invitation) if access == Access.CODE else "",
        unit_id=unit.id if unit and public else None,
        unit_key=unit.key if unit and public else "",
        sign=sign if public else None,
    )
    repeat = store.find_repeat(session, submission, secret=secret)
    if repeat is not None:
        return repeat
    rules.require_answerable(survey, role=role, today=today)
    named = [str(body[name]) for name in picture_names(questions_of(version)) if name in body]
    own = answer_pictures.require_all(named, pictures)
    return store.append(session, replace(submission, pictures=own), secret=secret)


def repeat_of_page(session: Session, nonce: str, part: Body, *, secret: str) -> Receipt:
    """The receipt of a form of several pages that was sent before and whose last page comes again.

    The other pages went with the draft, so only this part is compared with what is stored.
    Raises Conflict where it is another text.
    """
    code = nonces.code_of(nonce, secret=secret)
    stored = None
    for model in (Intake, SuspectAnswer, Answer):
        stored = stored or session.scalar(select(model.body).where(model.receipt_hash == code_hash(code)))
    if stored is None or any(stored.get(name) != value for name, value in part.items()):
        raise Conflict(store.OTHER_TEXT)
    return Receipt(code, repeated=True)
