"""How those who act for the office are called, and who they are today."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from core.db import db
from core.errors import RembukError
from core.pages.settings.setting_tabs import tabs
from core.staff import queries, titles
from core.staff.enums import TITLE_ROLES, TitleKey
from core.web.forms import BaseForm, show_refusal
from core.web.server import secret

blueprint = Blueprint("titles", __name__, url_prefix="/kelola/pejabat")


class TitleForm(BaseForm):
    """What somebody is called, and who it is."""

    title_id = StringField(
        _l("Sebutan"),
        [DataRequired(), Length(max=160)],
        description=_l("Seperti tertulis di surat dan cetakan."),
    )
    title_en = StringField(_l("Sebutan dalam bahasa Inggris"), [Length(max=160)])
    person = StringField(
        _l("Pemegang sekarang"),
        [Length(max=160)],
        description=_l("Nama persis seperti di daftar pegawai, atau NIP. Boleh dikosongkan."),
        render_kw={"list": "pegawai", "autocomplete": "off"},
    )


@blueprint.get("")
def index() -> str:
    """All of them, in the order of a plan's way."""
    return render_template(
        "core/titles/index.html",
        titles=list(titles.office_titles(db.session()).values()),
        roles={key: gettext(label) for key, label in TITLE_ROLES.items()},
        tabs=tabs(),
    )


@blueprint.route("/<string:key>", methods=["GET", "POST"])
def edit(key: str) -> str | Response:
    """Change one."""
    if key not in set(TitleKey):
        raise NotFound
    session = db.session()
    title = titles.office_titles(session)[TitleKey(key)]
    form = TitleForm(title_id=title.title_id, title_en=title.title_en, person=title.person_name)
    if form.validate_on_submit():
        try:
            _store(form, title)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.person, refusal)
        else:
            db.session.commit()
            flash(gettext("Perubahan sudah disimpan."), "success")
            return redirect(url_for(".index"), 303)
    return render_template(
        "core/titles/form.html",
        form=form,
        role=gettext(TITLE_ROLES[title.key]),
        people=queries.likely_superiors(session),
    )


def _store(form: TitleForm, title: titles.Title) -> None:
    session, written = db.session(), (form.person.data or "").strip()
    person_id = title.person_id if written == title.person_name else None
    if written and person_id is None:
        person_id = queries.find_by_name_or_nip(session, written, secret=secret()).id
    titles.set_title(
        session,
        title.key,
        title_id=form.title_id.data.strip(),
        title_en=(form.title_en.data or "").strip(),
        person_id=person_id,
        actor_id=current_user.id,
    )
