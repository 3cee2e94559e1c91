"""What the administrator sets for the whole installation, one short page per subject."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.pages.settings.setting_forms import (
    LanguagesForm,
    OfficeForm,
    RegistrationForm,
    SecurityForm,
    SettingForm,
)
from core.pages.settings.setting_tabs import tabs
from core.site import change_site, site_values

blueprint = Blueprint("settings", __name__, url_prefix="/kelola/pengaturan")


def _edit(form: SettingForm, template: str, endpoint: str) -> str | Response:
    """Show the form, or keep what was sent."""
    if form.validate_on_submit():
        change_site(db.session(), form.values(), actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Perubahan sudah disimpan."), "success")
        return redirect(url_for(endpoint), 303)
    return render_template(template, form=form, tabs=tabs())


@blueprint.route("", methods=["GET", "POST"])
def edit() -> str | Response:
    """Names of office and region, and the letterhead."""
    return _edit(OfficeForm(data=site_values(db.session())), "core/settings.html", ".edit")


@blueprint.route("/bahasa", methods=["GET", "POST"])
def languages() -> str | Response:
    """Which languages are on offer."""
    form = LanguagesForm(data=site_values(db.session()))
    return _edit(form, "core/settings_languages.html", ".languages")


@blueprint.route("/pembuatan-akun", methods=["GET", "POST"])
def registration() -> str | Response:
    """Who may make an account."""
    form = RegistrationForm(data=site_values(db.session()))
    return _edit(form, "core/settings_registration.html", ".registration")


@blueprint.route("/keamanan", methods=["GET", "POST"])
def security() -> str | Response:
    """Whether the strong roles need a second factor."""
    form = SecurityForm(data=site_values(db.session()))
    return _edit(form, "core/settings_security.html", ".security")
