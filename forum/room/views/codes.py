"""The writer of an answer takes it back with its tracking code."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.db import db
from core.errors import N_, NotFound
from forum.room import answering
from forum.room.enums import AnswerState
from forum.room.models import RoomAnswer

blueprint = Blueprint("room_codes", __name__, url_prefix="/lacak")


def _load(code: str) -> RoomAnswer:
    answer = answering.find_answer(db.session(), code)
    if answer is None:
        raise NotFound(N_("Kode lacak itu tidak dikenal. Periksa sekali lagi huruf dan angkanya."))
    return answer


@blueprint.route("/<string:code>/tarik-jawaban", methods=["GET", "POST"])
def withdraw(code: str) -> str | Response:
    """Ask once more, then erase the text."""
    answer = _load(code)
    if request.method == "POST":
        answering.withdraw_answer(db.session(), answer)
        db.session.commit()
        return redirect(url_for("trace.show", code=code), 303)
    gone = answer.state == AnswerState.WITHDRAWN
    return render_template("forum/room/withdraw.html", answer=answer, code=code, gone=gone)
