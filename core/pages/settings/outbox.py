"""The outbox: mails that wait, went out, failed, or were handed on by a person."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.db import db
from core.errors import N_
from core.mail import services
from core.mail.models import STATE_LABELS, Mail, MailState
from core.mail.queries import list_mails

blueprint = Blueprint("outbox", __name__, url_prefix="/kelola/surat-keluar")
PILLS = {"waiting": "info", "sent": "ok", "failed": "bad", "handed": "ok"}

REASONS = {
    "SMTPRecipientsRefused": N_("Server menolak alamat penerima."),
    "SMTPSenderRefused": N_("Server menolak alamat pengirim."),
    "SMTPAuthenticationError": N_("Server menolak nama pengguna atau kata sandi."),
    "SSLCertVerificationError": N_("Sertifikat server tidak dapat dipercaya."),
    "ConnectionRefusedError": N_("Server surel tidak dapat dihubungi."),
    "TimeoutError": N_("Server surel tidak dapat dihubungi."),
    "gaierror": N_("Nama server surel tidak ditemukan."),
    "Invalid": N_("Pengaturan server surel keliru."),
}
OTHER_REASON = N_("Pengiriman gagal (%(error)s).")


def load(number: int) -> Mail:
    """The mail at this address."""
    mail = db.session().get(Mail, number)
    if mail is None or mail.private:
        raise NotFound
    return mail


def state_names() -> dict[str, str]:
    """State -> its name in the visitor's language."""
    return {str(state): gettext(label) for state, label in STATE_LABELS.items()}


@blueprint.get("")
def index() -> str:
    """The mails, the newest first."""
    chosen = request.args.get("keadaan", "")
    state = MailState(chosen) if chosen in set(MailState) else None
    found = list_mails(db.session(), state=state, page=request.args.get("hal", 1, type=int))

    def page_url(page: int) -> str | None:
        return url_for(".index", keadaan=state, hal=page) if 1 <= page <= found.pages else None

    return render_template(
        "core/outbox.html",
        found=found,
        states=state_names(),
        pills=PILLS,
        chosen=state,
        prev_url=page_url(found.page - 1),
        next_url=page_url(found.page + 1),
    )


@blueprint.get("/<int:number>")
def show(number: int) -> str:
    """One mail, with its text as long as it has not arrived."""
    mail = load(number)
    return render_template(
        "core/outbox_mail.html",
        mail=mail,
        states=state_names(),
        reason=gettext(REASONS.get(mail.error, OTHER_REASON), error=mail.error) if mail.error else "",
        server=current_app.config["REMBUK_SETTINGS"].mail_url,
    )


@blueprint.post("/<int:number>/disampaikan")
def hand_on(number: int) -> Response:
    """A person brought it to its reader."""
    services.hand_on(db.session(), load(number), actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Surel ditandai sudah disampaikan; isinya dihapus."), "success")
    return redirect(url_for(".show", number=number), 303)


@blueprint.post("/<int:number>/kirim-lagi")
def send_again(number: int) -> Response:
    """Try once more."""
    services.send_again(db.session(), load(number), actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Surel akan dicoba dikirim lagi."), "success")
    return redirect(url_for(".show", number=number), 303)


@blueprint.route("/<int:number>/batalkan", methods=["GET", "POST"])
def cancel(number: int) -> str | Response:
    """Take a mail back, after asking once more."""
    mail = load(number)
    if request.method == "GET":
        return render_template("core/outbox_cancel.html", mail=mail)
    services.cancel(db.session(), mail, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Surel dibatalkan dan dihapus."), "success")
    return redirect(url_for(".index"), 303)
