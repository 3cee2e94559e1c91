"""Invitations to surveys for tests. Flush, never commit."""

from itertools import count

from sqlalchemy.orm import Session

from core.codes import code_hash
from surveys.enums import Access
from surveys.invitations.codes import code_of, new_salt
from surveys.invitations.enums import CallState, Way
from surveys.invitations.models import SurveyCall, SurveyInvitation
from surveys.models import Survey
from surveys.store import Submission
from tests.surveys import factories_surveys as make

_numbers = count(1)


def survey(session: Session, **wanted: object) -> Survey:
    """An open survey that is answered with codes."""
    return make.survey(session, **{"access": Access.CODE, **wanted})  # type: ignore[arg-type]


def call(session: Session, survey: Survey, **values: object) -> SurveyCall:
    """A call whose letters are written."""
    made = SurveyCall(
        survey_id=survey.id,
        **{
            "state": CallState.DONE,
            "lang": "id",
            "subject": "Undangan",
            "body": "{kode}",
            "choice": {},
            "pasted": [],
            **values,
        },
    )
    session.add(made)
    session.flush()
    return made


def invitation(session: Session, survey: Survey, **values: object) -> str:
    """One on paper, unless it has an address or a number; returns its code."""
    by_phone = Way.PHONE if values.get("phone") else Way.PAPER
    state = Way.MAILED if values.get("address") else by_phone
    salt = new_salt()
    code = code_of(salt, secret=make.SECRET)
    made = SurveyInvitation(
        survey_id=survey.id,
        **{"recipient": f"person:{next(_numbers)}", "state": state, "salt": salt, **values},
        code_hash=code_hash(code),
    )
    session.add(made)
    session.flush()
    return code


def submission(
    survey: Survey, code: str, body: dict[str, object] | None = None, *, nonce: str = ""
) -> Submission:
    """What the holder of a code sends."""
    return make.submission(survey, body, nonce=nonce, invitation=code_hash(code))
