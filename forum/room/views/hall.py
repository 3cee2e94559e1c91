"""The projector, and the scribe who types for those who don't."""

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from core import nonces
from core.codes import normalise
from core.db import db
from core.errors import RembukError
from core.web.server import secret
from forum.room import answering, queries, rules
from forum.room.enums import Action, Phase
from forum.room.models import Room
from forum.room.views.common import address_of, load_room, picture_of, result_chart, words

blueprint = Blueprint("room_hall", __name__, url_prefix="/kelola/workshop/<string:key>/ruang")
REFRESH_SECONDS = "10"
MOST_CODES = 100


@blueprint.get("/layar")
def screen(key: str) -> Response:
    """Large, for the projector; it asks again by itself unless it was paused."""
    room = load_room(key)
    question = queries.shown_question(room)
    board = queries.board(db.session(), room, question) if question else None
    voted = question is not None and Phase(question.phase) in {Phase.VOTE, Phase.RESULT}
    paused = "jeda" in request.args
    page = render_template(
        "forum/room/screen.html",
        room=room,
        question=question,
        board=board,
        phase=rules.phase_of(question) if question else None,
        chart=result_chart(board) if board and voted else None,
        address=address_of(room),
        picture=picture_of(room),
        paused=paused,
    )
    response = make_response(page)
    if not paused:
        response.headers["Refresh"] = REFRESH_SECONDS
    return response


@blueprint.route("/juru-tulis", methods=["GET", "POST"])
def scribe(key: str) -> str | AnyResponse | tuple[str, int]:
    """Type what somebody says; the code is for them. Codes are on this page only, and nowhere stored."""
    room = load_room(key)
    codes = [code for code in request.form.getlist("kode")[:MOST_CODES] if normalise(code)]
    if request.method == "GET":
        return _page(room, codes)
    text, table, nonce = (request.form.get(name, "") for name in ("teks", "meja", "nonce"))
    try:
        code = answering.write_answer(
            db.session(),
            room,
            queries.load_question(room, request.form.get("pertanyaan", "")),
            text=rules.read_text(text),
            nonce=nonces.read_nonce(nonce),
            secret=secret(),
            table_number=rules.read_table(table),
        )
        db.session.commit()
    except RembukError as refusal:
        db.session.rollback()
        page = _page(room, codes, text=text, table=table, nonce=nonce, refusal=words(refusal))
        return page, refusal.status
    return _page(room, [code, *(c for c in codes if c != code)], table=table, sent=True)


def _page(
    room: Room,
    codes: list[str],
    *,
    text: str = "",
    table: str = "",
    nonce: str = "",
    refusal: str = "",
    sent: bool = False,
) -> str:
    question = queries.shown_question(room)
    return render_template(
        "forum/room/manage/scribe.html",
        room=room,
        question=question,
        may_write=question is not None and rules.is_open(room, question, Action.WRITE),
        codes=codes,
        text=text,
        table=table,
        nonce=nonce or nonces.new_nonce(),
        refusal=refusal,
        sent=sent,
        longest=rules.LONGEST_ANSWER,
    )
