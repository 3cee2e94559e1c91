"""Staff set the seats of a workshop."""

from flask import Blueprint, flash, render_template
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.units.models import Unit
from core.units.queries import all_units
from core.web.forms import show_refusal
from forum.workshops import seating
from forum.workshops.models import Workshop
from forum.workshops.part_forms import seats_form
from forum.workshops.views.common import load, page

blueprint = Blueprint("workshop_seats", __name__, url_prefix="/kelola/workshop/<string:key>/tempat")


def _units(workshop: Workshop) -> list[Unit]:
    """The units in use, and those that have a quota."""
    quotas = {quota.unit_id for quota in workshop.quotas}
    return [unit for unit in all_units(db.session()) if unit.active or unit.id in quotas]


@blueprint.route("", methods=["GET", "POST"])
def edit(key: str) -> str | Response:
    """Seats in all and per unit."""
    workshop = load(key)
    units = _units(workshop)
    form = seats_form(workshop, units)
    if form.validate_on_submit():
        how = {"seats": form.seats.data, "quotas": form.quotas(units), "actor_id": current_user.id}
        try:
            seating.set_seats(db.session(), workshop, **how)
            db.session.commit()
            flash(gettext("Jumlah tempat sudah disimpan."), "success")
            return page(workshop)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.seats, refusal)
    taken = {quota.unit_id: quota.taken for quota in workshop.quotas}
    return render_template(
        "forum/workshops/manage/seats.html", form=form, workshop=workshop, units=units, taken=taken
    )
