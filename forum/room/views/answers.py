"""The facilitator reads, groups and shortlists the answers of a question, and hides what hurts somebody."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import N_, Closed, Invalid, RembukError
from core.web.forms import show_refusal
from forum.room import queries, rules, sorting
from forum.room.forms import HideForm
from forum.room.models import Room, RoomAnswer, RoomQuestion
from forum.room.views.common import load_question, refuse, result_chart

blueprint = Blueprint(
    "room_answers", __name__, url_prefix="/kelola/workshop/<string:key>/ruang/pertanyaan/<string:question>"
)
MOST_KEYS = 500
LONGEST_NAME = 80


def _load(key: str, question: str) -> tuple[Room, RoomQuestion]:
    """A question whose answers can be read already."""
    room, found = load_question(key, question)
    if not rules.reveals(room, found):
        raise Closed(N_("Jawaban baru tampil sesudah tahap Tulis selesai, supaya penulisnya tidak tertebak."))
    return room, found


def _page(room: Room, question: RoomQuestion) -> Response:
    return redirect(url_for(".index", key=room.workshop.key, question=question.key), 303)


@blueprint.get("/jawaban")
def index(key: str, question: str) -> str:
    """Every answer, by groups, and the hidden ones."""
    room, found = _load(key, question)
    board = queries.board(db.session(), room, found)
    return render_template(
        "forum/room/manage/answers.html",
        room=room,
        question=found,
        board=board,
        sorting=rules.may_sort(room, found),
        chart=result_chart(board),
    )


def _into(room: Room, question: RoomQuestion, keys: list[str]) -> None:
    """Into the group that was chosen, or a new one by the name that was typed."""
    name = " ".join(request.form.get("nama", "").split())
    if len(name) > LONGEST_NAME:
        raise Invalid(N_("Nama kelompok terlalu panjang."))
    group_key = request.form.get("kelompok", "")
    if not name and not group_key:
        raise Invalid(N_("Pilih kelompok, atau tulis nama kelompok baru."))
    session, actor_id = db.session(), current_user.id
    if name:
        if not keys:
            raise Invalid(N_("Pilih dahulu jawabannya."))
        group_key = sorting.make_group(session, room, question, name=name, actor_id=actor_id).key
    sorting.put_into_group(session, room, question, keys=keys, group_key=group_key, actor_id=actor_id)


def _out(room: Room, question: RoomQuestion, keys: list[str]) -> None:
    sorting.put_into_group(db.session(), room, question, keys=keys, group_key=None, actor_id=current_user.id)


def _star(room: Room, question: RoomQuestion, keys: list[str]) -> None:
    sorting.set_star(db.session(), room, question, keys=keys, starred=True, actor_id=current_user.id)


def _unstar(room: Room, question: RoomQuestion, keys: list[str]) -> None:
    sorting.set_star(db.session(), room, question, keys=keys, starred=False, actor_id=current_user.id)


SORTS: dict[str, Callable[[Room, RoomQuestion, list[str]], None]] = {
    "masuk": _into,
    "keluar": _out,
    "bintang": _star,
    "lepas": _unstar,
}


@blueprint.post("/kelompok")
def sort(key: str, question: str) -> Response:
    """What the pressed button does with the ticked answers."""
    room, found = _load(key, question)
    act = SORTS.get(request.form.get("aksi", ""))
    if act is None:
        abort(400)
    try:
        act(room, found, request.form.getlist("jawaban")[:MOST_KEYS])
        db.session.commit()
    except RembukError as refusal:
        refuse(refusal)
    return redirect(url_for(".index", key=key, question=question), 303)


@blueprint.post("/gabung")
def merge(key: str, question: str) -> Response:
    """Several groups become one."""
    room, found = _load(key, question)
    try:
        sorting.merge_groups(
            db.session(),
            room,
            found,
            keys=request.form.getlist("kelompok")[:MOST_KEYS],
            into_key=request.form.get("ke", ""),
            actor_id=current_user.id,
        )
        db.session.commit()
    except RembukError as refusal:
        refuse(refusal)
    return redirect(url_for(".index", key=key, question=question), 303)


def _answer(key: str, question: str, answer: str) -> tuple[Room, RoomQuestion, RoomAnswer]:
    room, found = _load(key, question)
    return room, found, queries.load_answer(db.session(), room, found, answer)


@blueprint.route("/jawaban/<string:answer>/sembunyikan", methods=["GET", "POST"])
def hide(key: str, question: str, answer: str) -> str | Response:
    """Ask why, then hide it."""
    room, asked, found = _answer(key, question, answer)
    form = HideForm()
    if form.validate_on_submit():
        how = {"reason": form.reason.data.strip(), "actor_id": current_user.id}
        try:
            sorting.hide_answer(db.session(), room, asked, found, **how)
            db.session.commit()
            return _page(room, asked)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.reason, refusal)
    return render_template("forum/room/manage/hide.html", form=form, room=room, question=asked, answer=found)


@blueprint.post("/jawaban/<string:answer>/tampilkan")
def unhide(key: str, question: str, answer: str) -> Response:
    """Put a hidden answer back."""
    room, asked, found = _answer(key, question, answer)
    try:
        sorting.show_answer(db.session(), room, asked, found, actor_id=current_user.id)
        db.session.commit()
    except RembukError as refusal:
        refuse(refusal)
    return redirect(url_for(".index", key=key, question=question), 303)
