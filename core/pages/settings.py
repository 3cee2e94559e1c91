"""What the office calls itself."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from core.db import db
from core.site import change_site, site_values
from core.web.forms import BaseForm

blueprint = Blueprint("settings", __name__)
NAMES = ("office_id", "office_en", "region_id", "region_en")


class SiteForm(BaseForm):
    """Names of office and region."""

    office_id = StringField(
        _l("Nama kantor"),
        [DataRequired(), Length(max=160)],
        description=_l("Tampil di setiap halaman dan cetakan."),
    )
    office_en = StringField(_l("Nama kantor dalam bahasa Inggris"), [Length(max=160)])
    region_id = StringField(
        _l("Wilayah"), [Length(max=160)], description=_l("Misalnya nama kota atau kabupaten.")
    )
    region_en = StringField(_l("Wilayah dalam bahasa Inggris"), [Length(max=160)])


@blueprint.route("/kelola/pengaturan", methods=["GET", "POST"])
def edit() -> str | Response:
    """Change the names."""
    form = SiteForm(data=site_values(db.session()))
    if form.validate_on_submit():
        change_site(
            db.session(), {name: (form[name].data or "").strip() for name in NAMES}, actor_id=current_user.id
        )
        db.session.commit()
        flash(gettext("Perubahan sudah disimpan."), "success")
        return redirect(url_for(".edit"), 303)
    return render_template("core/settings.html", form=form)
