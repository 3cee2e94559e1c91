"""What duties open in the surveys: the superior's page and its mirror, feedback of one's units, figures to audit."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound

from core.cycles.services import current_cycle
from core.db import db
from core.duties.queries import Scope
from core.policy import Duty
from core.units.models import Unit
from core.units.queries import all_units
from core.web.guard import viewer_scope
from surveys import queries, superiors
from surveys.enums import Access, Purpose, SurveyState
from surveys.models import Survey
from surveys.results import Results, results_of
from surveys.text_answers import text_answers, text_column
from surveys.views.panels import panels

blueprint = Blueprint("survey_duties", __name__)


def _units_of(scope: Scope) -> list[Unit]:
    """The units that a duty covers, in the order of the office."""
    return [unit for unit in all_units(db.session()) if scope.covers_unit(unit.id)]


@blueprint.get("/kelola/unit-saya")
def superior() -> str:
    """A superior: figures of the surveys, and the satisfaction index of the units below."""
    cycle, scope = current_cycle(db.session()), viewer_scope(Duty.SUPERIOR)
    forms = superiors.feedback_surveys(db.session(), cycle.id) if cycle else []
    return render_template(
        "surveys/superior.html",
        units=_units_of(scope),
        views=superiors.surveys_for_superiors(db.session(), cycle.id) if cycle else [],
        indexes=[(form, superiors.indexes_in_scope(db.session(), form, scope)) for form in forms],
    )


@blueprint.get("/survei/<string:key>/dilihat-atasan")
def mirror(key: str) -> str:
    """Before answering: exactly what a superior will see of this survey."""
    survey = queries.published_survey(db.session(), key)
    if survey.access != Access.ACCOUNT:
        raise NotFound
    view = superiors.superiors_view(db.session(), survey)
    return render_template("surveys/mirror.html", survey=survey, view=view)


@dataclass(frozen=True)
class AboutUnit:
    """A feedback form and a unit that it has enough answers about."""

    survey: Survey
    unit: Unit
    answers: int


@blueprint.get("/kelola/masukan-unit")
def feedback() -> str:
    """A feedback officer: the forms, and the units with enough answers to be read."""
    cycle, scope = current_cycle(db.session()), viewer_scope(Duty.FEEDBACK_OFFICER)
    forms = superiors.feedback_surveys(db.session(), cycle.id) if cycle else []
    mine = _units_of(scope)
    readable: list[AboutUnit] = []
    for form in forms:
        shown = superiors.answers_by_unit(db.session(), form)
        readable += [AboutUnit(form, unit, shown[unit.key]) for unit in mine if unit.key in shown]
    return render_template("surveys/unit_feedback_index.html", units=mine, readable=readable)


def _of_my_unit(key: str, unit: str) -> Results:
    """The figures about a unit of the visitor's; another unit does not exist for them."""
    survey = queries.published_survey(db.session(), key)
    mine = _units_of(viewer_scope(Duty.FEEDBACK_OFFICER))
    if unit not in {covered.key for covered in mine} or survey.purpose != Purpose.FEEDBACK:
        raise NotFound
    return results_of(db.session(), survey, unit_key=unit)


@blueprint.get("/kelola/masukan-unit/<string:key>/<string:unit>")
def unit_feedback(key: str, unit: str) -> str:
    """Figures about one unit, and ways to what people wrote about it."""
    results = _of_my_unit(key, unit)
    scope = viewer_scope(Duty.FEEDBACK_OFFICER)
    indexes = superiors.indexes_in_scope(db.session(), results.survey, scope)
    return render_template(
        "surveys/unit_feedback.html",
        survey=results.survey,
        results=results,
        panels=panels(results, texts=lambda name: url_for(".unit_texts", key=key, unit=unit, name=name)),
        index=next((row for row in indexes if row.unit.key == unit), None),
    )


@blueprint.get("/kelola/masukan-unit/<string:key>/<string:unit>/jawaban/<string:name>")
def unit_texts(key: str, unit: str, name: str) -> str:
    """What people wrote about one unit, word for word."""
    survey = _of_my_unit(key, unit).survey
    search = request.args.get("cari", "")[:100]
    page = text_answers(
        db.session(),
        survey,
        text_column(survey, name),
        page=request.args.get("halaman", 1, type=int),
        search=search,
        unit_key=unit,
    )

    def address(number: int) -> str:
        return url_for(".unit_texts", key=key, unit=unit, name=name, halaman=number, cari=search or None)

    return render_template(
        "surveys/unit_texts.html",
        survey=survey,
        page=page,
        search=search,
        prev_url=address(page.page - 1) if page.page > 1 else None,
        next_url=address(page.page + 1) if page.page < page.pages else None,
    )


@blueprint.get("/kelola/angka")
def figures() -> str:
    """An auditor: every published survey, with the way to its figures."""
    surveys = [survey for survey in queries.all_surveys(db.session()) if survey.state != SurveyState.DRAFT]
    return render_template("surveys/figures.html", surveys=surveys)
