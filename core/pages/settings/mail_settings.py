"""Whether mails go out, and a test mail."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db, stop_writing, write_from_here
from core.errors import RembukError
from core.mail.queries import count_by_state
from core.mail.server import MailServer, parse_mail_url
from core.mail.trial import Outcome, note_trial, try_out
from core.pages.settings.setting_forms import TrialMailForm
from core.pages.settings.setting_tabs import tabs
from core.site import change_site, site_values

blueprint = Blueprint("mail_settings", __name__, url_prefix="/kelola/pengaturan/surel")


def _server() -> tuple[MailServer | None, str]:
    """The server of the settings; without one, why: nothing, or what is wrong with the setting."""
    url = current_app.config["REMBUK_SETTINGS"].mail_url
    try:
        return (parse_mail_url(url), "") if url else (None, "")
    except RembukError as refusal:
        return None, gettext(refusal.message)


def _try_out(server: MailServer, to_address: str) -> Outcome:
    """A slow mail server must not hold the lock of the database."""
    stop_writing()
    db.session.rollback()
    outcome = try_out(server, to_address)
    write_from_here()
    return outcome


@blueprint.route("", methods=["GET", "POST"])
def show() -> str:
    """The state of the mail server; a test mail, with what the server answered."""
    server, problem = _server()
    form, outcome, actor_id = TrialMailForm(), None, current_user.id
    if server is not None and form.validate_on_submit():
        outcome = _try_out(server, form.address.data.strip())
        note_trial(db.session(), outcome, actor_id=actor_id)
        db.session.commit()
    return render_template(
        "core/settings_mail.html",
        form=form,
        outcome=outcome,
        server=server,
        problem=problem,
        counts=count_by_state(db.session()),
        by_hand=site_values(db.session()).get("mail_by_hand") == "1",
        tabs=tabs(),
    )


@blueprint.post("/tanpa-server")
def by_hand() -> Response:
    """The office brings its mails to their readers itself, and knows it."""
    change_site(db.session(), {"mail_by_hand": "1"}, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Dicatat. Buka Surel keluar secara berkala."), "success")
    return redirect(url_for(".show"), 303)
