"""Staff pages about the programmes of an item."""

from dataclasses import fields

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from plan.item_forms import ConfirmForm
from plan.item_models import PlanItem
from plan.item_queries import item_by_key
from plan.programmes import queries, services
from plan.programmes.forms import ProgrammeForm
from plan.programmes.models import Programme
from plan.views.refusals import show_refusal

blueprint = Blueprint("programmes", __name__, url_prefix="/kelola/rencana/<string:key>/program")


def _page(item: PlanItem) -> Response:
    return redirect(url_for("plan_items.show", key=item.key, _anchor="program"), 303)


def _programme(key: str, number: int) -> Programme:
    return queries.programme_of(db.session(), item_by_key(db.session(), key), number)


def _written(programme: Programme) -> dict[str, object]:
    written = {field.name: getattr(programme, field.name) for field in fields(services.ProgrammeDetails)}
    return {**written, "workshops": [one.key for one in programme.sessions]}


@blueprint.route("/baru", methods=["GET", "POST"])
def create(key: str) -> str | Response:
    """Say how the item is carried out."""
    item = item_by_key(db.session(), key)
    form = ProgrammeForm(data={"institution": item.organiser, "jp": item.jp})
    form.offer(queries.workshops_of_cycle(db.session(), item.cycle_id))
    if form.validate_on_submit():
        try:
            services.add_programme(
                db.session(),
                item,
                details=form.details(),
                workshops=form.workshops.data or (),
                actor_id=current_user.id,
            )
            db.session.commit()
            return _page(item)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/programmes/form.html", form=form, item=item, programme=None)


@blueprint.route("/<int:number>", methods=["GET", "POST"])
def change(key: str, number: int) -> str | Response:
    """Write it otherwise."""
    programme = _programme(key, number)
    form = ProgrammeForm(data=_written(programme))
    form.offer(queries.workshops_of_cycle(db.session(), programme.item.cycle_id))
    if form.validate_on_submit():
        try:
            services.change_programme(
                db.session(),
                programme,
                details=form.details(),
                workshops=form.workshops.data or (),
                actor_id=current_user.id,
            )
            db.session.commit()
            return _page(programme.item)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/programmes/form.html", form=form, item=programme.item, programme=programme)


@blueprint.route("/<int:number>/hapus", methods=["GET", "POST"])
def delete(key: str, number: int) -> str | Response:
    """Ask once more, then take it away."""
    programme, form = _programme(key, number), ConfirmForm()
    if form.validate_on_submit():
        try:
            item = programme.item
            services.delete_programme(db.session(), programme, actor_id=current_user.id)
            db.session.commit()
            flash(gettext("Program sudah dihapus."))
            return _page(item)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/programmes/delete.html", form=form, programme=programme)
