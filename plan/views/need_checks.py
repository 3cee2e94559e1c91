"""A superior looks at the needs of the units below: the title, how many, what it is about; never a text."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.policy import Duty
from core.web.guard import viewer_scope
from plan.item_queries import all_cycles, cycle_for
from plan.item_rules import QUOTES_FROM
from plan.needing import queries, stepping
from plan.needing.enums import Hand, Stage
from plan.needing.forms import StageForm
from plan.needing.rules import stage_moves
from plan.theme_queries import need_by_key
from plan.views.need_words import WORDS, worded
from plan.views.refusals import show_refusal

blueprint = Blueprint("need_checks", __name__, url_prefix="/kelola/kebutuhan-unit")


@blueprint.get("")
def index() -> str:
    """The needs that concern one's units alone; what waits stands first."""
    cycle, scope = cycle_for(db.session(), request.args.get("siklus")), viewer_scope(Duty.SUPERIOR)
    return render_template(
        "plan/need_checks.html",
        cycle=cycle,
        cycles=all_cycles(db.session()),
        rows=queries.needs_in_scope(db.session(), cycle.id, scope) if cycle else [],
        quotes_from=QUOTES_FROM,
        words=WORDS,
    )


@blueprint.route("/<string:key>", methods=["GET", "POST"])
def show(key: str) -> str | Response:
    """Verify a need, or send it back."""
    need = need_by_key(db.session(), key)
    seen = queries.need_in_scope(db.session(), need, viewer_scope(Duty.SUPERIOR))
    moves = stage_moves(need.stage, frozenset({Hand.SUPERIOR}))
    form = StageForm(before=need.stage).offer(worded(moves))
    if form.validate_on_submit():
        try:
            stepping.move_need(
                db.session(),
                need,
                before=form.before.data,
                after=Stage(form.after.data),
                hand=Hand.SUPERIOR,
                reason=form.reason.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            return redirect(url_for(".index", siklus=need.cycle.key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template(
        "plan/need_check.html", seen=seen, form=form, moves=moves, quotes_from=QUOTES_FROM, words=WORDS
    )
