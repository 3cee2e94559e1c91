"""Staff look at the answers to a public form that were set aside, and decide."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.web.i18n import language
from surveys import queries, reviewing
from surveys.forms import ConfirmForm
from surveys.junk import SIGN_LABELS
from surveys.views.common import show_refusal, words

blueprint = Blueprint("survey_review", __name__, url_prefix="/kelola/survei/<string:key>/pemeriksaan")


@blueprint.get("")
def index(key: str) -> str:
    """What waits, and why."""
    survey = queries.survey_by_key(db.session(), key)
    items = reviewing.waiting(db.session(), survey)
    said = {item.key: reviewing.spoken(db.session(), item, language()) for item in items}
    count = reviewing.count_waiting(db.session(), survey)
    return render_template(
        "surveys/manage/review.html", survey=survey, items=items, said=said, count=count, signs=SIGN_LABELS
    )


@blueprint.get("/<string:item>")
def show(key: str, item: str) -> str:
    """One answer, whole, with the two things that can be done with it."""
    survey = queries.survey_by_key(db.session(), key)
    suspect = reviewing.waiting_answer(db.session(), survey, item)
    return render_template(
        "surveys/manage/review_one.html",
        survey=survey,
        item=suspect,
        said=reviewing.spoken(db.session(), suspect, language()),
        signs=SIGN_LABELS,
    )


@blueprint.post("/<string:item>/terima")
def accept(key: str, item: str) -> Response:
    """Count it like any other answer."""
    survey = queries.survey_by_key(db.session(), key)
    try:
        reviewing.accept(db.session(), survey, item, actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Kiriman dimasukkan ke hasil."), "success")
    except RembukError as refusal:
        db.session.rollback()
        flash(words(refusal), "error")
    return redirect(url_for(".index", key=key), 303)


@blueprint.route("/<string:item>/buang", methods=["GET", "POST"])
def discard(key: str, item: str) -> str | Response:
    """Ask once more, then throw one away."""
    survey = queries.survey_by_key(db.session(), key)
    suspect = reviewing.waiting_answer(db.session(), survey, item)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            reviewing.discard(db.session(), survey, suspect.key, actor_id=current_user.id)
            db.session.commit()
            flash(gettext("Kiriman dibuang; isinya sudah dihapus."), "success")
            return redirect(url_for(".index", key=key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("surveys/manage/review_discard.html", survey=survey, item=item, form=form)


@blueprint.route("/buang-semua", methods=["GET", "POST"])
def discard_all(key: str) -> str | Response:
    """Ask once more, then throw away everything that waits."""
    survey = queries.survey_by_key(db.session(), key)
    form = ConfirmForm()
    if form.validate_on_submit():
        gone = reviewing.discard_all(db.session(), survey, actor_id=current_user.id)
        db.session.commit()
        flash(ngettext("%(num)d kiriman dibuang.", "%(num)d kiriman dibuang.", gone), "success")
        return redirect(url_for(".index", key=key), 303)
    count = reviewing.count_waiting(db.session(), survey)
    return render_template("surveys/manage/review_discard_all.html", survey=survey, count=count, form=form)
