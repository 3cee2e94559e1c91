"""Staff write the sessions of a workshop and their agendas."""

from flask import Blueprint, render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.web.forms import show_refusal
from forum.workshops import queries, sessions
from forum.workshops.forms import ConfirmForm
from forum.workshops.models import AgendaItem, WorkshopSession
from forum.workshops.part_forms import PartForm, SessionForm
from forum.workshops.views.common import load, page

blueprint = Blueprint("manage_sessions", __name__, url_prefix="/kelola/workshop/<string:key>/sesi")


def _session(key: str, number: int) -> WorkshopSession:
    return queries.load_session(load(key), number)


def _part(key: str, number: int, part: int) -> AgendaItem:
    return queries.load_part(_session(key, number), part)


def _back(one: WorkshopSession) -> Response:
    db.session.commit()
    return page(one.workshop, f"sesi-{one.id}")


@blueprint.route("/baru", methods=["GET", "POST"])
def create(key: str) -> str | Response:
    """Add a session."""
    workshop, form = load(key), SessionForm()
    if form.validate_on_submit():
        try:
            made = sessions.add_session(
                db.session(), workshop, details=form.details(), actor_id=current_user.id
            )
            return _back(made)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.ends_at, refusal)
    return render_template("forum/workshops/manage/session.html", form=form, workshop=workshop, one=None)


@blueprint.route("/<int:number>", methods=["GET", "POST"])
def change(key: str, number: int) -> str | Response:
    """Move a session to another time or place."""
    one = _session(key, number)
    form = SessionForm.of(one)
    if form.validate_on_submit():
        try:
            sessions.change_session(db.session(), one, details=form.details(), actor_id=current_user.id)
            return _back(one)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.ends_at, refusal)
    return render_template("forum/workshops/manage/session.html", form=form, workshop=one.workshop, one=one)


@blueprint.route("/<int:number>/hapus", methods=["GET", "POST"])
def delete(key: str, number: int) -> str | Response:
    """Ask once more, then take a session out."""
    one = _session(key, number)
    workshop = one.workshop
    if not ConfirmForm().validate_on_submit():
        return render_template("forum/workshops/manage/session_delete.html", workshop=workshop, one=one)
    sessions.delete_session(db.session(), one, actor_id=current_user.id)
    db.session.commit()
    return page(workshop, "sesi")


@blueprint.route("/<int:number>/acara/baru", methods=["GET", "POST"])
def create_part(key: str, number: int) -> str | Response:
    """Append a part to the agenda."""
    one, form = _session(key, number), PartForm()
    if form.validate_on_submit():
        try:
            sessions.add_part(db.session(), one, details=form.details(), actor_id=current_user.id)
            return _back(one)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.title_id, refusal)
    return render_template("forum/workshops/manage/part.html", form=form, one=one, item=None)


@blueprint.route("/<int:number>/acara/<int:part>", methods=["GET", "POST"])
def change_part(key: str, number: int, part: int) -> str | Response:
    """Rewrite a part."""
    item = _part(key, number, part)
    form = PartForm(obj=item)
    if form.validate_on_submit():
        sessions.change_part(db.session(), item, details=form.details(), actor_id=current_user.id)
        return _back(item.session)
    return render_template("forum/workshops/manage/part.html", form=form, one=item.session, item=item)


@blueprint.post("/<int:number>/acara/<int:part>/naik")
def up(key: str, number: int, part: int) -> Response:
    """One place up."""
    item = _part(key, number, part)
    sessions.move_part(db.session(), item, steps=-1, actor_id=current_user.id)
    return _back(item.session)


@blueprint.post("/<int:number>/acara/<int:part>/turun")
def down(key: str, number: int, part: int) -> Response:
    """One place down."""
    item = _part(key, number, part)
    sessions.move_part(db.session(), item, steps=1, actor_id=current_user.id)
    return _back(item.session)


@blueprint.route("/<int:number>/acara/<int:part>/hapus", methods=["GET", "POST"])
def delete_part(key: str, number: int, part: int) -> str | Response:
    """Ask once more, then take a part out."""
    item = _part(key, number, part)
    one = item.session
    if not ConfirmForm().validate_on_submit():
        return render_template("forum/workshops/manage/part_delete.html", one=one, item=item)
    sessions.delete_part(db.session(), item, actor_id=current_user.id)
    return _back(one)
