"""The versions of a plan for everybody, from the consultation on."""

from flask import Blueprint, render_template, request

from core.db import db
from core.web.server import today
from plan import item_queries
from plan.consulting import queries
from plan.consulting.views.pages import comparison, version_page
from plan.consulting.views.words import VERSION_WORDS
from plan.consulting.voices import is_taking_voices

blueprint = Blueprint("public_versions", __name__, url_prefix="/rencana/versi")


@blueprint.get("")
def index() -> str:
    """The public versions of a cycle, and what two of them have different."""
    cycle = item_queries.cycle_for(db.session(), request.args.get("siklus"))
    if cycle is None:
        return render_template("plan/public_none.html")
    versions = queries.versions_of(db.session(), cycle.id)
    return render_template(
        "plan/consulting/versions.html",
        cycle=cycle,
        cycles=item_queries.all_cycles(db.session()),
        versions=versions,
        endpoint="public_versions",
        compared=comparison(versions),
        may_freeze=False,
        words=VERSION_WORDS,
    )


@blueprint.get("/<string:cycle>/<int:number>")
def show(cycle: str, number: int) -> str:
    """One version, and what share of the staff endorses its items."""
    version = queries.version_at(db.session(), cycle, number)
    return render_template(
        "plan/consulting/version.html",
        **version_page(version),
        staff=False,
        may_speak=is_taking_voices(version, today=today()),
    )
