"""How the office numbers its papers, and the numbers given this year."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.web.server import today
from forum.notes import letters
from forum.notes.enums import NUMBERED, PAPER_LABELS, PaperKind
from forum.notes.forms import PatternForm
from forum.notes.views.common import refused

blueprint = Blueprint("letter_numbers", __name__, url_prefix="/kelola/nomor-surat")


@blueprint.get("")
def index() -> str:
    """The patterns, where the counts stand, and the book of this year."""
    session, year = db.session(), today().year
    return render_template(
        "forum/notes/letters.html",
        year=year,
        labels={kind.value: gettext(PAPER_LABELS[kind]) for kind in NUMBERED},
        patterns=letters.patterns(session),
        last=letters.last_numbers(session, year=year),
        book=letters.letter_book(session, year=year),
    )


@blueprint.route("/<string:kind>", methods=["GET", "POST"])
def change(kind: str) -> str | Response:
    """Change a pattern; move the count forward."""
    if kind not in NUMBERED:
        raise NotFound
    session, own = db.session(), PaperKind(kind)
    form = PatternForm(
        pattern=letters.patterns(session)[own], last=letters.last_numbers(session, year=today().year)[own]
    )
    if form.validate_on_submit():
        try:
            _store(own, form)
            db.session.commit()
            flash(gettext("Perubahan sudah disimpan."), "success")
            return redirect(url_for(".index"), 303)
        except RembukError as refusal:
            refused(form, refusal)
    return render_template(
        "forum/notes/letter_pattern.html", form=form, label=gettext(PAPER_LABELS[own]), kind=kind
    )


def _store(kind: PaperKind, form: PatternForm) -> None:
    session, year = db.session(), today().year
    if form.pattern.data != letters.patterns(session)[kind]:
        letters.set_pattern(session, kind, pattern=form.pattern.data, actor_id=current_user.id)
    if form.last.data != letters.last_numbers(session, year=year)[kind]:
        letters.begin_after(session, kind, year=year, last=form.last.data, actor_id=current_user.id)
