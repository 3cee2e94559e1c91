"""Staff begin from what exists: templates, questions of other surveys, a whole cycle."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.cycles.services import current_cycle
from core.db import db
from core.errors import RembukError
from surveys import borrowing, queries
from surveys.definition import QuestionDef, drafted
from surveys.library import template_by_key, templates
from surveys.library_forms import CopyCycleForm, TakeForm, TemplateForm
from surveys.questions import KINDS
from surveys.views.common import show_refusal

blueprint = Blueprint("manage_library", __name__, url_prefix="/kelola/survei")


@blueprint.route("/baru/contoh/<string:template>", methods=["GET", "POST"])
def begin(template: str) -> str | Response:
    """Show a template, then make a draft of it."""
    chosen, current = template_by_key(template), current_cycle(db.session())
    form = TemplateForm(cycle=current.key if current else None).offer(queries.cycles(db.session()))
    if form.validate_on_submit():
        try:
            cycle = queries.cycle_by_key(db.session(), form.cycle.data)
            made = borrowing.begin_from(db.session(), cycle, template=chosen, actor_id=current_user.id)
            db.session.commit()
            flash(gettext("Draf dibuat. Sesuaikan pertanyaannya dengan kantor Anda."), "success")
            return redirect(url_for("manage_surveys.show", key=made.key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("surveys/manage/template.html", form=form, template=chosen, kinds=KINDS)


@blueprint.get("/<string:key>/ambil")
def choose(key: str) -> str:
    """From which survey or template."""
    survey = queries.survey_by_key(db.session(), key)
    others = [other for other in queries.all_surveys(db.session()) if other.id != survey.id]
    return render_template("surveys/manage/sources.html", survey=survey, others=others, templates=templates())


@blueprint.route("/<string:key>/ambil/survei/<string:source>", methods=["GET", "POST"])
def take(key: str, source: str) -> str | Response:
    """Which questions of another survey."""
    other = queries.survey_by_key(db.session(), source)
    return _take(key, other, drafted(other.questions))


@blueprint.route("/<string:key>/ambil/contoh/<string:template>", methods=["GET", "POST"])
def take_template(key: str, template: str) -> str | Response:
    """Which questions of a template."""
    chosen = template_by_key(template)
    return _take(key, chosen, chosen.questions)


def _take(key: str, source: object, questions: tuple[QuestionDef, ...]) -> str | Response:
    survey = queries.survey_by_key(db.session(), key)
    form = TakeForm().offer(questions)
    if form.validate_on_submit():
        wanted = {"questions": questions, "chosen": form.questions.data}
        try:
            count = borrowing.take_questions(db.session(), survey, actor_id=current_user.id, **wanted)
            db.session.commit()
            added = "%(num)d pertanyaan ditambahkan."
            flash(ngettext("%(num)d pertanyaan ditambahkan.", added, count), "success")
            return redirect(url_for("manage_surveys.show", key=key, _anchor="pertanyaan"), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("surveys/manage/take.html", form=form, survey=survey, source=source)


@blueprint.route("/salin-siklus", methods=["GET", "POST"])
def copy_cycle() -> str | Response:
    """All surveys of a cycle as drafts of another one."""
    current = current_cycle(db.session())
    form = CopyCycleForm(target=current.key if current else None).offer(queries.cycles(db.session()))
    if form.validate_on_submit():
        try:
            source, target = (
                queries.cycle_by_key(db.session(), field.data) for field in (form.source, form.target)
            )
            made = borrowing.copy_cycle(db.session(), source, target=target, actor_id=current_user.id)
            db.session.commit()
            copied = "%(num)d survei disalin sebagai draf."
            flash(ngettext("%(num)d survei disalin sebagai draf.", copied, len(made)), "success")
            return redirect(url_for("manage_surveys.index"), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("surveys/manage/copy_cycle.html", form=form)
