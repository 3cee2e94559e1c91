"""The public page of a cycle."""

from flask import Blueprint, render_template
from werkzeug.exceptions import NotFound

from core.cycles.models import Cycle
from core.cycles.queries import find_cycle
from core.db import db
from core.pages.frame.steps import stepper
from core.slices import HomeCard
from core.web.pages import slices

blueprint = Blueprint("cycles", __name__)


def load(key: str) -> Cycle:
    """The cycle at this address."""
    cycle = find_cycle(db.session(), key)
    if cycle is None:
        raise NotFound
    return cycle


def cards_of(cycle: Cycle) -> list[HomeCard]:
    """What every slice has to show about this cycle."""
    cards = [card for s in slices() if s.cycle_cards for card in s.cycle_cards(db.session(), cycle.id)]
    return sorted(cards, key=lambda card: card.order)


@blueprint.get("/siklus/<string:key>")
def show(key: str) -> str:
    """Goal, phases, and what there is to see."""
    cycle = load(key)
    return render_template("core/cycle.html", cycle=cycle, steps=stepper(cycle), cards=cards_of(cycle))
