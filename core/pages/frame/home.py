"""Home and the two pages about the product itself."""

from flask import Blueprint, render_template
from flask_login import current_user

from core.cycles.services import current_cycle
from core.db import db
from core.pages.frame.steps import stepper
from core.slices import HomeCard, Viewer
from core.web.guard import viewer_role
from core.web.pages import slices

blueprint = Blueprint("home", __name__)


def viewer() -> Viewer:
    """Who looks, for home cards."""
    return Viewer(current_user.id if current_user.is_authenticated else None, viewer_role())


def open_cards() -> list[HomeCard]:
    """What every slice has open for this visitor, the most pressing first."""
    who = viewer()
    cards = [card for s in slices() if s.home_cards for card in s.home_cards(db.session(), who)]
    return sorted(cards, key=lambda card: card.order)


@blueprint.get("/")
def index() -> str:
    """What is open for you now."""
    cycle = current_cycle(db.session())
    return render_template(
        "core/home.html", cycle=cycle, steps=stepper(cycle) if cycle else [], cards=open_cards()
    )


@blueprint.get("/privasi")
def privacy() -> str:
    """What is kept and what is not, in plain words."""
    notes = [note for s in slices() if s.privacy_notes for note in s.privacy_notes(db.session())]
    return render_template("core/privacy.html", notes=notes)


@blueprint.get("/aksesibilitas")
def accessibility() -> str:
    """What the product promises to every hand and eye."""
    return render_template("core/accessibility.html")
