"""Administrators give and end duties."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.accounts.models import Account
from core.db import db
from core.duties import services
from core.duties.enums import DUTY_ABOUT, DUTY_LABELS, SCOPES
from core.duties.models import DutyAssignment
from core.duties.queries import DutyRow, list_duties
from core.errors import N_, Invalid, RembukError
from core.pages.duty_forms import FORMS
from core.policy import Duty
from core.slices import DutyObject
from core.units.queries import active_units
from core.web.forms import show_refusal
from core.web.pages import slices

blueprint = Blueprint("duties", __name__, url_prefix="/kelola/tugas")


def _duty(name: str) -> Duty:
    if name not in set(Duty):
        raise NotFound
    return Duty(name)


def objects() -> list[DutyObject]:
    """Everything of every slice that a duty can be given for."""
    return [found for s in slices() if s.duty_objects for found in s.duty_objects(db.session())]


def scope_words(row: DutyRow, titles: dict[tuple[str, str], str]) -> str:
    """What a duty is for, in words."""
    if row.assignment.object_key:
        at = (row.assignment.object_kind, row.assignment.object_key)
        return titles.get(at, row.assignment.object_key)
    return row.unit or gettext("Seluruh kantor")


def duty_words(rows: list[DutyRow]) -> list[dict[str, object]]:
    """Rows as pages show them: the person, the duty and its scope in the visitor's language."""
    titles = (
        {(o.kind, o.key): o.title for o in objects()} if any(r.assignment.object_key for r in rows) else {}
    )
    return [
        {
            "id": row.assignment.id,
            "name": row.account.name,
            "account_id": row.account.id,
            "duty": gettext(DUTY_LABELS[Duty(row.assignment.duty)]),
            "scope": scope_words(row, titles),
            "since": row.assignment.created_at,
        }
        for row in rows
    ]


def _page_url(page: int) -> str:
    asked = request.args
    return url_for(".index", q=asked.get("q") or None, tugas=asked.get("tugas") or None, hal=page)


@blueprint.get("")
def index() -> str:
    """Who has which duty, for what."""
    chosen = request.args.get("tugas", "")
    found = list_duties(
        db.session(),
        search=request.args.get("q", "")[:80],
        duty=Duty(chosen) if chosen in set(Duty) else None,
        page=request.args.get("hal", 1, type=int),
    )
    return render_template(
        "core/duties.html",
        found=found,
        rows=duty_words(found.rows),
        labels={str(duty): gettext(label) for duty, label in DUTY_LABELS.items()},
        chosen=chosen,
        prev_url=_page_url(found.page - 1) if found.page > 1 else None,
        next_url=_page_url(found.page + 1) if found.page < found.pages else None,
    )


@blueprint.get("/baru")
def choose() -> str:
    """Which duty to give; each says what it opens."""
    kinds = [(str(duty), gettext(DUTY_LABELS[duty]), gettext(DUTY_ABOUT[duty])) for duty in Duty]
    return render_template("core/duty_choose.html", kinds=kinds, login=request.args.get("akun", "")[:80])


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
    assignment = db.session.get(DutyAssignment, number)
    if assignment is None:
        raise NotFound
    if request.method == "GET":
        row = DutyRow(assignment, db.session.get_one(Account, assignment.account_id), "")
        return render_template("core/duty_end.html", row=duty_words([row])[0])
    services.end_duty(db.session(), assignment, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Tugas sudah diakhiri."), "success")
    return redirect(url_for(".index"), 303)
