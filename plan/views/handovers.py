"""Needs that no course solves: to whom they went and what was answered, for staff and for everybody."""

from flask import Blueprint, render_template, request

from core.db import db
from plan.item_queries import all_cycles, cycle_for
from plan.needing.handing import other_needs
from plan.views.need_words import WORDS

blueprint = Blueprint("handovers", __name__)


def _page(template: str) -> str:
    cycle = cycle_for(db.session(), request.args.get("siklus"))
    return render_template(
        template,
        cycle=cycle,
        cycles=all_cycles(db.session()),
        rows=other_needs(db.session(), cycle.id) if cycle else [],
        words=WORDS,
    )


@blueprint.get("/kelola/bukan-pelatihan")
def index() -> str:
    """For staff: where each stands, and what is left to do."""
    return _page("plan/handovers.html")


@blueprint.get("/bukan-pelatihan")
def public() -> str:
    """For everybody: what was handed on, to whom, and the answer."""
    return _page("plan/handovers_public.html")
