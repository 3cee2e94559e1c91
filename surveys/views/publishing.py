"""Staff publish a version: what it means for the answers that are there, then the act."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.web.i18n import language
from core.web.server import today
from surveys import checking, opening, publishing, queries
from surveys.changing import Overtaken
from surveys.definition import drafted
from surveys.models import Survey
from surveys.publish_form import decisions_of, outlook, publish_form
from surveys.results import load_counters
from surveys.versions import Difference
from surveys.views import promising
from surveys.views.common import show_refusal, words
from surveys.views.manage import blueprint
from surveys.views.weighing import FIRST_FLIGHT, first_page_bytes

__all__ = ["blueprint"]


@blueprint.route("/<string:key>/terbitkan", methods=["GET", "POST"])
def publish(key: str) -> str | Response:
    """Say what publishing means, question by question, then do it."""
    survey = queries.survey_by_key(db.session(), key)
    compared, form = _form(survey)
    if form.validate_on_submit():
        try:
            _publish(survey, decisions=decisions_of(form, compared))
            flash(gettext("Survei sudah terbit dan dibuka."), "success")
            return redirect(url_for("manage_surveys.show", key=key), 303)
        except RembukError as refusal:
            db.session.rollback()
            survey = queries.survey_by_key(db.session(), key)
            # What was decided about other questions than these is no answer.
            compared, form = _form(survey, **({"formdata": None} if isinstance(refusal, Overtaken) else {}))
            show_refusal(form, refusal)
    return _page(survey, compared, form)


def _form(survey: Survey, **source: Any) -> tuple[Sequence[Difference], Any]:
    compared = publishing.differences(db.session(), survey)
    return compared, publish_form(compared, load_counters(db.session(), survey), language(), **source)


def _page(survey: Survey, compared: Sequence[Difference], form: Any) -> str:
    problems = checking.problems_of(drafted(survey.questions))
    about_opening = opening.problems_of(db.session(), survey, today=today())
    final, waiting = queries.progress(db.session(), survey)
    numbers = {question.name: question.id for question in survey.questions}
    return render_template(
        "surveys/manage/publish.html",
        survey=survey,
        form=form,
        outlook=outlook(form, compared, publishing.removed_questions(db.session(), survey)),
        answers=final + waiting,
        waiting=waiting,
        stops=[(numbers[one.question], words(one)) for one in problems if one.stops],
        doubts=[(numbers[one.question], words(one)) for one in problems if not one.stops],
        blocked=any(one.stops for one in about_opening),
        about_opening=[(one.stops, words(one)) for one in about_opening],
        weight=first_page_bytes(survey) if survey.questions else 0,
        budget=FIRST_FLIGHT,
    )


def _publish(survey: Survey, **decided: Any) -> None:
    publishing.publish_survey(
        db.session(),
        survey,
        today=today(),
        actor_id=current_user.id,
        seen=request.form.get("seen", type=int),
        **decided,
    )
    promise = promising.of_latest(db.session(), survey)
    promising.remember(db.session(), survey, promise, day=today())
    db.session.commit()
