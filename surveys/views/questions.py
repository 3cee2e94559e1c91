"""Staff write the questions of a survey's next version."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.db import db
from core.errors import NotFound as Missing
from core.errors import RembukError
from surveys import authoring, queries
from surveys.changing import Overtaken, question_mark
from surveys.definition import QuestionDef
from surveys.forms import ConfirmForm
from surveys.models import Question, Survey
from surveys.question_form import LOGIC_FIELDS, QuestionForm
from surveys.questions import KINDS
from surveys.views import conflicts
from surveys.views.common import show_refusal

# Answers of surveys are anonymous: nothing is offered there that publishing would refuse.
OFFERED = {key: kind for key, kind in KINDS.items() if not kind.identifies}
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
    return render_template("surveys/manage/kinds.html", survey=survey, kinds=OFFERED)


def _editor(form: QuestionForm, survey: Survey, kind: str, **more: Any) -> str:
    """The page with the form of a question; `more` is what a question that exists adds."""
    at = {"question": None, "seen": "", "stored": (), "gone": False, **more}
    kinds = {"kind": KINDS[kind], "logic_fields": tuple(LOGIC_FIELDS)}
    return render_template("surveys/manage/question.html", form=form, survey=survey, **kinds, **at)


@blueprint.route("/baru/<string:kind>", methods=["GET", "POST"])
def create(key: str, kind: str) -> str | Response:
    """Write a question."""
    survey = queries.survey_by_key(db.session(), key)
    if kind not in OFFERED:
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
    return _editor(form, survey, kind)


@blueprint.route("/<int:number>", methods=["GET", "POST"])
def change(key: str, number: int) -> str | Response | tuple[str, int]:
    """Rewrite a question. Whoever was overtaken keeps what they typed and sees what is stored now."""
    try:
        question = _question(key, number)
    except Missing:
        return _gone(key)
    before = QuestionDef.from_question(question)
    form = QuestionForm().for_kind(before.kind, skm=before.is_skm)
    if request.method == "GET":
        form.fill(before)
    mark = question_mark(question) if request.method == "GET" else conflicts.seen()
    if form.validate_on_submit():
        try:
            _save(question, form, before)
            return _list(key, number)
        except Overtaken:
            return _overtaken(key, number, form)
        except Missing:
            db.session.rollback()
            return _gone(key)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return _editor(form, question.survey, before.kind, question=before, seen=mark)


def _save(question: Question, form: QuestionForm, before: QuestionDef) -> None:
    definition = form.definition(before.kind, before)
    authoring.change_question(
        db.session(), question, definition=definition, actor_id=current_user.id, seen=conflicts.seen()
    )
    db.session.commit()


def _overtaken(key: str, number: int, form: QuestionForm) -> Response | tuple[str, int]:
    """Both versions; sending the form again replaces just the one that is shown now."""
    db.session.rollback()
    question = _question(key, number)
    now = QuestionDef.from_question(question)
    stored = QuestionForm(formdata=None).for_kind(now.kind, skm=now.is_skm).fill(now)
    more = {"question": now, "seen": question_mark(question), "number": number}
    lines = conflicts.stored_lines(form, stored)
    if not conflicts.differ(lines):
        return _list(key, number)
    return _editor(form, question.survey, now.kind, stored=lines, **more), conflicts.STATUS


def _gone(key: str) -> tuple[str, int]:
    """The question was deleted while its form was open: what was typed can be added as a new one."""
    survey, kind = queries.survey_by_key(db.session(), key), request.form.get("kind", "")
    if request.method == "GET" or kind not in KINDS:
        raise NotFound
    return _editor(QuestionForm().for_kind(kind), survey, kind, gone=True), conflicts.STATUS


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
def delete(key: str, number: int) -> str | Response | tuple[str, int]:
    """Ask once more, then take the question out; ask again when somebody changed it meanwhile."""
    question, status = _question(key, number), 200
    if ConfirmForm().validate_on_submit():
        try:
            authoring.delete_question(db.session(), question, actor_id=current_user.id, seen=conflicts.seen())
            db.session.commit()
            return _list(key)
        except Overtaken:
            db.session.rollback()
            question, status = _question(key, number), conflicts.STATUS
    page = render_template(
        "surveys/manage/question_delete.html",
        survey=question.survey,
        question=question,
        seen=question_mark(question),
        overtaken=status == conflicts.STATUS,
    )
    return page, status
