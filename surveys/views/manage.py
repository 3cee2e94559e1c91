"""Staff write, look at, publish and close surveys."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.cycles.services import current_cycle
from core.db import db
from core.errors import N_, NotFound, RembukError
from core.web.headers import allow_own_frame
from core.web.i18n import language
from core.web.server import now, today
from surveys import authoring, checking, opening, publishing, queries, reviewing, undoing
from surveys.changing import Overtaken, details_mark
from surveys.definition import drafted
from surveys.enums import ACCESS_LABELS, PURPOSE_LABELS, Access, Purpose, SurveyState
from surveys.estimating import estimate_of
from surveys.forms import ConfirmForm, SurveyForm
from surveys.library import templates
from surveys.logic import has_logic
from surveys.logic_form import findings_of, whole_form
from surveys.models import Survey
from surveys.questions import KINDS
from surveys.views import conflicts, promising
from surveys.views.common import show_refusal, words
from surveys.views.form_page import permit_position

blueprint = Blueprint("manage_surveys", __name__, url_prefix="/kelola/survei")

LABELS = {
    "standing_labels": opening.STANDING_LABELS,
    "purposes": PURPOSE_LABELS,
    "accesses": ACCESS_LABELS,
    "kinds": KINDS,
    "logic_labels": tuple(checking.LABELS.items()),
}


def _survey(key: str) -> Survey:
    return queries.survey_by_key(db.session(), key)


def _page(survey: Survey) -> Response:
    return redirect(url_for("manage_surveys.show", key=survey.key), 303)


@blueprint.get("")
def index() -> str:
    """All surveys, the newest first."""
    surveys = queries.all_surveys(db.session())
    progress = queries.progress_of(db.session(), surveys)
    standings = opening.standings_of(db.session(), surveys, today=today())
    return render_template(
        "surveys/manage/index.html", surveys=surveys, progress=progress, standings=standings, **LABELS
    )


@blueprint.route("/baru", methods=["GET", "POST"])
def create() -> str | Response:
    """Begin a survey."""
    current = current_cycle(db.session())
    if current is None:
        raise NotFound(N_("Belum ada siklus. Penyusun rencana membuatnya lebih dahulu."))
    form = SurveyForm(purpose=Purpose.ASPIRATION, access=Access.ACCOUNT, cycle=current.key, screened=True)
    form.offer(queries.cycles(db.session()))
    if form.validate_on_submit():
        try:
            cycle = queries.cycle_by_key(db.session(), form.cycle.data)
            survey = authoring.create_survey(
                db.session(), cycle, details=form.details(), actor_id=current_user.id
            )
            db.session.commit()
            return _page(survey)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template(
        "surveys/manage/form.html", form=form, survey=None, seen="", stored=(), templates=templates()
    )


@blueprint.get("/<string:key>")
def show(key: str) -> str:
    """One survey: its state, its questions, what can be done now."""
    survey = _survey(key)
    return render_template(
        "surveys/manage/show.html",
        survey=survey,
        standing=opening.standings_of(db.session(), [survey], today=today())[survey.id],
        estimate=estimate_of(drafted(survey.questions)) if survey.questions else None,
        questions=list(zip(survey.questions, drafted(survey.questions), strict=True)),
        published=queries.latest_version(db.session(), survey),
        changed=publishing.has_changes(db.session(), survey),
        progress=queries.progress(db.session(), survey),
        last=undoing.last_change(db.session(), survey),
        last_labels=undoing.LABELS,
        confirm=ConfirmForm(),
        aside=reviewing.count_waiting(db.session(), survey),
        **LABELS,
    )


@blueprint.route("/<string:key>/ubah", methods=["GET", "POST"])
def change(key: str) -> str | Response | tuple[str, int]:
    """Change the description. Whoever was overtaken keeps what they typed and sees what is stored now."""
    survey = _survey(key)
    form = _description(survey)
    mark = details_mark(survey) if request.method == "GET" else conflicts.seen()
    if form.validate_on_submit():
        details = form.details(purpose=Purpose(survey.purpose), access=Access(survey.access))
        try:
            authoring.change_survey(
                db.session(), survey, details=details, actor_id=current_user.id, seen=conflicts.seen()
            )
            db.session.commit()
            return _page(survey)
        except Overtaken:
            return _overtaken(key, form)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("surveys/manage/form.html", form=form, survey=survey, seen=mark, stored=())


def _description(survey: Survey, **source: Any) -> SurveyForm:
    """The form over what is stored; once published without what is promised."""
    form = SurveyForm(obj=survey, **source).offer(())
    return form if survey.state == SurveyState.DRAFT else form.fix_promise()


def _overtaken(key: str, form: SurveyForm) -> Response | tuple[str, int]:
    """Both descriptions; sending the form again replaces just the one that is shown now."""
    db.session.rollback()
    survey = _survey(key)
    lines = conflicts.stored_lines(form, _description(survey, formdata=None))
    if not conflicts.differ(lines):
        return _page(survey)
    page = render_template(
        "surveys/manage/form.html", form=form, survey=survey, seen=details_mark(survey), stored=lines
    )
    return page, conflicts.STATUS


@blueprint.post("/<string:key>/urungkan")
def undo(key: str) -> Response:
    """Take back the last change, if it is still the one that was shown."""
    survey = _survey(key)
    seen = request.form.get("seen", -1, type=int)
    try:
        undoing.undo_change(db.session(), survey, seen=seen, actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Perubahan terakhir sudah diurungkan."), "success")
    except RembukError as refusal:
        db.session.rollback()
        flash(words(refusal), "error")
    return redirect(url_for("manage_surveys.show", key=key, _anchor="pertanyaan"), 303)


@blueprint.get("/<string:key>/pratinjau")
def preview(key: str) -> str:
    """The form as respondents will see it, from the questions being written; answers tried go into the address."""
    survey = _survey(key)
    allow_own_frame()
    questions = drafted(survey.questions)
    form = whole_form(questions, request.args, lang=language(), now=now())
    form.fill(request.args)
    permit_position(form)
    return render_template(
        "surveys/manage/preview.html",
        survey=survey,
        form=form,
        findings=findings_of(form.logic) if has_logic(questions) else (),
        promise=promising.preview_of(db.session(), survey, questions),
        estimate=estimate_of(questions),
    )


@blueprint.get("/<string:key>/pratinjau/ponsel")
def phone(key: str) -> str:
    """The preview as wide as a phone, to be looked at on a wide screen."""
    return render_template("surveys/manage/phone.html", survey=_survey(key))


@blueprint.route("/<string:key>/tutup", methods=["GET", "POST"])
def close(key: str) -> str | Response:
    """Ask once more, then close for good."""
    survey = _survey(key)
    form = ConfirmForm()
    if form.validate_on_submit():
        publishing.close_survey(db.session(), survey, today=today(), actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Survei sudah ditutup."), "success")
        return _page(survey)
    aside = reviewing.count_waiting(db.session(), survey)
    return render_template("surveys/manage/close.html", survey=survey, form=form, aside=aside)


@blueprint.route("/<string:key>/hapus", methods=["GET", "POST"])
def delete(key: str) -> str | Response:
    """Ask once more, then delete a draft."""
    survey = _survey(key)
    form = ConfirmForm()
    if form.validate_on_submit():
        publishing.delete_draft(db.session(), survey, actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Draf sudah dihapus."), "success")
        return redirect(url_for("manage_surveys.index"), 303)
    return render_template("surveys/manage/delete.html", survey=survey, form=form)


@blueprint.post("/<string:key>/salin")
def copy(key: str) -> Response:
    """A new draft with the same questions, in the current cycle."""
    survey = _survey(key)
    cycle = current_cycle(db.session()) or survey.cycle
    made = authoring.copy_survey(db.session(), survey, cycle=cycle, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Salinan dibuat sebagai draf."), "success")
    return _page(made)


@blueprint.post("/<string:key>/hasil-terbuka")
def open_results(key: str) -> Response:
    """Show the results to everybody, or to staff only."""
    survey = _survey(key)
    publishing.set_results_public(
        db.session(), survey, public=not survey.results_public, actor_id=current_user.id
    )
    db.session.commit()
    return _page(survey)
