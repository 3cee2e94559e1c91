"""One's own account: who one is here, the password, the address, all devices."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.accounts import services, sessions
from core.accounts.enums import ROLE_LABELS
from core.accounts.models import Account
from core.accounts.second_factor import has_second_factor
from core.db import db
from core.duties.queries import duties_of
from core.errors import NotAllowed, RembukError
from core.pages.accounts.account_forms import EmailForm, OwnPasswordForm
from core.pages.duties.duty_words import duty_words
from core.policy import Role
from core.units.models import Unit
from core.web.devices import device_label
from core.web.forms import show_refusal
from core.web.login import check_own_password, log_in
from core.web.throttle import account_forms

blueprint = Blueprint("own_account", __name__, url_prefix="/akun")


def own_account() -> Account:
    """The row of who is logged in."""
    return db.session().get_one(Account, current_user.id)


@blueprint.get("")
def show() -> str:
    """Name, login, role, unit."""
    account = own_account()
    unit = db.session().get(Unit, account.unit_id) if account.unit_id else None
    return render_template(
        "core/own_account.html",
        account=account,
        role=gettext(ROLE_LABELS[Role(account.role)]),
        unit=unit.name if unit else "",
        second_step=has_second_factor(db.session(), account.id),
        duties=duty_words(duties_of(db.session(), account.id)),
    )


def _show(form: OwnPasswordForm, refusal: RembukError) -> None:
    """At the field that is wrong: the present password is not allowed, the new one not valid."""
    db.session.rollback()
    show_refusal(form.present if isinstance(refusal, NotAllowed) else form.password, refusal)


@blueprint.route("/sandi", methods=["GET", "POST"])
@account_forms
def password() -> str | Response:
    """Change the password; every other browser is logged out."""
    form = OwnPasswordForm()
    if form.validate_on_submit():
        account = own_account()
        try:
            check_own_password(account, form.present.data)
            services.change_password(db.session(), account, password=form.password.data, actor_id=account.id)
        except RembukError as refusal:
            _show(form, refusal)
        else:
            log_in(account)
            db.session.commit()
            flash(gettext("Kata sandi sudah diganti. Perangkat lain sudah dikeluarkan."), "success")
            return redirect(url_for(".show"), 303)
    return render_template("core/own_password.html", form=form)


@blueprint.route("/surel", methods=["GET", "POST"])
@account_forms
def email() -> str | Response:
    """Change one's address, or take it away."""
    account = own_account()
    form = EmailForm(email=account.email)
    if form.validate_on_submit():
        try:
            check_own_password(account, form.present.data)
            services.change_email(db.session(), account, email=form.email.data, actor_id=account.id)
        except RembukError as refusal:
            show_refusal(form.present if isinstance(refusal, NotAllowed) else form.email, refusal)
        else:
            db.session.commit()
            flash(gettext("Alamat surel sudah disimpan."), "success")
            return redirect(url_for(".show"), 303)
    return render_template("core/own_email.html", form=form)


@blueprint.get("/perangkat")
def devices() -> str:
    """Where the account is logged in."""
    here = sessions.token_hash(current_user.token)
    rows = [
        {
            "key": held.token_hash[: sessions.KEY_LENGTH],
            "device": device_label(held.device),
            "since": held.created_at,
            "here": held.token_hash == here,
        }
        for held in sessions.sessions_of(db.session(), current_user.id)
    ]
    return render_template("core/devices.html", rows=rows)


@blueprint.post("/perangkat/<string:key>/akhiri")
def end_device(key: str) -> Response:
    """Log one device out."""
    sessions.end_one_session(db.session(), own_account(), key=key, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Perangkat itu sudah dikeluarkan."), "success")
    return redirect(url_for(".devices"), 303)


@blueprint.post("/keluar-semua")
def logout_everywhere() -> Response:
    """End every session, this one too."""
    sessions.log_out_everywhere(db.session(), own_account(), actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Anda sudah keluar dari semua perangkat."), "success")
    return redirect(url_for("accounts.login"), 303)
