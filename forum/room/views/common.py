"""What the pages of a room share."""

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.web.charts import BarChart, bar_chart
from core.web.pages import absolute
from core.web.qr import qr_picture
from forum.room import queries
from forum.room.models import Room, RoomQuestion
from forum.room.queries import Board
from forum.workshops.models import Workshop
from forum.workshops.queries import load_workshop


def load(key: str) -> Workshop:
    """The workshop at this staff address, drafts too."""
    return load_workshop(db.session(), key, drafts=True)


def load_room(key: str) -> Room:
    """The room of the workshop at this address."""
    return queries.load_room(db.session(), load(key))


def load_question(key: str, question: str) -> tuple[Room, RoomQuestion]:
    """A room and one of its questions."""
    room = load_room(key)
    return room, queries.load_question(room, question)


def page(room: Room, anchor: str | None = None) -> Response:
    """Back to the facilitator's page."""
    return redirect(url_for("manage_room.show", key=room.workshop.key, _anchor=anchor), 303)


def words(refusal: RembukError) -> str:
    """A refusal in the visitor's language."""
    return str(gettext(refusal.message, **refusal.params))


def refuse(refusal: RembukError) -> None:
    """Take back what was begun, and tell on the next page why."""
    db.session.rollback()
    flash(words(refusal), "error")


def address_of(room: Room) -> str:
    """Where phones join, as it stands on the projector; empty while the room is not open."""
    return absolute(url_for("room.phone", code=room.join_code)) if room.join_code else ""


def picture_of(room: Room) -> str:
    """The same as a QR code."""
    return qr_picture(address_of(room)) if room.join_code else ""


def result_chart(board: Board) -> BarChart | None:
    """The bars of the voting, most dots first; None before anybody gave one."""
    given = [(group.name, group.dots) for group in board.ballot_groups]
    given += [(answer.text, answer.dots) for answer in board.ballot_answers]
    total = sum(dots for _label, dots in given)
    if not total:
        return None
    given.sort(key=lambda one: (-one[1], one[0]))
    return bar_chart([(label, dots, round(100 * dots / total, 1)) for label, dots in given], top=None)
