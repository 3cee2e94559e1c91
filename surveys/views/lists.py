"""What is open to answer: lists, and the printed code that leads to one of them."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from core.cycles.services import current_cycle
from core.db import db
from core.errors import NotAllowed
from core.web.guard import viewer_role
from core.web.server import today
from surveys import opening, queries, quotas
from surveys.definition import questions_of
from surveys.enums import Access, Purpose
from surveys.estimating import estimate_of
from surveys.models import Survey
from surveys.views import resuming
from surveys.views.answer import account_id
from surveys.views.answer import blueprint as blueprint
from surveys.views.common import words


@dataclass(frozen=True)
class Listed:
    """A survey in the list, with the reason why this visitor cannot answer it."""

    survey: Survey
    url: str
    taken: bool
    refusal: str = ""
    needs_login: bool = False


@blueprint.get("/survei")
def index() -> str:
    """The open surveys of the current cycle, and why not where not."""
    cycle = current_cycle(db.session())
    surveys = queries.open_surveys(db.session(), cycle.id) if cycle else []
    return render_template("surveys/index.html", surveys=[_listed(survey) for survey in surveys])


def _listed(survey: Survey) -> Listed:
    refusal = opening.why_not(db.session(), survey, role=viewer_role(), today=today())
    by_unit = survey.purpose == Purpose.FEEDBACK and survey.access == Access.PUBLIC
    return Listed(
        survey=survey,
        url=url_for("surveys.units") if by_unit else url_for("surveys.answer", key=survey.key),
        taken=queries.has_taken_part(db.session(), survey, account_id()),
        refusal=words(refusal) if refusal else "",
        needs_login=isinstance(refusal, NotAllowed) and viewer_role() is None,
    )


@blueprint.get("/masukan")
def units() -> str:
    """The offices citizens can speak about."""
    survey = queries.feedback_form(db.session(), today=today())
    refusal = _listed(survey).refusal if survey else ""
    version = queries.latest_version(db.session(), survey) if survey else None
    return render_template(
        "surveys/units.html",
        survey=survey,
        units=queries.public_units(db.session()),
        refusal=refusal,
        full=quotas.full_keys(db.session(), survey) if survey else frozenset(),
        estimate=estimate_of(questions_of(version)) if version else None,
    )


@blueprint.get("/s/<string:code>")
def short(code: str) -> Response:
    """The address on a printed sheet."""
    survey, unit = queries.link_by_code(db.session(), code)
    if unit is not None:
        return redirect(url_for("surveys.feedback", unit=unit.key), 303)
    return redirect(_listed(survey).url, 303)


@blueprint.route("/lanjut", methods=["GET", "POST"])
def ask_resume() -> str | Response | tuple[str, int]:
    """Ask for a resume code; what it opens is shown at the form's own address."""
    form = resuming.ResumeForm(meta={"csrf": False})  # the guard checks the stateless token instead
    if form.validate_on_submit():
        return resuming.resume(form.code.data)
    return render_template("surveys/resume.html", form=form, unknown=False)


@blueprint.get("/lanjut/<string:code>")
def resume(code: str) -> Response | tuple[str, int]:
    """The link or QR code that leads back to an unfinished form."""
    return resuming.resume(code)
