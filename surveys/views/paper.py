"""The questionnaire to print, for people who answer on paper."""

from flask import Blueprint, render_template

from core.db import db
from core.web.i18n import language
from surveys import queries
from surveys.definition import drafted, questions_of
from surveys.enums import Purpose
from surveys.views.on_paper import on_paper

blueprint = Blueprint("survey_paper", __name__, url_prefix="/kelola/survei/<string:key>/kertas")


@blueprint.get("")
def show(key: str) -> str:
    """What respondents are asked now, or of a draft what is being written."""
    survey = queries.survey_by_key(db.session(), key)
    version = queries.latest_version(db.session(), survey)
    questions = questions_of(version) if version else drafted(survey.questions)
    return render_template(
        "surveys/manage/paper.html",
        survey=survey,
        version=version,
        questions=on_paper(questions, language()),
        by_unit=survey.purpose == Purpose.FEEDBACK,
    )
