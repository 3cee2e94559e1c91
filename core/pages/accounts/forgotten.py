"""A forgotten password, or none yet: a link by mail where the office has it set up, or a code on paper."""

from flask import Blueprint, current_app, flash, redirect, render_template, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.accounts.attempts import Guess
from core.accounts.one_time import CodePurpose, check_code, find_code, issue_code, use_code
from core.accounts.passwords import waits_for_password
from core.accounts.services import find_account
from core.codes import code_hash
from core.db import db
from core.errors import NotAllowed, RembukError
from core.mail.services import send_mail
from core.pages.accounts.code_forms import (
    ChosenPasswordForm,
    FirstPasswordForm,
    ForgottenForm,
    PrintedCodeForm,
)
from core.pages.rights.consent import consent_notice, remember_consent
from core.web.forms import show_refusal
from core.web.login import count_try, enter, one_try
from core.web.pages import absolute
from core.web.throttle import account_forms

blueprint = Blueprint("forgotten", __name__, url_prefix="/lupa-sandi")
HELD = "one_time_code"


def _mails_go_out() -> bool:
    """A link is only sent to a known address of this site: the one asked for may be somebody else's idea."""
    settings = current_app.config["REMBUK_SETTINGS"]
    return bool(settings.mail_url and settings.base_url)


def _mail_link(login: str) -> None:
    """Where there is such an account with an address; nobody is told whether."""
    account = find_account(db.session(), login)
    if account is None or not account.active or not account.email:
        return
    code = issue_code(db.session(), account, purpose=CodePurpose.MAIL, actor_id=None)
    body = gettext(
        "Halo %(name)s,\n\nbuka tautan ini dalam satu jam untuk membuat kata sandi baru:\n%(link)s\n\n"
        "Bila Anda tidak memintanya, abaikan surel ini: kata sandi Anda tetap sama.",
        name=account.name,
        link=absolute(url_for(".by_mail", token=code)),
    )
    send_mail(db.session(), to=account.email, subject=gettext("Kata sandi baru untuk Rembuk"), body=body)


@blueprint.route("", methods=["GET", "POST"])
@account_forms
def ask() -> str:
    """Ways to a new password; the answer to a name is the same for everybody."""
    form, by_mail = ForgottenForm(), _mails_go_out()
    sent = by_mail and form.validate_on_submit()
    if sent:
        count_try(Guess.MAIL, form.login.data)
        _mail_link(form.login.data)
        db.session.commit()
    return render_template("core/forgotten.html", form=form if by_mail and not sent else None, sent=sent)


@blueprint.route("/kode", methods=["GET", "POST"])
@account_forms
def code() -> str | Response:
    """A code on paper: first whose it is, then the password."""
    form = PrintedCodeForm()
    if form.validate_on_submit():
        try:
            with one_try(Guess.CODE, form.login.data):
                held = check_code(db.session(), login=form.login.data, code=form.code.data)
        except NotAllowed as refusal:
            show_refusal(form.code, refusal)
        else:
            db.session.commit()
            session[HELD] = held
            return redirect(url_for(".choose"), 303)
    return render_template("core/printed_code.html", form=form)


@blueprint.route("/baru", methods=["GET", "POST"])
@account_forms
def choose() -> str | Response:
    """Choose the password, with the code that was just given."""
    return _choose(session.get(HELD, ""))


@blueprint.route("/<string:token>", methods=["GET", "POST"])
@account_forms
def by_mail(token: str) -> str | Response:
    """The link of the mail."""
    return _choose(code_hash(token))


def _choose(held: str) -> str | Response:
    found = find_code(db.session(), held)
    if found is None:
        flash(gettext("Kode ini sudah dipakai atau tidak berlaku lagi. Minta kode yang baru."), "warning")
        return redirect(url_for(".ask"), 303)
    account, first = found[1], waits_for_password(found[1])
    form = FirstPasswordForm() if first else ChosenPasswordForm()
    if form.validate_on_submit():
        try:
            account = use_code(db.session(), held, password=form.password.data)
        except RembukError as refusal:
            db.session.rollback()  # the code stays good for another try
            show_refusal(form.password, refusal)
        else:
            if first:
                remember_consent(account.id)
            session.pop(HELD, None)
            inside = enter(account)
            db.session.commit()
            flash(gettext("Kata sandi baru sudah tersimpan."), "success")
            return redirect(url_for("home.index" if inside else "accounts.second_step"), 303)
    return render_template(
        "core/chosen_password.html", form=form, account=account, first=first, consent_notice=consent_notice()
    )
