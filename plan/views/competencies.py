"""Competencies, and the level of each that a post asks for."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.web.pages import number as written
from plan.enums import Competency
from plan.needing import competencies as services
from plan.needing import queries
from plan.needing.forms import CompetencyForm, chosen_levels, standard_form
from plan.views.need_words import WORDS
from plan.views.refusals import show_refusal

blueprint = Blueprint("competencies", __name__, url_prefix="/kelola/kompetensi")


@blueprint.get("")
def index() -> str:
    """The competencies, and the posts with what each asks for."""
    return render_template(
        "plan/competencies.html",
        competencies=queries.competencies(db.session()),
        posts=queries.posts_in_use(db.session()),
        standards=queries.standards(db.session()),
        words=WORDS,
    )


@blueprint.route("/baru", methods=["GET", "POST"])
def create() -> str | Response:
    """Add a competency."""
    form = CompetencyForm(kind=Competency.TECHNICAL, active=True).offer()
    if form.validate_on_submit():
        try:
            services.add_competency(
                db.session(),
                kind=Competency(form.kind.data),
                name_id=form.name_id.data,
                name_en=form.name_en.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            return redirect(url_for(".index"), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/competency_form.html", form=form, competency=None)


@blueprint.route("/<int:number>/ubah", methods=["GET", "POST"])
def change(number: int) -> str | Response:
    """Change a competency, or take it out of use."""
    competency = queries.competency_by_id(db.session(), number)
    form = CompetencyForm(obj=competency).offer()
    if form.validate_on_submit():
        try:
            services.change_competency(
                db.session(),
                competency,
                kind=Competency(form.kind.data),
                name_id=form.name_id.data,
                name_en=form.name_en.data,
                active=form.active.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            return redirect(url_for(".index"), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/competency_form.html", form=form, competency=competency)


@blueprint.post("/baku")
def add_standard_set() -> Response:
    """Add the national nine."""
    added = services.add_standard_set(db.session(), actor_id=current_user.id)
    db.session.commit()
    flash(ngettext("%(n)s kompetensi ditambahkan.", "%(n)s kompetensi ditambahkan.", added, n=written(added)))
    return redirect(url_for(".index"), 303)


@blueprint.route("/jabatan/<int:number>", methods=["GET", "POST"])
def standard(number: int) -> str | Response:
    """What a post asks for."""
    post = queries.post_by_id(db.session(), number)
    offered = queries.competencies(db.session(), only_active=True)
    form = standard_form(offered, dict(queries.standard_of(db.session(), post)))
    if form.validate_on_submit():
        levels = chosen_levels(form, offered)
        services.set_standard(db.session(), post, levels=levels, actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Standar jabatan sudah disimpan."), "success")
        return redirect(url_for(".index"), 303)
    return render_template("plan/standard.html", form=form, post=post, competencies=offered)
