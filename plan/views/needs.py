"""Staff pages of needs: accepted themes in the words of the office."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.cycles.enums import Action
from core.cycles.rules import is_any_open, is_open
from core.db import db
from core.errors import RembukError
from plan import needs as services
from plan import theme_queries as queries
from plan import theme_voices as voices
from plan.item_queries import all_cycles, cycle_for, items_of_need
from plan.item_rules import QUOTES_FROM
from plan.models import Need
from plan.needing import queries as work
from plan.needing.enums import Solution
from plan.needing.handing import handover_of
from plan.needing.rules import stage_moves
from plan.needing.shaping import SHAPING
from plan.theme_forms import NameForm, QuoteForm
from plan.views.evidence import demands
from plan.views.need_words import WORDS as WORK_WORDS
from plan.views.need_words import element_of
from plan.views.need_work import hands_for
from plan.views.pictures import WORDS as ITEM_WORDS
from plan.views.refusals import show_refusal
from plan.views.sources import contribution_sources
from plan.views.theme_words import WORDS

blueprint = Blueprint("needs", __name__, url_prefix="/kelola/kebutuhan")


def _need(key: str) -> Need:
    return queries.need_by_key(db.session(), key)


@blueprint.get("")
def index() -> str:
    """The needs of a cycle."""
    cycle = cycle_for(db.session(), request.args.get("siklus"))
    return render_template(
        "plan/needs.html",
        cycle=cycle,
        cycles=all_cycles(db.session()),
        rows=queries.needs_with_figures(db.session(), cycle.id) if cycle else [],
        demands=demands(cycle.id) if cycle else [],
        words=WORDS,
        work_words=WORK_WORDS,
    )


@blueprint.get("/<string:key>")
def show(key: str) -> str:
    """A need with every contribution behind it; planners choose what everybody may read."""
    need = _need(key)
    number = request.args.get("halaman", 1, type=int)
    return render_template(
        "plan/need.html",
        need=need,
        people=need.people,
        quotes_from=QUOTES_FROM,
        page=voices.voices_of_need(db.session(), need, contribution_sources(), number=number),
        items=items_of_need(db.session(), need, public=False),
        may_decide=is_open(need.cycle, Action.DECIDE_THEMES),
        may_plan=is_open(need.cycle, Action.EDIT_PLAN) and need.solution == Solution.COURSE,
        may_shape=is_any_open(need.cycle, SHAPING),
        moves=stage_moves(need.stage, hands_for(need)),
        steps=work.steps_of(db.session(), need),
        levels=work.gap_of(db.session(), need),
        handover=handover_of(db.session(), need),
        element=element_of(need),
        words=WORDS,
        work_words=WORK_WORDS,
        item_words=ITEM_WORDS,
    )


@blueprint.route("/<string:key>/nama", methods=["GET", "POST"])
def rename(key: str) -> str | Response:
    """Change the words of the office."""
    need = _need(key)
    form = NameForm(data={"title_id": need.title_id, "title_en": need.title_en})
    if form.validate_on_submit():
        try:
            services.rename_need(
                db.session(),
                need,
                title_id=form.title_id.data,
                title_en=form.title_en.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            return redirect(url_for("needs.show", key=key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/need_name.html", need=need, form=form)


@blueprint.post("/<string:key>/kutipan")
def quote(key: str) -> Response:
    """Show a contribution to everybody as a quote, or hide it."""
    need, form = _need(key), QuoteForm()
    if form.validate_on_submit():
        shown = form.shown.data == "1"
        services.show_quote(db.session(), need, ref=form.ref(), shown=shown, actor_id=current_user.id)
        db.session.commit()
        flash(
            gettext("Masukan itu sekarang tampil sebagai kutipan.")
            if shown
            else gettext("Masukan itu tidak tampil lagi untuk umum."),
            "success",
        )
    return redirect(url_for("needs.show", key=key, halaman=form.page.data or None), 303)
