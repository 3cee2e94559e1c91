"""Staff pages of the work on one need: what it is about, what speaks for it, its steps, its hand-over."""

from dataclasses import fields

from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.policy import Duty, Role
from core.units.queries import active_units
from core.web.guard import viewer_role, viewer_scope
from core.web.server import today
from plan.models import Need
from plan.needing import handing, queries, shaping, stepping
from plan.needing.enums import Hand, HandoverStep, Stage
from plan.needing.forms import ArgueForm, DescribeForm, HandoverForm, StageForm
from plan.needing.rules import stage_moves
from plan.theme_queries import need_by_key
from plan.views.need_words import WORDS, worded
from plan.views.refusals import show_refusal

blueprint = Blueprint("need_work", __name__, url_prefix="/kelola/kebutuhan")


def _need(key: str) -> Need:
    return need_by_key(db.session(), key)


def _page(need: Need) -> Response:
    return redirect(url_for("needs.show", key=need.key), 303)


def _written(need: Need) -> dict[str, object]:
    """What the form about a need starts with."""
    return {
        "solution": need.solution,
        "addressee": need.addressee,
        "units": [unit.key for unit in need.units],
        "competency": need.competency_id,
        "post": need.post_id,
        "actual_level": need.actual_level,
        "level_found": need.level_found,
    }


@blueprint.route("/<string:key>/uraian", methods=["GET", "POST"])
def describe(key: str) -> str | Response:
    """Say what a need is about."""
    need, units = _need(key), active_units(db.session())
    offered = queries.competencies(db.session(), only_active=True), queries.posts_in_use(db.session())
    form = DescribeForm(data=_written(need)).offer(units, *offered)
    if form.validate_on_submit():
        chosen = [unit for unit in units if unit.key in (form.units.data or ())]
        details = form.details()
        try:
            shaping.describe_need(db.session(), need, details=details, units=chosen, actor_id=current_user.id)
            db.session.commit()
            return _page(need)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/need_describe.html", need=need, form=form)


@blueprint.route("/<string:key>/bahan-prioritas", methods=["GET", "POST"])
def argue(key: str) -> str | Response:
    """Say what speaks for a need beside the number of people."""
    need = _need(key)
    form = ArgueForm(data={f.name: getattr(need, f.name) for f in fields(shaping.Arguments)}).offer()
    if form.validate_on_submit():
        try:
            shaping.argue_need(db.session(), need, arguments=form.arguments(), actor_id=current_user.id)
            db.session.commit()
            return _page(need)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/need_argue.html", need=need, form=form)


def hands_for(need: Need) -> frozenset[Hand]:
    """For whom the visitor may act here: as planner, or as checker of all units of the need."""
    hands = {Hand.PLANNER} if viewer_role() == Role.PLANNER else set()
    if queries.covers(viewer_scope(Duty.CHECKER), need):
        hands.add(Hand.CHECKER)
    return frozenset(hands)


@blueprint.route("/<string:key>/langkah", methods=["GET", "POST"])
def step(key: str) -> str | Response:
    """Take a need one step further, or open it again."""
    need = _need(key)
    moves = stage_moves(need.stage, hands_for(need))
    form = StageForm(before=need.stage).offer(worded(moves))
    if form.validate_on_submit():
        hand = next(move.hand for move in moves if move.after == form.after.data)
        try:
            stepping.move_need(
                db.session(),
                need,
                before=form.before.data,
                after=Stage(form.after.data),
                hand=hand,
                reason=form.reason.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            return _page(need)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/need_step.html", need=need, form=form, moves=moves, words=WORDS)


@blueprint.route("/<string:key>/penyampaian", methods=["GET", "POST"])
def hand_over(key: str) -> str | Response:
    """Write down that a need went to its addressee, or what was answered."""
    need = _need(key)
    form = HandoverForm(on=today()).offer()
    if form.validate_on_submit():
        try:
            handing.note_handover(
                db.session(),
                need,
                step=HandoverStep(form.step.data),
                on=form.on.data,
                text=form.text.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            return redirect(url_for("handovers.index", siklus=need.cycle.key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/need_hand_over.html", need=need, form=form)
