"""What everybody may read of a workshop's notes."""

from flask import Blueprint, render_template

from core.db import db
from forum.notes import photos, queries
from forum.notes.views.common import kind_words
from forum.workshops.queries import load_workshop

blueprint = Blueprint("public_notes", __name__, url_prefix="/workshop/<string:key>/catatan")


@blueprint.get("")
def show(key: str) -> str:
    """The sentences that the facilitator showed, by table, and the photos that may be seen."""
    session = db.session()
    workshop = load_workshop(session, key)
    return render_template(
        "forum/notes/public.html",
        workshop=workshop,
        groups=queries.by_group(queries.notes_of(session, workshop, public_only=True)),
        photos=photos.photos_of(session, workshop, public_only=True),
        kinds=kind_words(),
    )
