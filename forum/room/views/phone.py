"""What a phone in the hall does, without an account: join, write, like, give dots."""

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask_limiter.util import get_remote_address

from core import nonces
from core.db import db
from core.errors import N_, NotAllowed, NotFound, RembukError
from core.web.server import secret
from core.web.throttle import limiter
from forum.room import answering, marking, queries, rules
from forum.room.enums import Action, MarkKind, Phase
from forum.room.models import Room, RoomQuestion
from forum.room.views.common import result_chart, words

blueprint = Blueprint("room", __name__, url_prefix="/r")
COOKIE = "rembuk_ruang"
LONGEST_CODE = 20
WAIT_SECONDS = "10"
Page = Response | tuple[str, int] | str


def _who() -> str:
    """A phone by its ticket, so that sixty behind one address are not one; without one by the address."""
    return ticket() or get_remote_address()


of_one_phone = limiter.limit("120 per minute", key_func=_who, methods=["POST"])
of_one_hall = limiter.limit("6000 per 15 minutes", methods=["POST"])
of_guesses = limiter.limit("300 per 15 minutes", deduct_when=lambda response: response.status_code == 404)


def cookie_name() -> str:
    """`__Secure-` behind TLS; the other prefix would want the path "/"."""
    return f"__Secure-{COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else COOKIE


def ticket() -> str:
    """What this phone was given when it joined; empty where it keeps no cookies."""
    return marking.read_ticket(request.cookies.get(cookie_name()))


@blueprint.get("")
def join() -> Page:
    """Type the code that stands on the projector."""
    typed = "".join(request.args.get("kode", "").split())[:LONGEST_CODE].lower()
    if typed.isalnum():
        return redirect(url_for(".phone", code=typed), 303)  # type: ignore[return-value]
    return render_template("forum/room/join.html", refusal="")


@blueprint.get("/<string:code>")
@of_guesses
def phone(code: str) -> Page:
    """The question that is shown now, and what may be done."""
    try:
        room = queries.joined_room(db.session(), code)
    except NotFound as refusal:
        return render_template("forum/room/join.html", refusal=words(refusal)), 404
    response = make_response(_page(room))
    question = queries.shown_question(room)
    if question is None or rules.phase_of(question).waits:
        response.headers["Refresh"] = WAIT_SECONDS
    if not ticket():
        response.set_cookie(
            cookie_name(),
            marking.new_ticket(),
            path="/r/",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return response


@blueprint.post("/<string:code>/tulis")
@of_one_phone
@of_one_hall
@of_guesses
def write(code: str) -> Page:
    """Send an answer; whatever goes wrong, the page comes back with what was typed."""
    text, table, nonce = (request.form.get(name, "") for name in ("teks", "meja", "nonce"))
    try:
        room = queries.joined_room(db.session(), code)
    except NotFound as refusal:
        return render_template("forum/room/join.html", refusal=words(refusal), text=text), 404
    try:
        sent = answering.write_answer(
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
        return _page(room, text=text, table=table, nonce=nonce, refusal=words(refusal)), refusal.status
    return _page(room, table=table, sent=sent)


@blueprint.post("/<string:code>/suka")
@of_one_phone
@of_one_hall
@of_guesses
def like(code: str) -> Response:
    """Give or take back a like."""
    room, question = _asked(code)
    mark = marking.give_like if "beri" in request.form else marking.take_like
    key = request.form.get("beri") or request.form.get("ambil", "")
    mark(db.session(), room, question, key=key, ticket_hash=_own(room))
    db.session.commit()
    return redirect(url_for(".phone", code=code, _anchor=key[:32]), 303)  # type: ignore[return-value]


@blueprint.post("/<string:code>/pilih")
@of_one_phone
@of_one_hall
@of_guesses
def vote(code: str) -> Response:
    """Give or take back a dot."""
    room, question = _asked(code)
    mark = marking.give_dot if "beri" in request.form else marking.take_dot
    key = request.form.get("beri") or request.form.get("ambil", "")
    mark(db.session(), room, question, key=key, ticket_hash=_own(room))
    db.session.commit()
    return redirect(url_for(".phone", code=code, _anchor=key[:32]), 303)  # type: ignore[return-value]


def _asked(code: str) -> tuple[Room, RoomQuestion]:
    room = queries.joined_room(db.session(), code)
    return room, queries.load_question(room, request.form.get("pertanyaan", ""))


def _own(room: Room) -> str:
    own = ticket()
    if not own:
        raise NotAllowed(
            N_("Ponsel ini tidak menyimpan tanda peserta. Izinkan cookie untuk situs ini, lalu buka lagi.")
        )
    return marking.ticket_hash(room, own)


def _page(
    room: Room, *, text: str = "", table: str = "", nonce: str = "", refusal: str = "", sent: str = ""
) -> str:
    session, question = db.session(), queries.shown_question(room)
    board = queries.board(session, room, question) if question else None
    own = marking.ticket_hash(room, ticket()) if ticket() else ""
    dots = queries.marked(session, question, MarkKind.DOT, own) if question and own else set()
    return render_template(
        "forum/room/phone.html",
        room=room,
        code=room.join_code,
        question=question,
        board=board,
        phase=rules.phase_of(question) if question else None,
        may={str(a): question is not None and rules.is_open(room, question, a) for a in Action},
        likes=queries.marked(session, question, MarkKind.LIKE, own) if question and own else set(),
        dots=dots,
        left=max(0, room.dots - len(dots)),
        chart=result_chart(board) if board and question and question.phase == Phase.RESULT else None,
        text=text,
        table=table,
        nonce=nonce or nonces.new_nonce(),
        refusal=refusal,
        sent=sent,
        longest=rules.LONGEST_ANSWER,
        last_table=rules.LAST_TABLE,
    )
