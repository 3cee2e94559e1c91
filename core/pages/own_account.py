"""One's own account: who one is here, the password, all sessions."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.accounts import services
from core.accounts.enums import ROLE_LABELS
from core.accounts.models import Account
from core.db import db
from core.errors import RembukError
from core.pages.account_forms import OwnPasswordForm
from core.policy import Role
from core.units.models import Unit
from core.web.forms import show_refusal
from core.web.login import log_in
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
    )


@blueprint.route("/sandi", methods=["GET", "POST"])
@account_forms
def password() -> str | Response:
    """Change the password; every other browser is logged out."""
    form = OwnPasswordForm()
    if form.validate_on_submit():
        account = own_account()
        try:
            services.change_own_password(
                db.session(), account, present=form.present.data, password=form.password.data
            )
        except RembukError as refusal:
            show_refusal(form.present, refusal)
        else:
            log_in(account)
            db.session.commit()
            flash(gettext("Kata sandi sudah diganti. Perangkat lain sudah dikeluarkan."), "success")
            return redirect(url_for(".show"), 303)
    return render_template("core/own_password.html", form=form)


@blueprint.post("/keluar-semua")
def logout_everywhere() -> Response:
    """End every session, this one too."""
    services.log_out_everywhere(db.session(), own_account(), actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Anda sudah keluar dari semua perangkat."), "success")
    return redirect(url_for("accounts.login"), 303)
