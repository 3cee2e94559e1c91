"""Staff pages about what an item should change and what was measured."""

from dataclasses import fields

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.web.server import today
from plan import indicators as services
from plan.indicator_forms import IndicatorForm, MeasurementForm
from plan.item_forms import ConfirmForm
from plan.item_models import Indicator, Measurement, PlanItem
from plan.item_queries import item_by_key
from plan.views.refusals import show_refusal

blueprint = Blueprint("indicators", __name__, url_prefix="/kelola/rencana/<string:key>/indikator")


def _indicator(key: str, number: int) -> Indicator:
    return services.indicator_of(db.session(), item_by_key(db.session(), key), number)


def _measurement(key: str, number: int, value: int) -> Measurement:
    return services.measurement_of(db.session(), _indicator(key, number), value)


def _page(item: PlanItem) -> Response:
    return redirect(url_for("plan_items.show", key=item.key, _anchor="indikator"), 303)


@blueprint.route("/baru", methods=["GET", "POST"])
def create(key: str) -> str | Response:
    """Say what the item should change."""
    item = item_by_key(db.session(), key)
    form = IndicatorForm().offer()
    if form.validate_on_submit():
        try:
            services.add_indicator(db.session(), item, details=form.details(), actor_id=current_user.id)
            db.session.commit()
            return _page(item)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/indicator_form.html", form=form, item=item, indicator=None)


@blueprint.route("/<int:number>", methods=["GET", "POST"])
def change(key: str, number: int) -> str | Response:
    """Correct an indicator."""
    indicator = _indicator(key, number)
    form = IndicatorForm(data=_written(indicator)).offer()
    if form.validate_on_submit():
        try:
            services.change_indicator(
                db.session(), indicator, details=form.details(), actor_id=current_user.id
            )
            db.session.commit()
            return _page(indicator.item)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/indicator_form.html", form=form, item=indicator.item, indicator=indicator)


def _written(indicator: Indicator) -> dict[str, object]:
    written = {field.name: getattr(indicator, field.name) for field in fields(services.IndicatorDetails)}
    return {**written, "direction": "down" if indicator.decreases else "up"}


@blueprint.route("/<int:number>/hapus", methods=["GET", "POST"])
def delete(key: str, number: int) -> str | Response:
    """Ask once more, then take the indicator away with its measurements."""
    indicator = _indicator(key, number)
    item = indicator.item
    if ConfirmForm().validate_on_submit():
        services.delete_indicator(db.session(), indicator, actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Indikator dan pengukurannya sudah dihapus."))
        return _page(item)
    return render_template("plan/indicator_delete.html", item=item, indicator=indicator)


@blueprint.route("/<int:number>/pengukuran/baru", methods=["GET", "POST"])
def measure(key: str, number: int) -> str | Response:
    """Write down a value."""
    indicator = _indicator(key, number)
    form = MeasurementForm(on=today())
    if form.validate_on_submit():
        try:
            services.add_measurement(
                db.session(),
                indicator,
                on=form.on.data,
                value=form.value.data,
                note=form.note.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            return _page(indicator.item)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/indicator_measure.html", form=form, indicator=indicator, measurement=None)


@blueprint.route("/<int:number>/pengukuran/<int:value>", methods=["GET", "POST"])
def change_measurement(key: str, number: int, value: int) -> str | Response:
    """Correct a value."""
    measurement = _measurement(key, number, value)
    form = MeasurementForm(obj=measurement)
    if form.validate_on_submit():
        try:
            services.change_measurement(
                db.session(),
                measurement,
                on=form.on.data,
                value=form.value.data,
                note=form.note.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            return _page(measurement.indicator.item)
        except RembukError as refusal:
            show_refusal(form, refusal)
    indicator = _indicator(key, number)
    return render_template(
        "plan/indicator_measure.html", form=form, indicator=indicator, measurement=measurement
    )


@blueprint.route("/<int:number>/pengukuran/<int:value>/hapus", methods=["GET", "POST"])
def delete_measurement(key: str, number: int, value: int) -> str | Response:
    """Ask once more, then take a value away."""
    measurement = _measurement(key, number, value)
    item = measurement.indicator.item
    if ConfirmForm().validate_on_submit():
        services.delete_measurement(db.session(), measurement, actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Pengukuran sudah dihapus."))
        return _page(item)
    return render_template("plan/indicator_measure_delete.html", item=item, measurement=measurement)
