"""The page of one's own registration: by the personal code, or from "Workshop saya" with an account."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from core.base import utc_now
from core.db import db
from core.errors import N_, Invalid, RembukError
from core.web.csrf import stateless_token
from core.web.server import secret
from forum.seats import codes, offering, panels, queries, services
from forum.seats.enums import ACT_LABELS, BY_LABELS, REGISTRATION_LABELS
from forum.seats.models import Registration
from forum.seats.views.common import Asked, account_id, asked_to_change, words
from forum.workshops.enums import RULE_LABELS

blueprint = Blueprint("own_registrations", __name__)

ACTIONS: dict[str, Callable[..., None]] = {
    "pastikan": services.confirm,
    "batal": services.cancel,
    "terima": offering.accept_offer,
    "tolak": offering.decline_offer,
    "daftar-lagi": services.rejoin,
}
SAID = {
    "pastikan": N_("Terima kasih, kehadiran Anda sudah dicatat."),
    "batal": N_("Pendaftaran Anda sudah dibatalkan."),
    "terima": N_("Tempat itu sekarang milik Anda."),
    "tolak": N_("Anda menolak tawaran. Tempatnya ditawarkan kepada orang berikutnya."),
    "daftar-lagi": N_("Anda sudah mendaftar lagi."),
}
LABELS = {"states": REGISTRATION_LABELS, "acts": ACT_LABELS, "actors": BY_LABELS, "rules": RULE_LABELS}


@dataclass(frozen=True)
class Here:
    """The addresses and the token of the page, which depend on how one came in."""

    url: str
    change_url: str
    token: str
    code: str = ""


def _with_code(registration: Registration) -> Here:
    """The token belongs to the address that the page's form is sent to, however the code was typed."""
    code = codes.code_of(registration.key, secret=secret())
    url = url_for(".by_code", code=code)
    change_url = url_for(".change_by_code", code=code)
    changing = request.endpoint == f"{blueprint.name}.change_by_code"
    return Here(url, change_url, stateless_token(change_url if changing else url), code)


def _with_account(registration: Registration) -> Here:
    key = registration.key
    return Here(url_for(".show", key=key), url_for(".change", key=key), generate_csrf())


@blueprint.get("/workshop/saya")
def index() -> str:
    """What the account has registered for."""
    rows = queries.own(db.session(), current_user.id)
    return render_template("forum/seats/mine.html", rows=rows, **LABELS)


@blueprint.route("/pendaftaran/<string:code>", methods=["GET", "POST"])
def by_code(code: str) -> str | Response | tuple[str, int]:
    """With the personal code, also without an account."""
    registration = queries.by_code(db.session(), code)
    return _page(registration, _with_code(registration))


@blueprint.route("/workshop/saya/<string:key>", methods=["GET", "POST"])
def show(key: str) -> str | Response | tuple[str, int]:
    """With the account that registered."""
    registration = queries.own_one(db.session(), current_user.id, key)
    return _page(registration, _with_account(registration))


@blueprint.route("/pendaftaran/<string:code>/ubah", methods=["GET", "POST"])
def change_by_code(code: str) -> str | Response | tuple[str, int]:
    """Correct what was written, with the personal code."""
    registration = queries.by_code(db.session(), code)
    return _change(registration, _with_code(registration))


@blueprint.route("/workshop/saya/<string:key>/ubah", methods=["GET", "POST"])
def change(key: str) -> str | Response | tuple[str, int]:
    """Correct what was written, with the account."""
    registration = queries.own_one(db.session(), current_user.id, key)
    return _change(registration, _with_account(registration))


def _page(registration: Registration, here: Here) -> str | Response | tuple[str, int]:
    """Show it, or take the step whose button was pressed."""
    if request.method == "GET":
        return _shown(registration, here)
    number = registration.id
    try:
        action = request.form.get("aksi", "")
        if action not in ACTIONS:
            raise Invalid(N_("Tombol itu tidak dikenal. Muat ulang halamannya."))
        ACTIONS[action](db.session(), registration, now=utc_now(), actor_id=account_id())
        db.session.commit()
    except RembukError as refusal:
        db.session.rollback()
        known = db.session.get_one(Registration, number)
        return _shown(known, here, words(refusal)), refusal.status
    if not here.code:  # a flash needs a session, which pages with a code do not make
        flash(gettext(SAID[action]), "success")
    return redirect(here.url, 303)


def _shown(registration: Registration, here: Here, refusal: str = "") -> str:
    return render_template(
        "forum/seats/own.html",
        registration=registration,
        workshop=registration.workshop,
        here=here,
        refusal=refusal,
        place=queries.place_of(db.session(), registration),
        boxes=panels.own(registration),
        serving=registration.workshop.state in {"open", "closed"},
        **LABELS,
    )


def _change(registration: Registration, here: Here) -> str | Response | tuple[str, int]:
    asked, refusal, status = asked_to_change(registration), "", 200
    if request.method == "POST" and asked.read():
        try:
            services.change(
                db.session(),
                registration,
                applicant=asked.person.applicant(None),
                answers=asked.answers(),
                actor_id=account_id(),
            )
            db.session.commit()
            return redirect(here.url, 303)
        except RembukError as error:
            db.session.rollback()
            refusal, status = words(error), error.status
    elif request.method == "POST":
        status = 422
    return _form(registration, here, asked, refusal), status


def _form(registration: Registration, here: Here, asked: Asked, refusal: str) -> str:
    return render_template(
        "forum/seats/change.html",
        registration=registration,
        workshop=registration.workshop,
        here=here,
        asked=asked,
        refusal=refusal,
    )
