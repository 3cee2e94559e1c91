"""Administrators give and end duties."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.accounts.models import Account
from core.accounts.queries import list_accounts
from core.db import db
from core.duties import services
from core.duties.enums import DUTY_ABOUT, DUTY_LABELS, SCOPES
from core.duties.queries import find_duty, list_duties
from core.errors import N_, Invalid, RembukError
from core.pages.duty_forms import FORMS
from core.pages.duty_words import duty_words, objects
from core.pages.manage_accounts import role_names
from core.policy import Duty
from core.units.queries import active_units, all_units
from core.web.forms import show_refusal

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
def choose() -> str:
    """Who gets a duty, then which; each says what it opens."""
    login = request.args.get("akun", "")[:80]
    if not login:
        return _people(request.args.get("q", "")[:80])
    kinds = [(str(duty), gettext(DUTY_LABELS[duty]), gettext(DUTY_ABOUT[duty])) for duty in Duty]
    return render_template("core/duty_choose.html", kinds=kinds, login=login)


def _people(search: str) -> str:
    found = list_accounts(db.session(), search=search, page=request.args.get("hal", 1, type=int))

    def page_url(page: int) -> str:
        return url_for(".choose", q=search or None, hal=page)

    return render_template(
        "core/duty_people.html",
        found=found,
        search=search,
        roles=role_names(),
        prev_url=page_url(found.page - 1) if found.page > 1 else None,
        next_url=page_url(found.page + 1) if found.page < found.pages else None,
    )


@blueprint.route("/baru/<string:duty>", methods=["GET", "POST"])
def create(duty: str) -> str | Response:
    """Give a duty."""
    kind = _duty(duty)
    form = FORMS[SCOPES[kind]](login=request.args.get("akun", "")[:80])
    form.offer(active_units(db.session()), objects())
    if form.validate_on_submit():
        try:
            account = _account(form.login.data)
            services.assign_duty(
                db.session(),
                account,
                duty=kind,
                actor_id=current_user.id,
                **form.scope(),  # type: ignore[arg-type]
            )
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.login, refusal)
        else:
            db.session.commit()
            flash(gettext("Tugas sudah diberikan. Orang ini akan diminta masuk lagi."), "success")
            return redirect(url_for(".index"), 303)
    return render_template(
        "core/duty_form.html", form=form, label=gettext(DUTY_LABELS[kind]), about=gettext(DUTY_ABOUT[kind])
    )


def _account(login: str) -> Account:
    found = db.session.scalar(select(Account).where(Account.login == login.strip().lower()))
    if found is None:
        raise Invalid(N_("Tidak ada akun dengan nama itu. Periksa ejaannya di daftar akun."))
    return found


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
