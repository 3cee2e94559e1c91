"""Log in, log out, make an account, set up the first administrator."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.accounts import services
from core.accounts.attempts import Guess
from core.accounts.invitations import (
    Registration,
    accept_invitation,
    find_invitation,
    registration,
)
from core.accounts.models import Account
from core.accounts.second_factor import pass_second_step
from core.base import utc_now
from core.db import db
from core.errors import Closed, NotAllowed, RembukError
from core.pages.accounts.account_forms import LoginForm, OwnAccountForm
from core.pages.accounts.code_forms import SecondStepForm
from core.pages.rights.consent import consent_notice, remember_consent
from core.web.forms import show_refusal
from core.web.guard import safe_next
from core.web.login import check_password, enter, half_way, log_in, log_out, one_try, server_secret
from core.web.pages import date_time
from core.web.throttle import account_forms

blueprint = Blueprint("accounts", __name__)
TOLD_FOR = timedelta(days=30)


def tell_of_printed_code(account: Account) -> None:
    """Say at login that a printed code set the password: its owner knows whether that was them."""
    used = account.code_used_at
    if used is not None and used > utc_now() - TOLD_FOR:
        told = gettext(
            "Pada %(time)s, kata sandi akun ini diganti dengan kode yang dicetak kantor. "
            "Bila itu bukan Anda, ganti kata sandi sekarang dan beri tahu administrator.",
            time=date_time(used),
        )
        flash(told, "warning")


@blueprint.route("/masuk", methods=["GET", "POST"])
@account_forms
def login() -> str | Response:
    """Log in and go where the visitor wanted to go."""
    form, target = LoginForm(), request.args.get("next")
    if form.validate_on_submit():
        try:
            account = check_password(form.login.data, form.password.data)
        except NotAllowed as refusal:
            show_refusal(form.login, refusal)
        else:
            inside = enter(account)
            if inside:
                tell_of_printed_code(account)
            db.session.commit()
            return redirect(safe_next(target) if inside else url_for(".second_step", next=target), 303)
    return render_template("core/login.html", form=form)


@blueprint.route("/masuk/kode", methods=["GET", "POST"])
@account_forms
def second_step() -> str | Response:
    """The second step, for accounts that have one."""
    account, form, target = half_way(), SecondStepForm(), request.args.get("next")
    if account is None:
        return redirect(url_for(".login", next=target), 303)
    if form.validate_on_submit():
        try:
            with one_try(Guess.SECOND_STEP, str(account.id), writes=True):
                pass_second_step(db.session(), account, code=form.code.data, secret=server_secret())
        except NotAllowed as refusal:
            show_refusal(form.code, refusal)
        else:
            log_in(account)
            tell_of_printed_code(account)
            db.session.commit()
            return redirect(safe_next(target), 303)
    return render_template("core/second_step_login.html", form=form)


@blueprint.post("/keluar")
def logout() -> Response:
    """End this browser's session."""
    log_out(current_user)
    db.session.commit()
    flash(gettext("Anda sudah keluar."))
    return redirect(url_for("home.index"), 303)


@blueprint.route("/buat-akun", methods=["GET", "POST"])
@account_forms
def register() -> str | Response:
    """A citizen makes an account, where the office lets everybody do so."""
    state = registration(db.session())
    if state != Registration.OPEN:
        return render_template("core/register_closed.html", by_invitation=state == Registration.INVITATION)
    form = OwnAccountForm()
    if form.validate_on_submit():
        try:
            account = services.create_account(
                db.session(), login=form.login.data, name=form.name.data, password=form.password.data
            )
        except RembukError as refusal:
            show_refusal(form.login, refusal)
        else:
            remember_consent(account.id)
            log_in(account)
            db.session.commit()
            flash(gettext("Akun Anda sudah dibuat."), "success")
            return redirect(safe_next(request.args.get("next")), 303)
    return render_template("core/register.html", form=form, consent_notice=consent_notice())


@blueprint.route("/buat-akun/<string:token>", methods=["GET", "POST"])
@account_forms
def invited(token: str) -> str | Response:
    """Somebody makes an account with an invitation."""
    invitation = find_invitation(db.session(), token)
    if invitation is None:
        raise NotFound
    form = OwnAccountForm()
    if form.validate_on_submit():
        told = {"login": form.login.data, "name": form.name.data, "password": form.password.data}
        try:
            account = accept_invitation(db.session(), invitation, **told)
        except RembukError as refusal:
            db.session.rollback()  # the seat is free again
            if isinstance(refusal, Closed):
                raise
            show_refusal(form.login, refusal)
        else:
            remember_consent(account.id)
            log_in(account)
            db.session.commit()
            flash(gettext("Akun Anda sudah dibuat."), "success")
            return redirect(url_for("home.index"), 303)
    over = invitation.is_over() or registration(db.session()) == Registration.CLOSED
    return render_template("core/invited.html", form=form, over=over, consent_notice=consent_notice())


@blueprint.route("/mulai/<string:token>", methods=["GET", "POST"])
def setup(token: str) -> str | Response:
    """The one-time link printed at the first start makes the administrator."""
    if not services.is_setup_link(db.session(), token):
        raise NotFound
    form = OwnAccountForm()
    if form.validate_on_submit():
        try:
            account = services.use_setup_link(
                db.session(),
                token=token,
                login=form.login.data,
                name=form.name.data,
                password=form.password.data,
            )
        except RembukError as refusal:
            db.session.rollback()  # the link stays good for another try
            show_refusal(form.login, refusal)
        else:
            remember_consent(account.id)
            log_in(account)
            db.session.commit()
            return redirect(url_for("first_steps.index"), 303)
    return render_template("core/setup.html", form=form, consent_notice=consent_notice())
