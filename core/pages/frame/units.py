"""Administrators keep the tree of units."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.pages.frame.unit_forms import NewUnitForm, UnitForm
from core.pages.staff.staff_forms import ConfirmForm
from core.units import services
from core.units.queries import all_units, find_unit, tree
from core.web.forms import show_refusal

blueprint = Blueprint("units", __name__, url_prefix="/kelola/unit")


@blueprint.get("")
def index() -> str:
    """The tree."""
    return render_template("core/units.html", rows=tree(all_units(db.session())))


@blueprint.route("/baru", methods=["GET", "POST"])
def create() -> str | Response:
    """Add a unit."""
    form = NewUnitForm(serves_public=True, active=True)
    form.offer(all_units(db.session()))
    if form.validate_on_submit():
        try:
            services.add_unit(db.session(), form.facts(form.key.data), actor_id=current_user.id)
        except RembukError as refusal:
            show_refusal(form.key, refusal)
        else:
            db.session.commit()
            flash(gettext("Unit sudah ditambahkan."), "success")
            return redirect(url_for(".index"), 303)
    return render_template("core/unit_form.html", form=form, unit=None)


@blueprint.route("/<string:key>", methods=["GET", "POST"])
def edit(key: str) -> str | Response:
    """Change a unit, or take it out of use."""
    unit = find_unit(db.session(), key)
    if unit is None:
        raise NotFound
    form = UnitForm(obj=unit, parent=str(unit.parent_id or ""))
    form.offer([other for other in all_units(db.session()) if other.id != unit.id])
    if form.validate_on_submit():
        try:
            services.change_unit(db.session(), unit, form.facts(key), actor_id=current_user.id)
        except RembukError as refusal:
            show_refusal(form.parent, refusal)
        else:
            db.session.commit()
            flash(gettext("Perubahan sudah disimpan."), "success")
            return redirect(url_for(".index"), 303)
    return render_template("core/unit_form.html", form=form, unit=unit)


@blueprint.route("/<string:key>/hapus", methods=["GET", "POST"])
def delete(key: str) -> str | Response:
    """Delete a unit that nothing points at, after asking once more."""
    unit = find_unit(db.session(), key)
    if unit is None:
        raise NotFound
    if not ConfirmForm().validate_on_submit():
        uses = services.unit_uses(db.session(), unit)
        return render_template("core/unit_delete.html", unit=unit, uses=uses)
    services.delete_unit(db.session(), unit, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Unit sudah dihapus."), "success")
    return redirect(url_for(".index"), 303)
