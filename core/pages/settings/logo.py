"""The office's logo on the letterhead."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.pages.settings.setting_tabs import tabs
from core.site import change_site
from core.uploads.owners import SITE
from core.uploads.services import delete_uploads, store_upload
from core.web.forms import BaseForm, show_refusal

blueprint = Blueprint("logo", __name__, url_prefix="/kelola/pengaturan/logo")
LOGO = "logo"


class LogoForm(BaseForm):
    """One picture."""

    file = FileField(
        _l("Gambar logo"),
        [FileRequired()],
        description=_l("PNG, JPEG, atau WebP. Logo yang baru menggantikan yang lama."),
        render_kw={"accept": "image/png,image/jpeg,image/webp"},
    )


@blueprint.route("", methods=["GET", "POST"])
def edit() -> str | Response:
    """Set the logo."""
    form = LogoForm()
    if form.validate_on_submit():
        try:
            _store(form.file.data.read(), form.file.data.filename or "")
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.file, refusal)
        else:
            db.session.commit()
            flash(gettext("Logo sudah disimpan."), "success")
            return redirect(url_for("settings.edit", _anchor="kop"), 303)
    return render_template("core/settings_logo.html", form=form, tabs=tabs())


def _store(content: bytes, filename: str) -> None:
    upload = store_upload(
        db.session(),
        content=content,
        filename=filename,
        owner_kind=SITE,
        owner_key=LOGO,
        actor_id=current_user.id,
        replace=True,
    )
    change_site(db.session(), {LOGO: upload.key}, actor_id=current_user.id)


@blueprint.route("/hapus", methods=["GET", "POST"])
def remove() -> str | Response:
    """Do without a logo, after asking once more."""
    if request.method == "GET":
        return render_template("core/settings_logo_remove.html")
    change_site(db.session(), {LOGO: ""}, actor_id=current_user.id)
    delete_uploads(db.session(), owner_kind=SITE, owner_key=LOGO, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Logo sudah dihapus."), "success")
    return redirect(url_for("settings.edit", _anchor="kop"), 303)
