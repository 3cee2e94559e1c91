"""One's own second step: set it up with an app, take fresh recovery codes, switch it off."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.accounts.attempts import Guess
from core.accounts.models import Account
from core.accounts.second_factor import (
    app_address,
    begin_second_factor,
    confirm_second_factor,
    has_second_factor,
    must_have_second_factor,
    new_recovery_codes,
    pending_secret,
    recovery_codes_left,
    turn_off_second_factor,
)
from core.db import db
from core.errors import RembukError
from core.pages.accounts.account_forms import ConfirmForm
from core.pages.accounts.code_forms import AppCodeForm
from core.pages.accounts.own_account import own_account
from core.policy import Role
from core.web.forms import show_refusal
from core.web.login import check_own_password, one_try, server_secret
from core.web.pages import site
from core.web.qr import qr_picture
from core.web.throttle import account_forms

blueprint = Blueprint("second_step", __name__, url_prefix="/akun/dua-langkah")


@blueprint.get("")
def show() -> str:
    """Whether it is on, and what can be done."""
    account = own_account()
    return render_template(
        "core/second_step.html",
        on=has_second_factor(db.session(), account.id),
        duty=must_have_second_factor(db.session(), Role(account.role)),
        left=recovery_codes_left(db.session(), account.id),
    )


@blueprint.route("/pasang", methods=["GET", "POST"])
@account_forms
def set_up() -> str | Response:
    """First the password, then the picture for the app and a code of it."""
    account = own_account()
    if has_second_factor(db.session(), account.id):
        return redirect(url_for(".show"), 303)
    shared = pending_secret(db.session(), account.id, secret=server_secret())
    return _confirm(account, shared) if shared else _begin(account)


def _begin(account: Account) -> str | Response:
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            check_own_password(account, form.present.data)
            begin_second_factor(db.session(), account, secret=server_secret())
        except RembukError as refusal:
            show_refusal(form.present, refusal)
        else:
            db.session.commit()
            return redirect(url_for(".set_up"), 303)
    return render_template("core/second_step_begin.html", form=form)


def _confirm(account: Account, shared: str) -> str:
    form = AppCodeForm()
    if form.validate_on_submit():
        try:
            with one_try(Guess.SECOND_STEP, str(account.id), writes=True):
                codes = confirm_second_factor(
                    db.session(), account, code=form.code.data, secret=server_secret()
                )
        except RembukError as refusal:
            show_refusal(form.code, refusal)
        else:
            db.session.commit()
            return render_template("core/recovery_codes.html", codes=codes, fresh=True)
    address = app_address(account, shared, issuer=site().name)
    by_hand = " ".join(shared[start : start + 4] for start in range(0, len(shared), 4))
    return render_template(
        "core/second_step_confirm.html", form=form, picture=qr_picture(address), by_hand=by_hand
    )


@blueprint.route("/kode-cadangan", methods=["GET", "POST"])
@account_forms
def recovery() -> str | Response:
    """Ten fresh recovery codes; the ones before stop working."""
    account, form = own_account(), ConfirmForm()
    if not has_second_factor(db.session(), account.id):
        return redirect(url_for(".show"), 303)
    if form.validate_on_submit():
        try:
            check_own_password(account, form.present.data)
            codes = new_recovery_codes(db.session(), account)
        except RembukError as refusal:
            show_refusal(form.present, refusal)
        else:
            db.session.commit()
            return render_template("core/recovery_codes.html", codes=codes, fresh=False)
    return render_template("core/second_step_recovery.html", form=form)


@blueprint.route("/matikan", methods=["GET", "POST"])
@account_forms
def turn_off() -> str | Response:
    """Switch it off; asks for the password."""
    account, form = own_account(), ConfirmForm()
    if not has_second_factor(db.session(), account.id):
        return redirect(url_for(".show"), 303)
    if form.validate_on_submit():
        try:
            check_own_password(account, form.present.data)
            turn_off_second_factor(db.session(), account, password=form.present.data)
        except RembukError as refusal:
            show_refusal(form.present, refusal)
        else:
            db.session.commit()
            flash(gettext("Kode dua langkah sudah dimatikan."), "success")
            return redirect(url_for(".show"), 303)
    return render_template("core/second_step_off.html", form=form)
