"""How long data is kept: shown with its reasons, changed, and purged now on request."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from core.db import db
from core.keeping import Retention
from core.rights import retention
from core.rights.retention import MAXIMUM_DAYS, MINIMUM_DAYS, Planned
from core.web.forms import BaseForm
from core.web.pages import slices

blueprint = Blueprint("retention", __name__, url_prefix="/kelola/pengaturan/retensi")


def classes() -> tuple[Retention, ...]:
    """Every class of every slice."""
    return tuple(kept for s in slices() for kept in s.retention)


def _form(plan: list[Planned]) -> BaseForm:
    """A field of days for each class that ends."""
    fields = {
        p.kept.key: IntegerField(
            gettext(p.kept.label),
            [InputRequired(), NumberRange(min=MINIMUM_DAYS, max=MAXIMUM_DAYS)],
            default=p.days,
            render_kw={"inputmode": "numeric", "min": MINIMUM_DAYS, "max": MAXIMUM_DAYS},
        )
        for p in plan
        if p.days is not None
    }
    made: BaseForm = type("RetentionForm", (BaseForm,), fields)()
    return made


@blueprint.route("", methods=["GET", "POST"])
def show() -> str | Response:
    """The table, and the days to change."""
    plan = retention.retention_plan(db.session(), classes())
    form = _form(plan)
    if form.validate_on_submit():
        days = {p.kept.key: form[p.kept.key].data for p in plan if p.days is not None}
        retention.change_days(db.session(), classes(), days=days, actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Perubahan sudah disimpan."), "success")
        return redirect(url_for(".show"), 303)
    rows = [(p, gettext(p.kept.label), gettext(p.kept.reason)) for p in plan]
    last = retention.last_purge(db.session())
    return render_template("core/retention.html", rows=rows, form=form, last=last)


@blueprint.route("/jalankan", methods=["GET", "POST"])
def run() -> str | Response:
    """Purge now, after asking once more."""
    if request.method == "GET":
        plan = [p for p in retention.retention_plan(db.session(), classes()) if p.due]
        rows = [(gettext(p.kept.label), p.due) for p in plan]
        return render_template("core/retention_run.html", rows=rows)
    count = retention.purge(db.session(), classes(), actor_id=current_user.id)
    db.session.commit()
    flash(ngettext("%(num)s baris sudah dihapus.", "%(num)s baris sudah dihapus.", count), "success")
    return redirect(url_for(".show"), 303)
