"""The agenda on the projector, and what the facilitator presses while it runs."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from core.base import utc_now
from core.db import db
from core.web.converters import key_number
from forum.workshops import queries, rules, running
from forum.workshops.models import AgendaItem, WorkshopSession
from forum.workshops.views.common import load
from forum.workshops.words import left_words

blueprint = Blueprint("workshop_running", __name__, url_prefix="/kelola/workshop/<string:key>/acara")


def _session(key: str, number: int) -> WorkshopSession:
    return queries.load_session(load(key), number)


def _part(key: str, number: int, part: int) -> AgendaItem:
    return queries.load_part(_session(key, number), part)


def _back(key: str, number: int) -> Response:
    db.session.commit()
    return redirect(url_for(".show", key=key, sesi=number), 303)


@blueprint.get("")
def show(key: str) -> str:
    """A session's agenda, large: what is on, and how long it has left."""
    workshop, now = load(key), utc_now()
    asked = request.args.get("sesi", type=key_number)
    one = next((s for s in workshop.sessions if s.id == asked), running.session_for(workshop, now=now))
    clock = running.clock_of(one, now=now) if one is not None else None
    return render_template(
        "forum/workshops/manage/running.html",
        workshop=workshop,
        one=one,
        clock=clock,
        left=left_words(clock.left) if clock is not None else "",
        parts=rules.begins_of(one) if one is not None else [],
    )


@blueprint.post("/<int:number>/<int:part>/mulai")
def start(key: str, number: int, part: int) -> Response:
    """Begin the next part."""
    running.start_part(db.session(), _part(key, number, part), now=utc_now(), actor_id=current_user.id)
    return _back(key, number)


@blueprint.post("/<int:number>/<int:part>/tambah")
def more(key: str, number: int, part: int) -> Response:
    """Five minutes more."""
    running.add_minutes(db.session(), _part(key, number, part), now=utc_now(), actor_id=current_user.id)
    return _back(key, number)


@blueprint.post("/<int:number>/<int:part>/kembali")
def back(key: str, number: int, part: int) -> Response:
    """The part before it is on again."""
    running.step_back(db.session(), _part(key, number, part), now=utc_now(), actor_id=current_user.id)
    return _back(key, number)


@blueprint.post("/<int:number>/akhiri")
def finish(key: str, number: int) -> Response:
    """The session is over."""
    running.finish_session(db.session(), _session(key, number), now=utc_now(), actor_id=current_user.id)
    return _back(key, number)


@blueprint.post("/<int:number>/lanjutkan")
def resume(key: str, number: int) -> Response:
    """It was ended by mistake."""
    running.resume_session(db.session(), _session(key, number), actor_id=current_user.id)
    return _back(key, number)
