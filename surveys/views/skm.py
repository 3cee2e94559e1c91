"""The SKM: its questionnaire for a draft, its report on paper."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import N_, NotFound, RembukError
from core.web.server import today
from surveys import queries
from surveys.forms import ConfirmForm
from surveys.skm_instruments import CURRENT
from surveys.skm_results import skm_report
from surveys.skm_template import PROFILE, add_skm_template
from surveys.views.common import show_refusal
from surveys.views.panels import element_chart

blueprint = Blueprint("survey_skm", __name__, url_prefix="/kelola/survei/<string:key>/skm")


@blueprint.get("")
def report(key: str) -> str:
    """The report, ready to print. `?bobot=kompatibilitas` shows what older sheets would give."""
    survey = queries.published_survey(db.session(), key)
    compatible = request.args.get("bobot") == "kompatibilitas"
    found = skm_report(db.session(), survey, compatible=compatible)
    if found is None:
        raise NotFound(N_("Survei ini tidak memuat unsur SKM."))
    return render_template(
        "surveys/skm/report.html",
        survey=survey,
        skm=found,
        skm_chart=element_chart(found),
        instrument=CURRENT,
        today=today(),
    )


@blueprint.route("/pertanyaan", methods=["GET", "POST"])
def add_template(key: str) -> str | Response:
    """Say what the questionnaire contains, then add it to the draft."""
    survey = queries.survey_by_key(db.session(), key)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            added = add_skm_template(db.session(), survey, actor_id=current_user.id)
            db.session.commit()
            flash(
                ngettext("%(num)d pertanyaan ditambahkan.", "%(num)d pertanyaan ditambahkan.", added),
                "success",
            )
            return redirect(url_for("manage_surveys.show", key=survey.key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template(
        "surveys/skm/add.html", survey=survey, form=form, instrument=CURRENT, profile=PROFILE
    )
