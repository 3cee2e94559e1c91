"""Check-in at the door: a page that works offline after one load, and the endpoint its queue goes to."""

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.base import utc_now
from core.db import db
from core.nonces import new_nonce
from core.web.server import secret
from forum.attendance import check_in, queries
from forum.attendance.enums import IN_THE_ROOM, OUTCOME_LABELS, Outcome
from forum.attendance.forms import TicketForm
from forum.attendance.rules import short_name
from forum.attendance.views.batch import read_batch
from forum.attendance.views.common import the_session
from forum.workshops.models import WorkshopSession

blueprint = Blueprint("check_in", __name__, url_prefix="/kelola/workshop/<string:key>/hadir/<int:number>")
# The one page that may use the camera.
PERMISSIONS = "camera=(self), geolocation=(), microphone=()"


@blueprint.route("", methods=["GET", "POST"])
def door(key: str, number: int) -> Response:
    """The page for who stands at the door. Without JavaScript it is a form and a list of buttons."""
    at = the_session(key, number)
    form = TicketForm()
    if request.method == "POST":
        picked = request.form.get("person", "")[:64]
        if picked or form.validate():
            _take_one(at, ticket="" if picked else form.ticket.data, person=picked)
            return redirect(url_for(".door", key=key, number=number), 303)
    page = make_response(
        render_template(
            "forum/attendance/door.html",
            at=at,
            form=form,
            known=queries.device_list(db.session(), at, secret=secret()),
            outcomes={str(o): gettext(label) for o, label in OUTCOME_LABELS.items()},
            loaded_at=utc_now(),
        )
    )
    page.headers["Permissions-Policy"] = PERMISSIONS
    return page


def _take_one(at: WorkshopSession, *, ticket: str, person: str) -> None:
    entry = check_in.Entry(key=new_nonce(), ticket=ticket, registration_key=person)
    [answer] = check_in.take_entries(db.session(), at, [entry], secret=secret(), actor_id=current_user.id)
    db.session.commit()
    name = f"{answer.registration.name}: " if answer.registration else ""
    kind = "success" if answer.outcome in IN_THE_ROOM else "error"
    flash(name + gettext(OUTCOME_LABELS[answer.outcome]), kind)


@blueprint.post("/sinkron")
def sync(key: str, number: int) -> Response:
    """Take in a device's queue and answer each entry; sending it again changes nothing."""
    at = the_session(key, number)
    entries = read_batch(request.get_json(silent=True))
    answers = check_in.take_entries(db.session(), at, entries, secret=secret(), actor_id=current_user.id)
    db.session.commit()
    return jsonify(answers=[_told(answer) for answer in answers])


def _told(answer: check_in.Answer) -> dict[str, object]:
    """An answer in the visitor's language; no name where the ticket is not of this workshop."""
    whom = answer.registration if answer.outcome != Outcome.OTHER_WORKSHOP else None
    return {
        "key": answer.key,
        "outcome": answer.outcome.value,
        "text": gettext(OUTCOME_LABELS[answer.outcome]),
        "name": short_name(whom.name) if whom else "",
        "person": whom.key if whom else "",
    }
