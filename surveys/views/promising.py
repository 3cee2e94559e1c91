"""The promise in the reader's language, its page with earlier wordings, and the record of what was shown."""

from collections.abc import Mapping
from datetime import date

from flask import current_app, render_template, url_for
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cycles.services import current_cycle
from core.db import db
from core.effects import JobEffect
from core.slices import PrivacyNote
from core.sql import insert_into
from core.web.i18n import localized
from core.web.server import today
from surveys import queries
from surveys.definition import QuestionDef, questions_of
from surveys.enums import SurveyState
from surveys.models import Survey, SurveyPromise
from surveys.promises import Promise, promise_of
from surveys.views.answer import blueprint
from surveys.views.spoken import Spoken, speak

LANGUAGES = ("id", "en")


def of_latest(session: Session, survey: Survey) -> Promise:
    """The promise of what respondents get now."""
    version = queries.version_to_answer(session, survey, None)
    return promise_of(session, survey, questions_of(version))


def remember(session: Session, survey: Survey, promise: Promise, *, day: date) -> None:
    """Record the wording in both languages; one that is known stays as it is."""
    texts = {}
    for lang in LANGUAGES:
        # A context of its own: the language must not reach the page or job that asks for this.
        with current_app.test_request_context(), force_locale(lang):
            texts[f"text_{lang}"] = "\n".join(speak(promise).lines)
    values = {"survey_id": survey.id, "mark": promise.mark, "shown_from": day, **texts}
    session.execute(insert_into(session, SurveyPromise).values(values).on_conflict_do_nothing())


def note_promises(session: Session, _payload: Mapping[str, object]) -> JobEffect:
    """The periodic job: settings beside the survey (how long, results open) change the wording, too."""
    missing = []
    for survey in session.scalars(select(Survey).where(Survey.state == SurveyState.OPEN).order_by(Survey.id)):
        promise = of_latest(session, survey)
        if session.get(SurveyPromise, (survey.id, promise.mark)) is None:
            missing.append((survey.id, promise))
    day = today()

    def effect(writing: Session) -> Mapping[str, object] | None:
        for number, promise in missing:
            remember(writing, writing.get_one(Survey, number), promise, day=day)
        return {"promises": len(missing)} if missing else None

    return effect


def preview_of(session: Session, survey: Survey, questions: tuple[QuestionDef, ...]) -> Spoken:
    """What respondents would be told about these questions."""
    return speak(promise_of(session, survey, questions))


def privacy_notes(session: Session) -> list[PrivacyNote]:
    """For /privasi: what holds for each survey that is open."""
    cycle = current_cycle(session)
    notes = []
    for survey in queries.open_surveys(session, cycle.id) if cycle else []:
        spoken = speak(of_latest(session, survey))
        url = url_for("surveys.promise", key=survey.key)
        notes.append(PrivacyNote(localized(survey, "title"), spoken.lines, url))
    return notes


@blueprint.get("/survei/<string:key>/privasi")
def promise(key: str) -> str:
    """The whole promise of a survey, and what it said before."""
    survey = queries.published_survey(db.session(), key)
    spoken = speak(of_latest(db.session(), survey))
    shown = select(SurveyPromise).where(SurveyPromise.survey_id == survey.id)
    wordings = db.session.scalars(shown.order_by(SurveyPromise.shown_from.desc(), SurveyPromise.mark))
    earlier = [wording for wording in wordings if wording.mark != spoken.mark]
    return render_template("surveys/promise.html", survey=survey, spoken=spoken, earlier=earlier)
