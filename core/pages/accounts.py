"""Log in, log out, make an account, set up the first administrator."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.accounts import services
from core.db import db
from core.errors import RembukError
from core.pages.account_forms import LoginForm, NewAccountForm
from core.web.forms import show_refusal
from core.web.guard import safe_next
from core.web.login import check_password, log_in, log_out
from core.web.throttle import account_forms, failed_logins

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/masuk", methods=["GET", "POST"])
@failed_logins
@account_forms
def login() -> str | Response:
    """Log in and go where the visitor wanted to go."""
    form = LoginForm()
    if form.validate_on_submit():
        try:
            account = check_password(form.login.data, form.password.data)
        except RembukError as refusal:
            show_refusal(form.login, refusal)
        else:
            log_in(account)
            db.session.commit()
            return redirect(safe_next(request.args.get("next")), 303)
    return render_template("core/login.html", form=form)


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
    """A citizen makes an account."""
    form = NewAccountForm()
    if form.validate_on_submit():
        try:
            account = services.create_account(
                db.session(), login=form.login.data, name=form.name.data, password=form.password.data
            )
        except RembukError as refusal:
            show_refusal(form.login, refusal)
        else:
            log_in(account)
            db.session.commit()
            flash(gettext("Akun Anda sudah dibuat."), "success")
            return redirect(safe_next(request.args.get("next")), 303)
    return render_template("core/register.html", form=form)


@blueprint.route("/mulai/<string:token>", methods=["GET", "POST"])
def setup(token: str) -> str | Response:
    """The one-time link printed at the first start makes the administrator."""
    if not services.is_setup_link(db.session(), token):
        raise NotFound
    form = NewAccountForm()
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
            log_in(account)
            db.session.commit()
            return redirect(url_for("manage.start"), 303)
    return render_template("core/setup.html", form=form)
