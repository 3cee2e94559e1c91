"""The holder of an account sees what is kept, takes it along, takes back consent, or has it erased."""

import json

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from core.accounts.passwords import password_fits
from core.base import utc_now
from core.db import db
from core.errors import N_, NotAllowed, RembukError
from core.keeping import PersonalData
from core.pages.accounts.own_account import own_account
from core.pages.rights.audit_words import action_words, fact_words, sentence
from core.pages.rights.consent import ConsentForm, consent_notice
from core.rights import own_data, services
from core.rights.audit_queries import Wanted, list_events
from core.rights.erasing import ErasureReason, erase_account
from core.web.forms import BaseForm, show_refusal
from core.web.i18n import language
from core.web.login import log_out
from core.web.pages import slices
from core.web.throttle import account_forms

blueprint = Blueprint("own_data", __name__, url_prefix="/akun")


class PasswordForm(BaseForm):
    """What weighs asks for the password: a phone left open is not enough."""

    present = PasswordField(
        _l("Kata sandi Anda"),
        [InputRequired(), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )

    def require(self) -> None:
        """Refuse unless the password is the account's."""
        if not password_fits(own_account(), self.present.data):
            raise NotAllowed(N_("Kata sandi tidak cocok. Periksa lagi, lalu coba sekali lagi."))


def providers() -> tuple[PersonalData, ...]:
    """Whoever keeps something about people."""
    return tuple(data for s in slices() for data in s.personal_data)


@blueprint.get("/data")
def show() -> str:
    """In short: what is kept, what was agreed to, and what one may do about it."""
    account = own_account()
    kept = own_data.summary(db.session(), account.id, providers())
    return render_template(
        "core/own_data.html",
        account=account,
        kept=[(gettext(k.label), k.count) for k in kept],
        consents=services.consents_of(db.session(), account.id),
    )


@blueprint.get("/data.json")
def download() -> Response:
    """Everything, in a form that other programs read."""
    account = own_account()
    data = {
        "account": account.id,
        "made_at": utc_now().isoformat(),
        **own_data.collect_all(db.session(), account.id, providers()),
    }
    return Response(
        json.dumps(data, ensure_ascii=False, indent=2),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="data-saya.json"'},
    )


@blueprint.get("/riwayat")
def history() -> str:
    """The processing log: what the account did, and what was done to it."""
    account_id = current_user.id
    page = request.args.get("hal", 1, type=int)
    found = list_events(db.session(), Wanted(concerns=account_id), page=page)
    words, lines = action_words(), []
    for event in found.rows:
        own = event.actor is not None and event.actor.id == account_id
        said = sentence(event.without_name(), words)
        told = f"{gettext('Anda')} {words.get(event.action, event.action)}" if own else said
        lines.append((event, told, fact_words(event)))
    return render_template(
        "core/own_history.html",
        lines=lines,
        found=found,
        prev_url=url_for(".history", hal=found.page - 1) if found.page > 1 else None,
        next_url=url_for(".history", hal=found.page + 1) if found.page < found.pages else None,
    )


@blueprint.route("/persetujuan/tarik", methods=["GET", "POST"])
@account_forms
def withdraw() -> str | Response:
    """Take consent back: explained, then confirmed with the password."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            form.require()
            services.withdraw_consent(db.session(), own_account(), actor_id=current_user.id)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.present, refusal)
        else:
            db.session.commit()
            flash(gettext("Persetujuan Anda sudah ditarik. Data Anda tidak diproses lagi."), "success")
            return redirect(url_for(".show"), 303)
    return render_template("core/consent_withdraw.html", form=form)


@blueprint.route("/persetujuan", methods=["GET", "POST"])
def consent() -> str | Response:
    """Agree, or agree again."""
    form = ConsentForm()
    if form.validate_on_submit():
        services.give_consent_again(db.session(), own_account(), text=consent_notice(), lang=language())
        db.session.commit()
        flash(gettext("Terima kasih. Persetujuan Anda sudah dicatat."), "success")
        return redirect(url_for(".show"), 303)
    return render_template("core/consent_give.html", form=form, notice_text=consent_notice())


@blueprint.route("/hapus", methods=["GET", "POST"])
@account_forms
def erase() -> str | Response:
    """Erase one's own account: explained, then confirmed with the password."""
    form, account = PasswordForm(), own_account()
    if form.validate_on_submit():
        try:
            form.require()
            erase_account(
                db.session(), account, providers=providers(), reason=ErasureReason.SELF, actor_id=account.id
            )
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.present, refusal)
        else:
            log_out(current_user)
            db.session.commit()
            flash(gettext("Akun dan data Anda sudah dihapus."), "success")
            return redirect(url_for("home.index"), 303)
    return render_template("core/own_erase.html", form=form)
