"""The facilitator's page: write questions, open the room, lead through the phases, close it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.web.forms import show_refusal
from forum.room import queries, rules, running
from forum.room.enums import PHASES, ROOM_STATE_LABELS, Action, Phase
from forum.room.forms import ConfirmForm, OpenForm, QuestionForm
from forum.room.models import Room, RoomQuestion
from forum.room.views.common import address_of, load, load_question, load_room, page, picture_of, refuse

blueprint = Blueprint("manage_room", __name__, url_prefix="/kelola/workshop/<string:key>/ruang")
STEPS = {"lanjut": 1, "mundur": -1}


@blueprint.get("")
def show(key: str) -> str:
    """The room, its questions, and what can be done with each now."""
    workshop = load(key)
    room = queries.find_room(db.session(), workshop)
    questions = room.questions if room else []
    return render_template(
        "forum/room/manage/show.html",
        workshop=workshop,
        room=room,
        questions=[_row(room, question) for question in questions if room],
        counts=queries.counts(db.session(), questions),
        states=ROOM_STATE_LABELS,
        address=address_of(room) if room else "",
        picture=picture_of(room) if room else "",
    )


def _row(room: Room, question: RoomQuestion) -> dict[str, object]:
    """A question with its phases as the stepper shows them, and the steps that can be taken."""
    phase, order = Phase(question.phase), list(PHASES)
    at = order.index(phase)
    back, on = rules.neighbour(phase, -1), rules.neighbour(phase, 1)
    states = ["done" if n < at else "current" if n == at else "upcoming" for n in range(len(order))]
    return {
        "question": question,
        "steps": [
            {"label": gettext(PHASES[one].label), "state": state}
            for one, state in zip(order, states, strict=True)
        ],
        "back": back if back and PHASES[back].reveals == PHASES[phase].reveals else None,
        "on": PHASES[on].label if on else "",
        "reveals_next": bool(on and PHASES[on].reveals and not PHASES[phase].reveals),
        "loses_dots": Action.VOTE in PHASES[phase].actions,
        "readable": rules.reveals(room, question),
    }


@blueprint.route("/pertanyaan/baru", methods=["GET", "POST"])
def create(key: str) -> str | Response:
    """A further question; the first one makes the room."""
    workshop, form = load(key), QuestionForm()
    if form.validate_on_submit():
        try:
            room = running.prepare_room(db.session(), workshop)
            running.add_question(db.session(), room, actor_id=current_user.id, **form.values())
            db.session.commit()
            return page(room)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.text_id, refusal)
    return render_template("forum/room/manage/question.html", form=form, workshop=load(key), question=None)


@blueprint.route("/pertanyaan/<string:question>", methods=["GET", "POST"])
def change(key: str, question: str) -> str | Response:
    """Other words for a question that was not asked yet."""
    room, found = load_question(key, question)
    form = QuestionForm(obj=found)
    if form.validate_on_submit():
        try:
            running.change_question(db.session(), room, found, actor_id=current_user.id, **form.values())
            db.session.commit()
            return page(room)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.text_id, refusal)
    return render_template(
        "forum/room/manage/question.html", form=form, workshop=room.workshop, question=found
    )


@blueprint.route("/pertanyaan/<string:question>/hapus", methods=["GET", "POST"])
def delete(key: str, question: str) -> str | Response:
    """Ask once more, then delete a question that nobody answered."""
    room, found = load_question(key, question)
    if request.method == "GET":
        return render_template("forum/room/manage/delete.html", workshop=room.workshop, question=found)
    try:
        running.delete_question(db.session(), room, found, actor_id=current_user.id)
        db.session.commit()
    except RembukError as refusal:
        refuse(refusal)
    return redirect(url_for(".show", key=key), 303)


@blueprint.route("/buka", methods=["GET", "POST"])
def open_(key: str) -> str | Response:
    """Say what opening means, then give the room its code."""
    room, form = load_room(key), OpenForm()
    if form.validate_on_submit():
        try:
            running.open_room(db.session(), room, dots=form.dots.data, actor_id=current_user.id)
            db.session.commit()
            return page(room)
        except RembukError as refusal:
            refuse(refusal)
            return redirect(url_for(".show", key=key), 303)
    return render_template("forum/room/manage/open.html", form=form, workshop=room.workshop)


@blueprint.route("/tutup", methods=["GET", "POST"])
def close(key: str) -> str | Response:
    """Ask once more, then close the room for good."""
    room, form = load_room(key), ConfirmForm()
    if not form.validate_on_submit():
        return render_template("forum/room/manage/close.html", workshop=room.workshop)
    try:
        running.close_room(db.session(), room, actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Ruang sudah ditutup. Jawabannya tetap ada dan ikut dianalisis."), "success")
    except RembukError as refusal:
        refuse(refusal)
    return redirect(url_for(".show", key=key), 303)


@blueprint.post("/pertanyaan/<string:question>/layar")
def put_on_screen(key: str, question: str) -> Response:
    """Show this question now."""
    room, found = load_question(key, question)
    try:
        running.show_question(db.session(), room, found, actor_id=current_user.id)
        db.session.commit()
    except RembukError as refusal:
        refuse(refusal)
    return redirect(url_for(".show", key=key, _anchor=question), 303)


@blueprint.post("/pertanyaan/<string:question>/tahap")
def move(key: str, question: str) -> Response:
    """One phase on or back, from the phase that stood on the page."""
    room, found = load_question(key, question)
    before, step = request.form.get("tahap", ""), STEPS.get(request.form.get("arah", ""))
    try:
        if step and before in set(Phase):
            how = {"before": Phase(before), "step": step}
            running.move_phase(db.session(), room, found, actor_id=current_user.id, **how)  # type: ignore[arg-type]
            db.session.commit()
    except RembukError as refusal:
        refuse(refusal)
    return redirect(url_for(".show", key=key, _anchor=question), 303)
