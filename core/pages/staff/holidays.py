"""Holidays of a year: the national calendar, and where this office departs from it."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from core.db import db
from core.errors import RembukError
from core.pages.settings.setting_tabs import tabs
from core.pages.staff.staff_forms import ConfirmForm
from core.staff import holidays
from core.staff.models import HolidayOverride
from core.web.forms import BaseForm, show_refusal
from core.web.i18n import language
from core.web.server import today

blueprint = Blueprint("holidays", __name__, url_prefix="/kelola/hari-libur")
YEARS = range(2000, 2100)


class DayForm(BaseForm):
    """A day that this office sets itself."""

    day = DateField(_l("Tanggal"), [InputRequired()])
    name = StringField(_l("Nama hari"), [DataRequired(), Length(max=120)])
    working = SelectField(_l("Hari itu"), [InputRequired()])

    def offer(self) -> "DayForm":
        """Off or at work."""
        self.working.choices = [("0", gettext("libur")), ("1", gettext("hari kerja"))]
        return self


def _year() -> int:
    asked = request.args.get("tahun", today().year, type=int)
    return asked if asked in YEARS else today().year


@blueprint.get("")
def index() -> str:
    """The special days of a year."""
    year = _year()
    return render_template(
        "core/holidays/index.html",
        year=year,
        days=holidays.special_days(db.session(), year, language()),
        years=[other for other in (year - 1, year + 1) if other in YEARS],
        tabs=tabs(),
    )


@blueprint.route("/baru", methods=["GET", "POST"])
def create() -> str | Response:
    """Depart from the calendar on a day."""
    form = DayForm(working="0").offer()
    if form.validate_on_submit():
        try:
            holidays.set_day(
                db.session(),
                day=form.day.data,
                name=form.name.data.strip(),
                working=form.working.data == "1",
                actor_id=current_user.id,
            )
        except RembukError as refusal:
            show_refusal(form.day, refusal)
        else:
            db.session.commit()
            flash(gettext("Tanggal itu sudah diatur."), "success")
            return redirect(url_for(".index", tahun=form.day.data.year), 303)
    return render_template("core/holidays/form.html", form=form)


@blueprint.route("/<string:day>/hapus", methods=["GET", "POST"])
def delete(day: str) -> str | Response:
    """Follow the calendar again on a day, after asking once more."""
    try:
        override = db.session().get(HolidayOverride, date.fromisoformat(day))
    except ValueError as wrong:
        raise NotFound from wrong
    if override is None:
        raise NotFound
    if not ConfirmForm().validate_on_submit():
        return render_template("core/holidays/delete.html", override=override)
    year = override.day.year
    holidays.clear_day(db.session(), override, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Tanggal itu kembali mengikuti kalender nasional."), "success")
    return redirect(url_for(".index", tahun=year), 303)
