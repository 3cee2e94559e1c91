"""What people answer: lists, the form, the printed code. Works without JavaScript and without a session."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from core import nonces
from core.cycles.services import current_cycle
from core.db import db
from core.errors import Conflict, RembukError
from core.units.models import Unit
from core.web.guard import viewer_role
from core.web.i18n import language
from core.web.server import secret, today
from surveys import answering, queries, rules
from surveys.answer_form import AnswerForm
from surveys.definition import questions_of
from surveys.enums import Access, Purpose
from surveys.models import Survey, SurveyVersion
from surveys.views.common import words

blueprint = Blueprint("surveys", __name__)
_LONGEST_NUMBER = 6


@dataclass(frozen=True)
class Listed:
    """A survey in the list, with the reason why this visitor cannot answer it."""

    survey: Survey
    url: str
    taken: bool
    refusal: str = ""


def account_id() -> int | None:
    """The account that asks; None for a guest."""
    return current_user.id if current_user.is_authenticated else None


@blueprint.get("/survei")
def index() -> str:
    """The open surveys of the current cycle, and why not where not."""
    cycle = current_cycle(db.session())
    surveys = queries.open_surveys(db.session(), cycle.id) if cycle else []
    return render_template("surveys/index.html", surveys=[_listed(survey) for survey in surveys])


def _listed(survey: Survey) -> Listed:
    refusal = rules.why_not(survey, role=viewer_role(), today=today())
    by_unit = survey.purpose == Purpose.FEEDBACK and survey.access == Access.PUBLIC
    return Listed(
        survey=survey,
        url=url_for("surveys.units") if by_unit else url_for("surveys.answer", key=survey.key),
        taken=queries.has_taken_part(db.session(), survey, account_id()),
        refusal=words(refusal) if refusal else "",
    )


@blueprint.route("/survei/<string:key>", methods=["GET", "POST"])
def answer(key: str) -> str | Response | tuple[str, int]:
    """Answer a survey."""
    survey = queries.published_survey(db.session(), key)
    if request.method == "POST":
        return _take(survey, None)
    if survey.access == Access.ACCOUNT and viewer_role() is None:
        return redirect(url_for("accounts.login", next=request.path), 303)
    if queries.has_taken_part(db.session(), survey, account_id()):
        return render_template("surveys/taken.html", survey=survey)
    return _ask(survey, None)


@blueprint.get("/masukan")
def units() -> str:
    """The offices citizens can speak about."""
    survey = queries.feedback_form(db.session())
    refusal = rules.why_not(survey, role=viewer_role(), today=today()) if survey else None
    return render_template(
        "surveys/units.html",
        survey=survey,
        units=queries.public_units(db.session()),
        refusal=words(refusal) if refusal else "",
    )


@blueprint.route("/masukan/<string:unit>", methods=["GET", "POST"])
def feedback(unit: str) -> str | Response | tuple[str, int]:
    """Tell an office how its service was."""
    about = queries.public_unit(db.session(), unit)
    survey = queries.feedback_form(db.session())
    if survey is None:
        return render_template("surveys/units.html", survey=None, units=[], refusal=""), 409
    return _take(survey, about) if request.method == "POST" else _ask(survey, about)


@blueprint.get("/s/<string:code>")
def short(code: str) -> Response:
    """The address on a printed sheet."""
    survey, unit = queries.link_by_code(db.session(), code)
    if unit is not None:
        return redirect(url_for("surveys.feedback", unit=unit.key), 303)
    return redirect(_listed(survey).url, 303)


def _ask(survey: Survey, unit: Unit | None) -> str | tuple[str, int]:
    refusal = rules.why_not(survey, role=viewer_role(), today=today())
    if refusal is not None:
        page = render_template("surveys/refused.html", survey=survey, unit=unit, refusal=words(refusal))
        return page, refusal.status
    version = queries.version_to_answer(db.session(), survey, None)
    form = AnswerForm(questions_of(version), language())
    return _page(survey, unit, version, form, nonce=nonces.new_nonce())


def _take(survey: Survey, unit: Unit | None) -> str | tuple[str, int]:
    """Store the answer; whatever goes wrong, the page comes back with everything that was typed."""
    number = request.form.get("version", "")
    short_enough = number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER
    version = queries.version_to_answer(db.session(), survey, int(number) if short_enough else None)
    form = AnswerForm(questions_of(version), language())
    fits = form.read(request.form)
    nonce = nonces.new_nonce()
    try:
        nonce = nonces.read_nonce(request.form.get("nonce", ""))
        if not fits:
            return _page(survey, unit, version, form, nonce=nonce), 422
        receipt = answering.submit(
            db.session(),
            survey,
            version,
            nonce=nonce,
            body=form.body(),
            unit=unit,
            account_id=account_id(),
            role=viewer_role(),
            today=today(),
            secret=secret(),
        )
    except RembukError as refusal:
        # A public form may be sent again as a further answer: only then does it get a new nonce.
        again = isinstance(refusal, Conflict) and survey.access == Access.PUBLIC
        page = _page(
            survey,
            unit,
            version,
            form,
            nonce=nonces.new_nonce() if again else nonce,
            refusal=words(refusal),
            again=again,
        )
        return page, refusal.status
    return render_template("surveys/thanks.html", survey=survey, unit=unit, code=receipt.code)


def _page(
    survey: Survey,
    unit: Unit | None,
    version: SurveyVersion,
    form: AnswerForm,
    *,
    nonce: str,
    refusal: str = "",
    again: bool = False,
) -> str:
    return render_template(
        "surveys/answer.html",
        survey=survey,
        unit=unit,
        edition=version.number,
        form=form,
        nonce=nonce,
        refusal=refusal,
        again=again,
        login_missing=survey.access == Access.ACCOUNT and viewer_role() is None,
    )
