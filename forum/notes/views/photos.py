"""Photos of the flipcharts."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.web.forms import show_refusal
from forum.notes import photos
from forum.notes.forms import ConfirmForm, PhotoForm, PhotoTextForm
from forum.notes.views.common import groups_of, load, refused
from forum.workshops.models import Workshop

blueprint = Blueprint("workshop_photos", __name__, url_prefix="/kelola/workshop/<string:key>/foto")


def _page(workshop: Workshop) -> Response:
    return redirect(url_for(".index", key=workshop.key), 303)


@blueprint.route("", methods=["GET", "POST"])
def index(key: str) -> str | Response:
    """The photos there are, and a form for one more."""
    workshop, form = load(key), PhotoForm()
    if form.validate_on_submit():
        try:
            _store(workshop, form)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.file, refusal)
        else:
            db.session.commit()
            flash(gettext("Foto sudah disimpan."), "success")
            return _page(workshop)
    return render_template(
        "forum/notes/photos.html",
        workshop=workshop,
        form=form,
        photos=photos.photos_of(db.session(), workshop),
        groups=groups_of(workshop),
    )


def _store(workshop: Workshop, form: PhotoForm) -> None:
    photos.add_photo(
        db.session(),
        workshop,
        content=form.file.data.read(),
        filename=form.file.data.filename or "",
        caption=form.caption.data,
        group_label=form.group.data or "",
        public=form.public.data,
        actor_id=current_user.id,
    )


@blueprint.route("/<string:photo_key>", methods=["GET", "POST"])
def change(key: str, photo_key: str) -> str | Response:
    """Change the caption and who may see the photo."""
    workshop = load(key)
    photo = photos.photo_of(db.session(), workshop, photo_key)
    form = PhotoTextForm.of(photo)
    if form.validate_on_submit():
        try:
            photos.describe_photo(
                db.session(),
                workshop,
                photo,
                caption=form.caption.data,
                group_label=form.group.data or "",
                public=form.public.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            flash(gettext("Perubahan sudah disimpan."), "success")
            return _page(workshop)
        except RembukError as refusal:
            refused(form, refusal)
    return render_template(
        "forum/notes/photo.html", workshop=workshop, photo=photo, form=form, groups=groups_of(workshop)
    )


@blueprint.route("/<string:photo_key>/hapus", methods=["GET", "POST"])
def delete(key: str, photo_key: str) -> str | Response:
    """Ask once more, then delete it."""
    workshop = load(key)
    photo = photos.photo_of(db.session(), workshop, photo_key)
    if ConfirmForm().validate_on_submit():
        photos.delete_photo(db.session(), workshop, photo, actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Foto sudah dihapus."), "success")
        return _page(workshop)
    return render_template("forum/notes/photo_delete.html", workshop=workshop, photo=photo)
