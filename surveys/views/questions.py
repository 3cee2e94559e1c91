"""Staff write the questions of a survey's next version."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from surveys import authoring, queries
from surveys.definition import QuestionDef
from surveys.forms import ConfirmForm, QuestionForm
from surveys.models import Question
from surveys.questions import KINDS
from surveys.views.common import show_refusal

blueprint = Blueprint("manage_questions", __name__, url_prefix="/kelola/survei/<string:key>/pertanyaan")


def _question(key: str, number: int) -> Question:
    return queries.question_of(db.session(), queries.survey_by_key(db.session(), key), number)


def _list(key: str, number: int | None = None) -> Response:
    """Back to the list, where the reader was."""
    anchor = f"pertanyaan-{number}" if number else "pertanyaan"
    return redirect(url_for("manage_surveys.show", key=key, _anchor=anchor), 303)


@blueprint.get("/baru")
def choose(key: str) -> str:
    """Which kind of question."""
    survey = queries.survey_by_key(db.session(), key)
    return render_template("surveys/manage/kinds.html", survey=survey, kinds=KINDS)


@blueprint.route("/baru/<string:kind>", methods=["GET", "POST"])
def create(key: str, kind: str) -> str | Response:
    """Write a question."""
    survey = queries.survey_by_key(db.session(), key)
    if kind not in KINDS:
        raise NotFound
    form = QuestionForm().for_kind(kind)
    if form.validate_on_submit():
        try:
            made = authoring.add_question(
                db.session(), survey, definition=form.definition(kind), actor_id=current_user.id
            )
            db.session.commit()
            return _list(key, made.id)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template(
        "surveys/manage/question.html", form=form, survey=survey, kind=KINDS[kind], question=None
    )


@blueprint.route("/<int:number>", methods=["GET", "POST"])
def change(key: str, number: int) -> str | Response:
    """Rewrite a question."""
    question = _question(key, number)
    before = QuestionDef.from_question(question)
    form = QuestionForm().for_kind(before.kind, skm=before.is_skm)
    if request.method == "GET":
        form.fill(before)
    if form.validate_on_submit():
        try:
            authoring.change_question(
                db.session(),
                question,
                definition=form.definition(before.kind, before),
                actor_id=current_user.id,
            )
            db.session.commit()
            return _list(key, number)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template(
        "surveys/manage/question.html",
        form=form,
        survey=question.survey,
        kind=KINDS[before.kind],
        question=before,
    )


@blueprint.post("/<int:number>/naik")
def up(key: str, number: int) -> Response:
    """One place up."""
    authoring.move_question(db.session(), _question(key, number), steps=-1, actor_id=current_user.id)
    db.session.commit()
    return _list(key, number)


@blueprint.post("/<int:number>/turun")
def down(key: str, number: int) -> Response:
    """One place down."""
    authoring.move_question(db.session(), _question(key, number), steps=1, actor_id=current_user.id)
    db.session.commit()
    return _list(key, number)


@blueprint.post("/<int:number>/gandakan")
def duplicate(key: str, number: int) -> Response:
    """A copy right below."""
    made = authoring.duplicate_question(db.session(), _question(key, number), actor_id=current_user.id)
    db.session.commit()
    return _list(key, made.id)


@blueprint.route("/<int:number>/hapus", methods=["GET", "POST"])
def delete(key: str, number: int) -> str | Response:
    """Ask once more, then take the question out."""
    question = _question(key, number)
    if ConfirmForm().validate_on_submit():
        authoring.delete_question(db.session(), question, actor_id=current_user.id)
        db.session.commit()
        return _list(key)
    return render_template("surveys/manage/question_delete.html", survey=question.survey, question=question)
