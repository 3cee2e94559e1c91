"""The order of needs by the open formula; planners move the weights and see the order change."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.cycles.rules import is_any_open
from core.db import db
from plan.item_queries import all_cycles, cycle_for
from plan.needing import weighing
from plan.needing.forms import WeightForm
from plan.needing.priority import Criterion, Weights
from plan.needing.shaping import SHAPING
from plan.views.need_words import WORDS, breakdown, reasons

blueprint = Blueprint("priorities", __name__, url_prefix="/kelola/prioritas")
_HIGHEST = 100


def asked_weights(saved: Weights) -> Weights:
    """The weights in the address, each cut to 0–100; what is missing or no number stays as it is saved."""
    asked = {c: request.args.get(c.value, saved[c], type=int) for c in Criterion}
    cut = {c: min(max(weight, 0), _HIGHEST) for c, weight in asked.items()}
    return cut if any(cut.values()) else saved


@blueprint.get("")
def index() -> str:
    """The needs in the order of the weights in the address; nothing is saved."""
    cycle = cycle_for(db.session(), request.args.get("siklus"))
    if cycle is None:
        return render_template("plan/public_none.html")
    history = weighing.weight_history(db.session(), cycle.id)
    saved = history[0] if history else weighing.NEVER_SAVED
    weights = asked_weights(saved.weights)
    order = weighing.order_of(db.session(), cycle.id, weights=weights, saved=saved.weights)
    return render_template(
        "plan/priorities.html",
        cycle=cycle,
        cycles=all_cycles(db.session()),
        weights=weights,
        saved=saved,
        history=history,
        rows=[(one, reasons(one.need, one.facts), breakdown(one.ranked)) for one in order],
        changed=weights != saved.weights,
        may_save=is_any_open(cycle, SHAPING),
        words=WORDS,
    )


@blueprint.post("/<string:key>/simpan")
def save(key: str) -> Response:
    """Make the weights that are shown those of the cycle."""
    cycle, form = cycle_for(db.session(), key), WeightForm()
    assert cycle is not None
    if form.validate_on_submit() and (form.seen.data or "").isdecimal():
        weighing.save_weights(
            db.session(),
            cycle,
            weights=form.weights(),
            seen=int(form.seen.data),
            actor_id=current_user.id,
        )
        db.session.commit()
        flash(gettext("Bobot sudah disimpan."), "success")
    return redirect(url_for(".index", siklus=key), 303)
