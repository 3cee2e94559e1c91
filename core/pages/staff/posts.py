"""The list of posts."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from core.db import db
from core.errors import RembukError
from core.pages.settings.setting_tabs import tabs
from core.pages.staff.staff_forms import ConfirmForm
from core.staff import posts, queries
from core.staff.enums import POST_KIND_LABELS, PostKind
from core.staff.models import Post
from core.web.forms import BaseForm, show_refusal

blueprint = Blueprint("posts", __name__, url_prefix="/kelola/jabatan")


class PostForm(BaseForm):
    """A post."""

    name = StringField(_l("Nama jabatan"), [DataRequired(), Length(max=160)])
    kind = SelectField(_l("Jenis jabatan"), [InputRequired()])
    position = IntegerField(
        _l("Urutan"),
        [Optional(), NumberRange(min=0, max=10_000)],
        default=0,
        description=_l("Angka kecil tampil lebih dahulu."),
    )
    active = BooleanField(
        _l("Aktif"), description=_l("Jabatan yang tidak aktif tidak ditawarkan lagi; riwayatnya tetap ada.")
    )

    def offer(self) -> "PostForm":
        """The four kinds."""
        self.kind.choices = [(str(kind), gettext(label)) for kind, label in POST_KIND_LABELS.items()]
        return self


def load(post_id: int) -> Post:
    """The post at this address."""
    post = db.session().get(Post, post_id)
    if post is None:
        raise NotFound
    return post


@blueprint.get("")
def index() -> str:
    """Every post, and how many hold it."""
    session = db.session()
    return render_template(
        "core/posts/index.html",
        posts=queries.all_posts(session),
        holders=queries.holders(session),
        kinds={str(kind): gettext(label) for kind, label in POST_KIND_LABELS.items()},
        tabs=tabs(),
    )


@blueprint.route("/baru", methods=["GET", "POST"])
def create() -> str | Response:
    """Add a post."""
    form = PostForm(kind=PostKind.OPERATIONAL, active=True).offer()
    if form.validate_on_submit():
        try:
            posts.add_post(
                db.session(),
                name=form.name.data,
                kind=form.kind.data,
                position=form.position.data or 0,
                actor_id=current_user.id,
            )
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.name, refusal)
        else:
            db.session.commit()
            flash(gettext("Jabatan sudah ditambahkan."), "success")
            return redirect(url_for(".index"), 303)
    return render_template("core/posts/form.html", form=form, post=None)


@blueprint.route("/<int:post_id>", methods=["GET", "POST"])
def edit(post_id: int) -> str | Response:
    """Change a post, or take it out of use."""
    post = load(post_id)
    form = PostForm(obj=post).offer()
    if form.validate_on_submit():
        try:
            posts.change_post(
                db.session(),
                post,
                name=form.name.data,
                kind=form.kind.data,
                position=form.position.data or 0,
                active=form.active.data,
                actor_id=current_user.id,
            )
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.name, refusal)
        else:
            db.session.commit()
            flash(gettext("Perubahan sudah disimpan."), "success")
            return redirect(url_for(".index"), 303)
    return render_template("core/posts/form.html", form=form, post=post)


@blueprint.route("/<int:post_id>/hapus", methods=["GET", "POST"])
def delete(post_id: int) -> str | Response:
    """Delete a post that nobody holds, after asking once more."""
    post = load(post_id)
    if not ConfirmForm().validate_on_submit():
        return render_template("core/posts/delete.html", post=post)
    posts.delete_post(db.session(), post, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Jabatan sudah dihapus."), "success")
    return redirect(url_for(".index"), 303)
