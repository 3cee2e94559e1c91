"""Home, language-independent pages and health checks."""

from flask import Blueprint, Response, render_template
from flask_login import current_user
from sqlalchemy import text

from core.cycles.enums import PHASE_LABELS, Phase
from core.cycles.services import current_cycle
from core.db import db
from core.slices import Viewer
from core.web.guard import viewer_role
from core.web.pages import slices

blueprint = Blueprint("home", __name__)


def viewer() -> Viewer:
    """Who looks, for home cards."""
    return Viewer(current_user.id if current_user.is_authenticated else None, viewer_role())


@blueprint.get("/")
def index() -> str:
    """What is open for you now."""
    who = viewer()
    cards = [card for s in slices() if s.home_cards for card in s.home_cards(db.session(), who)]
    return render_template(
        "core/home.html",
        cycle=current_cycle(db.session()),
        phases=list(Phase),
        phase_labels=PHASE_LABELS,
        cards=sorted(cards, key=lambda card: card.order),
    )


@blueprint.get("/privasi")
def privacy() -> str:
    """What is kept and what is not, in plain words."""
    return render_template("core/privacy.html")


@blueprint.get("/aksesibilitas")
def accessibility() -> str:
    """What the product promises to every hand and eye."""
    return render_template("core/accessibility.html")


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> Response:
    """The database answers."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
