"""Administrators give and end duties."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.accounts.queries import list_accounts
from core.db import db
from core.duties import services
from core.duties.enums import DUTY_ABOUT, DUTY_LABELS, SCOPES
from core.duties.queries import find_duty, list_duties
from core.errors import RembukError
from core.pages.accounts.manage_accounts import load, role_names
from core.pages.duties.duty_forms import FORMS
from core.pages.duties.duty_words import duty_words, objects
from core.policy import Duty
from core.units.queries import active_units, all_units

blueprint = Blueprint("duties", __name__, url_prefix="/kelola/tugas")
FILTERS = ("q", "tugas", "unit")


def _duty(name: str) -> Duty:
    if name not in set(Duty):
        raise NotFound
    return Duty(name)


@blueprint.get("")
def index() -> str:
    """Who has which duty, for what."""
    asked = {name: request.args[name][:80] for name in FILTERS if request.args.get(name)}
    chosen, units = asked.get("tugas", ""), all_units(db.session())
    found = list_duties(
        db.session(),
        search=asked.get("q", ""),
        duty=Duty(chosen) if chosen in set(Duty) else None,
        unit_id=next((unit.id for unit in units if unit.key == asked.get("unit")), None),
        page=request.args.get("hal", 1, type=int),
    )
    return render_template(
        "core/duties.html",
        found=found,
        rows=duty_words(found.rows),
        labels={str(duty): gettext(label) for duty, label in DUTY_LABELS.items()},
        units=units,
        asked=asked,
        prev_url=url_for(".index", **asked, hal=found.page - 1) if found.page > 1 else None,  # type: ignore[arg-type]
        next_url=url_for(".index", **asked, hal=found.page + 1) if found.page < found.pages else None,  # type: ignore[arg-type]
    )


@blueprint.get("/baru")
def people() -> str:
    """Who gets a duty: search and choose."""
    search = request.args.get("q", "")[:80]
    found = list_accounts(db.session(), search=search, page=request.args.get("hal", 1, type=int))

    def page_url(page: int) -> str:
        return url_for(".people", q=search or None, hal=page)

    return render_template(
        "core/duty_people.html",
        found=found,
        search=search,
        roles=role_names(),
        prev_url=page_url(found.page - 1) if found.page > 1 else None,
        next_url=page_url(found.page + 1) if found.page < found.pages else None,
    )


@blueprint.get("/baru/<int:account_id>")
def choose(account_id: int) -> str:
    """Which duty; each says what it opens."""
    kinds = [(str(duty), gettext(DUTY_LABELS[duty]), gettext(DUTY_ABOUT[duty])) for duty in Duty]
    return render_template("core/duty_choose.html", kinds=kinds, account=load(account_id))


@blueprint.route("/baru/<int:account_id>/<string:duty>", methods=["GET", "POST"])
def create(account_id: int, duty: str) -> str | Response:
    """For what: then the duty is given."""
    account, kind = load(account_id), _duty(duty)
    form = FORMS[SCOPES[kind]]().offer(active_units(db.session()), objects())
    if form.validate_on_submit():
        try:
            services.assign_duty(
                db.session(),
                account,
                duty=kind,
                actor_id=current_user.id,
                **form.scope(),  # type: ignore[arg-type]
            )
        except RembukError as refusal:
            db.session.rollback()
            form.form_errors.append(gettext(refusal.message, **refusal.params))
        else:
            db.session.commit()
            flash(gettext("Tugas sudah diberikan. Orang ini akan diminta masuk lagi."), "success")
            return redirect(url_for(".index"), 303)
    words = {"label": gettext(DUTY_LABELS[kind]), "about": gettext(DUTY_ABOUT[kind])}
    return render_template("core/duty_form.html", form=form, account=load(account_id), **words)


@blueprint.route("/<int:number>/akhiri", methods=["GET", "POST"])
def end(number: int) -> str | Response:
    """Take a duty back, after asking once more."""
    row = find_duty(db.session(), number)
    if row is None:
        raise NotFound
    if request.method == "GET":
        return render_template("core/duty_end.html", row=duty_words([row])[0])
    services.end_duty(db.session(), row.assignment, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Tugas sudah diakhiri."), "success")
    return redirect(url_for(".index"), 303)
