"""Staff write what is asked at registration."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.web.forms import show_refusal
from core.web.i18n import language
from forum.workshops import questions
from forum.workshops.forms import ConfirmForm
from forum.workshops.models import Workshop
from forum.workshops.part_forms import RegistrationQuestionForm
from forum.workshops.queries import latest_form
from forum.workshops.views.common import load
from forum.workshops.words import kept_words, shown_questions
from surveys.engine import KINDS, AnswerForm, QuestionDef

blueprint = Blueprint("workshop_questions", __name__, url_prefix="/kelola/workshop/<string:key>/formulir")


def _question(workshop: Workshop, name: str) -> QuestionDef:
    return questions.question_of(latest_form(db.session(), workshop), name)


def _list(key: str, name: str = "") -> Response:
    db.session.commit()
    return redirect(url_for(".index", key=key, _anchor=f"pertanyaan-{name}" if name else None), 303)


@blueprint.get("")
def index(key: str) -> str:
    """The questions of the edition that is asked now."""
    workshop = load(key)
    form = latest_form(db.session(), workshop)
    return render_template(
        "forum/workshops/manage/questions.html",
        workshop=workshop,
        form=form,
        questions=questions.asked(form),
        kept=kept_words,
        kinds=KINDS,
    )


@blueprint.get("/pratinjau")
def preview(key: str) -> str:
    """The questions as those who register will see them."""
    workshop = load(key)
    form = AnswerForm(shown_questions(latest_form(db.session(), workshop)), language())
    return render_template("forum/workshops/manage/preview.html", workshop=workshop, form=form)


@blueprint.post("/lazim")
def usual(key: str) -> Response:
    """Append what most workshops ask."""
    questions.add_usual(db.session(), load(key), actor_id=current_user.id)
    return _list(key)


@blueprint.get("/baru")
def choose(key: str) -> str:
    """Which kind of question."""
    return render_template("forum/workshops/manage/kinds.html", workshop=load(key), kinds=KINDS)


@blueprint.route("/baru/<string:kind>", methods=["GET", "POST"])
def create(key: str, kind: str) -> str | Response:
    """Write a question."""
    workshop = load(key)
    if kind not in KINDS:
        raise NotFound
    form = RegistrationQuestionForm().for_kind(kind).on_one_page()
    if form.validate_on_submit():
        try:
            made = questions.add_question(
                db.session(), workshop, question=form.written(kind), actor_id=current_user.id
            )
            return _list(key, made.name)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.label_id, refusal)
    return render_template(
        "forum/workshops/manage/question.html", form=form, workshop=workshop, kind=KINDS[kind], question=None
    )


@blueprint.route("/<string:name>", methods=["GET", "POST"])
def change(key: str, name: str) -> str | Response:
    """Rewrite a question."""
    workshop = load(key)
    before = _question(workshop, name)
    form = RegistrationQuestionForm().for_kind(before.kind).on_one_page()
    if request.method == "GET":
        form.fill(before)
    if form.validate_on_submit():
        how = {"question": form.written(before.kind, before), "actor_id": current_user.id}
        try:
            made = questions.change_question(db.session(), workshop, name=name, **how)
            return _list(key, made.name)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.label_id, refusal)
    kind = KINDS[before.kind]
    return render_template(
        "forum/workshops/manage/question.html", form=form, workshop=workshop, kind=kind, question=before
    )


@blueprint.post("/<string:name>/naik")
def up(key: str, name: str) -> Response:
    """One place up."""
    questions.move_question(db.session(), load(key), name=name, steps=-1, actor_id=current_user.id)
    return _list(key, name)


@blueprint.post("/<string:name>/turun")
def down(key: str, name: str) -> Response:
    """One place down."""
    questions.move_question(db.session(), load(key), name=name, steps=1, actor_id=current_user.id)
    return _list(key, name)


@blueprint.route("/<string:name>/hapus", methods=["GET", "POST"])
def delete(key: str, name: str) -> str | Response:
    """Ask once more, then ask it no more."""
    workshop = load(key)
    question = _question(workshop, name)
    if not ConfirmForm().validate_on_submit():
        return render_template(
            "forum/workshops/manage/question_delete.html", workshop=workshop, question=question
        )
    questions.delete_question(db.session(), workshop, name=name, actor_id=current_user.id)
    return _list(key)
