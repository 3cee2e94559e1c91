"""What the staff pages share."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from core.db import db
from forum.workshops import queries
from forum.workshops.models import Workshop


def load(key: str) -> Workshop:
    """The workshop at this address, drafts too."""
    return queries.load_workshop(db.session(), key, drafts=True)


def page(workshop: Workshop, anchor: str | None = None) -> Response:
    """Back to the workshop's staff page."""
    return redirect(url_for("manage_workshops.show", key=workshop.key, _anchor=anchor), 303)
