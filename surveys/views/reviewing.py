"""Staff look at the answers to a public form that were set aside, and decide: some at once, or all."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.web.i18n import language
from surveys import queries, reviewing
from surveys.forms import ConfirmForm
from surveys.junk import SIGN_LABELS
from surveys.reviewing import Accepted

blueprint = Blueprint("survey_review", __name__, url_prefix="/kelola/survei/<string:key>/pemeriksaan")


@blueprint.get("")
def index(key: str) -> str:
    """What waits, and why."""
    survey = queries.published_survey(db.session(), key)
    items = reviewing.waiting(db.session(), survey)
    said = reviewing.spoken(db.session(), items, language())
    count = reviewing.count_waiting(db.session(), survey)
    return render_template(
        "surveys/manage/review.html", survey=survey, items=items, said=said, count=count, signs=SIGN_LABELS
    )


@blueprint.post("/terima")
def accept(key: str) -> Response:
    """Count the chosen ones like any other answers."""
    survey = queries.published_survey(db.session(), key)
    chosen = _chosen()
    if not chosen:
        return _back(key, gettext("Pilih dahulu kiriman mana."), "error")
    accepted = reviewing.accept(db.session(), survey, chosen, actor_id=current_user.id)
    db.session.commit()
    _tell(accepted)
    return redirect(url_for(".index", key=key), 303)


@blueprint.post("/buang")
def discard(key: str) -> str | Response:
    """Ask once more, then throw the chosen ones away."""
    survey = queries.published_survey(db.session(), key)
    chosen = _chosen()
    if not chosen:
        return _back(key, gettext("Pilih dahulu kiriman mana."), "error")
    if request.form.get("yakin") != "y":
        return render_template("surveys/manage/review_discard.html", survey=survey, items=chosen)
    gone = reviewing.discard(db.session(), survey, chosen, actor_id=current_user.id)
    db.session.commit()
    return _discarded(key, gone)


@blueprint.route("/buang-semua", methods=["GET", "POST"])
def discard_all(key: str) -> str | Response:
    """Ask once more, then throw away everything that waits."""
    survey = queries.published_survey(db.session(), key)
    form = ConfirmForm()
    if form.validate_on_submit():
        gone = reviewing.discard_all(db.session(), survey, actor_id=current_user.id)
        db.session.commit()
        return _discarded(key, gone)
    count = reviewing.count_waiting(db.session(), survey)
    return render_template("surveys/manage/review_discard_all.html", survey=survey, count=count)


def _chosen() -> list[str]:
    """The keys that were ticked, no more than the page shows."""
    return list(dict.fromkeys(request.form.getlist("kiriman")))[: reviewing.MOST_SHOWN]


def _back(key: str, said: str, kind: str) -> Response:
    flash(said, kind)
    return redirect(url_for(".index", key=key), 303)


def _discarded(key: str, count: int) -> Response:
    said = ngettext(
        "%(num)d kiriman dibuang; isinya sudah dihapus.",
        "%(num)d kiriman dibuang; isinya sudah dihapus.",
        count,
    )
    return _back(key, said, "success")


def _tell(accepted: Accepted) -> None:
    """What became of the chosen ones; nothing where there was nothing of a kind."""
    if accepted.counted:
        counted = ngettext(
            "%(num)d kiriman dimasukkan ke hasil.", "%(num)d kiriman dimasukkan ke hasil.", accepted.counted
        )
        flash(counted, "success")
    if accepted.full:
        flash(
            ngettext(
                "%(num)d kiriman tetap menunggu karena kuotanya sudah penuh. Naikkan kuotanya bila hendak dimasukkan.",
                "%(num)d kiriman tetap menunggu karena kuotanya sudah penuh. Naikkan kuotanya bila hendak dimasukkan.",
                accepted.full,
            ),
            "error",
        )
    if accepted.gone:
        flash(
            ngettext(
                "%(num)d kiriman tidak menunggu lagi: sudah diputuskan orang lain, atau ditarik penulisnya.",
                "%(num)d kiriman tidak menunggu lagi: sudah diputuskan orang lain, atau ditarik penulisnya.",
                accepted.gone,
            ),
            "error",
        )
