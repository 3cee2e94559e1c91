"""An administrator erases somebody's account, on request or because it has no purpose any more."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.validators import InputRequired

from core.db import db
from core.errors import RembukError
from core.pages.accounts.manage_accounts import load
from core.pages.rights.own_data import providers
from core.rights.erasing import REASON_LABELS, ErasureReason, erase_account
from core.web.forms import BaseForm, show_refusal

blueprint = Blueprint("manage_erasure", __name__, url_prefix="/kelola/akun")


class ErasureForm(BaseForm):
    """Why the account goes."""

    reason = SelectField(_l("Alasan"), [InputRequired()])

    def offer(self) -> None:
        """Fill in the reasons."""
        self.reason.choices = [(str(reason), gettext(label)) for reason, label in REASON_LABELS.items()]


@blueprint.route("/<int:account_id>/hapus", methods=["GET", "POST"])
def erase(account_id: int) -> str | Response:
    """Explained, then confirmed with a reason."""
    account, form = load(account_id), ErasureForm()
    form.offer()
    if form.validate_on_submit():
        reason = ErasureReason(form.reason.data)
        try:
            erase_account(
                db.session(), account, providers=providers(), reason=reason, actor_id=current_user.id
            )
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.reason, refusal)
        else:
            db.session.commit()
            flash(gettext("Akun itu sudah dihapus."), "success")
            return redirect(url_for("manage_accounts.index"), 303)
    return render_template("core/account_erase.html", account=account, form=form)
