"""Staff pages about plan items."""

from dataclasses import fields

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.cycles.enums import Action
from core.cycles.rules import is_any_open, is_open
from core.db import db
from core.errors import RembukError
from core.units.models import Unit
from core.units.queries import active_units
from core.web.server import today
from plan import item_queries as queries
from plan import items as services
from plan.consulting.queries import newest_shares
from plan.consulting.views.words import share_words
from plan.enums import ItemState
from plan.indicators import DEFINING
from plan.item_forms import ConfirmForm, ItemForm, MoveForm
from plan.item_models import PlanItem
from plan.item_rules import EDITABLE, moves_from
from plan.models import Need
from plan.programmes.queries import programmes_of
from plan.programmes.services import OPEN as RUNNING
from plan.proposals.queries import signed_with
from plan.scheduling.queries import goals_of
from plan.scheduling.views.words import schedule_warnings, totals_page
from plan.views.evidence import demands
from plan.views.pictures import WORDS, indicator_pictures, short_amount, standing_rule, way
from plan.views.refusals import show_refusal

blueprint = Blueprint("plan_items", __name__, url_prefix="/kelola/rencana")


def _item(key: str) -> PlanItem:
    return queries.item_by_key(db.session(), key)


def _chosen(form: ItemForm, needs: list[Need]) -> list[Need]:
    return [need for need in needs if need.key in (form.needs.data or ())]


def _units(form: ItemForm, units: list[Unit]) -> list[Unit]:
    return [unit for unit in units if unit.key in (form.units.data or ())]


def _may_edit(item: PlanItem) -> bool:
    free = item.state in EDITABLE and not (
        item.state == ItemState.PROPOSED and signed_with(db.session(), item)
    )
    return free and is_open(item.cycle, Action.EDIT_PLAN)


def _page(item: PlanItem) -> Response:
    return redirect(url_for("plan_items.show", key=item.key), 303)


@blueprint.get("")
def index() -> str:
    """All lines of a cycle, drafts too."""
    cycle = queries.cycle_for(db.session(), request.args.get("siklus"))
    if cycle is None:
        return render_template("plan/public_none.html")
    state = request.args.get("status", "")
    lines = queries.items_of_cycle(db.session(), cycle.id, public=False)
    progress = queries.progress_of(lines)
    return render_template(
        "plan/items.html",
        cycle=cycle,
        cycles=queries.all_cycles(db.session()),
        chosen=state,
        shown=[item for item in lines if item.state == state or not state],
        progress=progress,
        budget_short=short_amount(progress.budget),
        warnings=schedule_warnings(cycle, lines),
        **totals_page(cycle, lines),
        may_edit=is_open(cycle, Action.EDIT_PLAN),
        words=WORDS,
    )


@blueprint.route("/baru", methods=["GET", "POST"])
def create() -> str | Response:
    """A new draft, perhaps from a need."""
    asked = request.args
    need, cycle = queries.start_of_item(db.session(), asked.get("kebutuhan"), asked.get("siklus"))
    needs = queries.plannable_needs(db.session(), cycle.id)
    units, goals = active_units(db.session()), goals_of(db.session(), cycle.id)
    form = ItemForm(data=_from_need(need)).offer(needs, units, goals)
    if form.validate_on_submit():
        try:
            item = services.create_item(
                db.session(),
                cycle,
                details=form.details(),
                needs=_chosen(form, needs),
                units=_units(form, units),
                actor_id=current_user.id,
            )
            db.session.commit()
            flash(gettext("Butir rencana disimpan sebagai draf. Draf belum tampil untuk umum."), "success")
            return _page(item)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template(
        "plan/item_form.html", form=form, item=None, cycle=cycle, demands=demands(cycle.id)
    )


def _from_need(need: Need | None) -> dict[str, object]:
    if need is None:
        return {}
    return {"title_id": need.title_id, "title_en": need.title_en, "needs": [need.key]}


def _written(item: PlanItem) -> dict[str, object]:
    """What the form starts with."""
    written = {field.name: getattr(item, field.name) for field in fields(services.ItemDetails)}
    chosen = {"needs": [need.key for need in item.needs], "units": [unit.key for unit in item.units]}
    return {**written, **chosen, "goal": item.goal_id}


@blueprint.get("/<string:key>")
def show(key: str) -> str:
    """One line with its way and its indicators."""
    item = _item(key)
    of_cycle = queries.items_of_cycle(db.session(), item.cycle_id, public=False)
    return render_template(
        "plan/item.html",
        item=item,
        pictures=indicator_pictures(item),
        rule=standing_rule(),
        way=way(item),
        demands=demands(item.cycle_id),
        may_edit=_may_edit(item),
        warnings=schedule_warnings(item.cycle, of_cycle, only=item),
        programmes=programmes_of(db.session(), item, public=False),
        may_run=is_any_open(item.cycle, RUNNING),
        signed=signed_with(db.session(), item),
        share=share_words(newest_shares(db.session(), item.cycle_id).get(item.key)),
        may_delete=is_open(item.cycle, Action.EDIT_PLAN) and item.state == ItemState.DRAFT,
        may_move=any(is_any_open(item.cycle, move.any_of) for move in moves_from(item.state)),
        may_define=is_any_open(item.cycle, DEFINING),
        may_measure=is_open(item.cycle, Action.MEASURE),
        words=WORDS,
    )


@blueprint.route("/<string:key>/ubah", methods=["GET", "POST"])
def change(key: str) -> str | Response:
    """Rewrite a line and choose its needs."""
    item = _item(key)
    needs = queries.plannable_needs(db.session(), item.cycle_id)
    units, goals = active_units(db.session()), goals_of(db.session(), item.cycle_id)
    form = ItemForm(data=_written(item)).offer(needs, units, goals)
    if form.validate_on_submit():
        try:
            services.change_item(
                db.session(),
                item,
                details=form.details(),
                needs=_chosen(form, needs),
                units=_units(form, units),
                actor_id=current_user.id,
            )
            db.session.commit()
            return _page(item)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template(
        "plan/item_form.html", form=form, item=item, cycle=item.cycle, demands=demands(item.cycle_id)
    )


@blueprint.route("/<string:key>/status", methods=["GET", "POST"])
def move(key: str) -> str | Response:
    """Take a line one step further."""
    item = _item(key)
    form = MoveForm(before=item.state, on=today()).offer()
    if form.validate_on_submit():
        try:
            services.move_item(
                db.session(),
                item,
                before=ItemState(form.before.data),
                after=ItemState(form.after.data),
                on=form.on.data,
                reason=form.reason.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            return _page(item)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/item_move.html", form=form, item=item, words=WORDS)


@blueprint.route("/<string:key>/hapus", methods=["GET", "POST"])
def delete(key: str) -> str | Response:
    """Ask once more, then throw a draft away."""
    item = _item(key)
    form = ConfirmForm()
    if form.validate_on_submit():
        services.delete_item(db.session(), item, actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Draf sudah dihapus."))
        return redirect(url_for("plan_items.index"), 303)
    return render_template("plan/item_delete.html", item=item)
