"""The form of a survey for whoever holds the code of an invitation. No session, no account."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.db import db, stop_writing
from core.web.throttle import answers as throttled
from core.web.throttle import code_guesses
from surveys.invitations.using import survey_of_code
from surveys.views.answer import ask, take

blueprint = Blueprint("survey_invited", __name__)


@blueprint.route("/undangan/<string:code>", methods=["GET", "POST"])
@throttled
@code_guesses
def answer(code: str) -> str | Response | tuple[str, int]:
    """Answer once. Whether that was done is told only when an answer is sent."""
    stop_writing()
    survey = survey_of_code(db.session(), code)
    if request.method == "POST":
        return take(survey, None, invitation=code)
    return ask(survey, None, invitation=code)
