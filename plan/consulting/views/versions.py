"""Staff pages about the versions of a plan: freeze, compare, put before the staff, close."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.cycles.enums import Action
from core.cycles.rules import is_open
from core.db import db
from core.errors import RembukError
from plan import item_queries
from plan.consulting import queries
from plan.consulting import versions as services
from plan.consulting.enums import VersionState
from plan.consulting.forms import ConsultForm
from plan.consulting.models import PlanVersion
from plan.consulting.views.pages import comparison, version_page
from plan.consulting.views.words import VERSION_WORDS
from plan.item_forms import ConfirmForm
from plan.views.refusals import show_refusal

blueprint = Blueprint("plan_versions", __name__, url_prefix="/kelola/rencana/versi")


def _page(version: PlanVersion) -> Response:
    return redirect(url_for(".show", cycle=version.cycle.key, number=version.number), 303)


def _version(cycle: str, number: int) -> PlanVersion:
    return queries.version_at(db.session(), cycle, number, public=False)


@blueprint.get("")
def index() -> str:
    """All versions of a cycle, and what two of them have different."""
    cycle = item_queries.cycle_for(db.session(), request.args.get("siklus"))
    if cycle is None:
        return render_template("plan/public_none.html")
    versions = queries.versions_of(db.session(), cycle.id, public=False)
    return render_template(
        "plan/consulting/versions.html",
        cycle=cycle,
        cycles=item_queries.all_cycles(db.session()),
        versions=versions,
        endpoint="plan_versions",
        compared=comparison(versions),
        may_freeze=is_open(cycle, Action.EDIT_PLAN),
        words=VERSION_WORDS,
    )


@blueprint.route("/baru/<string:cycle>", methods=["GET", "POST"])
def freeze(cycle: str) -> str | Response:
    """Ask once more, then keep the plan as it stands."""
    found = item_queries.cycle_for(db.session(), cycle)
    form = ConfirmForm()
    if found is not None and form.validate_on_submit():
        try:
            version = services.freeze_version(db.session(), found, actor_id=current_user.id)
            db.session.commit()
            flash(gettext("Versi %(number)s dibekukan.", number=version.number), "success")
            return _page(version)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/consulting/freeze.html", cycle=found, form=form)


@blueprint.get("/<string:cycle>/<int:number>")
def show(cycle: str, number: int) -> str:
    """One version, with what the staff said."""
    version = _version(cycle, number)
    return render_template(
        "plan/consulting/version.html",
        **version_page(version),
        staff=True,
        comments=queries.comments_of(db.session(), version),
        so_far=queries.voices_so_far(db.session(), version),
        may_consult=version.state == VersionState.DRAFT and is_open(version.cycle, Action.EDIT_PLAN),
        may_close=version.state == VersionState.CONSULTATION,
        may_propose=version.state != VersionState.CONSULTATION and is_open(version.cycle, Action.EDIT_PLAN),
    )


@blueprint.route("/<string:cycle>/<int:number>/konsultasi", methods=["GET", "POST"])
def consult(cycle: str, number: int) -> str | Response:
    """Put the version before the staff."""
    version = _version(cycle, number)
    form = ConsultForm.usual()
    if form.validate_on_submit():
        try:
            services.open_consultation(
                db.session(),
                version,
                opens_on=form.opens_on.data,
                closes_on=form.closes_on.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            return _page(version)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/consulting/consult.html", version=version, form=form)


@blueprint.route("/<string:cycle>/<int:number>/tutup", methods=["GET", "POST"])
def close(cycle: str, number: int) -> str | Response:
    """Ask once more, then count the voices and forget whose they were."""
    version = _version(cycle, number)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            services.close_consultation(db.session(), version, actor_id=current_user.id)
            db.session.commit()
            flash(gettext("Konsultasi ditutup. Hasilnya tampil untuk umum."), "success")
            return _page(version)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/consulting/close.html", version=version, form=form)
