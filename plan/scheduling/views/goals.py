"""Staff pages about the goals of a plan."""

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.cycles.enums import Action
from core.cycles.models import Cycle
from core.cycles.rules import is_open
from core.db import db
from core.errors import RembukError
from plan import item_queries
from plan.item_forms import ConfirmForm
from plan.item_models import PlanGoal
from plan.scheduling import queries, services
from plan.scheduling.forms import DutyForm, GoalForm
from plan.views.refusals import show_refusal

blueprint = Blueprint("plan_goals", __name__, url_prefix="/kelola/rencana/tujuan")


def _cycle(key: str) -> Cycle:
    cycle = item_queries.cycle_for(db.session(), key)
    if cycle is None:
        raise NotFound
    return cycle


def _goal(cycle: str, number: int) -> PlanGoal:
    goal = db.session.get(PlanGoal, number)
    if goal is None or goal.cycle.key != cycle:
        raise NotFound
    return goal


def _page(cycle: Cycle) -> Response:
    return redirect(url_for(".index", siklus=cycle.key), 303)


@blueprint.get("")
def index() -> str:
    """The goals of a cycle and the hours that its plan owes."""
    cycle = item_queries.cycle_for(db.session(), request.args.get("siklus"))
    if cycle is None:
        return render_template("plan/public_none.html")
    return render_template(
        "plan/scheduling/goals.html",
        cycle=cycle,
        cycles=item_queries.all_cycles(db.session()),
        goals=queries.goals_of(db.session(), cycle.id),
        duty=queries.duty_of(db.session(), cycle.id),
        may_edit=is_open(cycle, Action.EDIT_PLAN),
    )


@blueprint.route("/<string:cycle>/baru", methods=["GET", "POST"])
def create(cycle: str) -> str | Response:
    """Add a goal."""
    found, form = _cycle(cycle), GoalForm()
    if form.validate_on_submit():
        try:
            services.add_goal(
                db.session(),
                found,
                title_id=form.title_id.data,
                title_en=form.title_en.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            return _page(found)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/scheduling/goal.html", form=form, cycle=found, goal=None)


@blueprint.route("/<string:cycle>/<int:number>", methods=["GET", "POST"])
def change(cycle: str, number: int) -> str | Response:
    """Write a goal otherwise."""
    goal = _goal(cycle, number)
    form = GoalForm(obj=goal)
    if form.validate_on_submit():
        try:
            services.change_goal(
                db.session(),
                goal,
                title_id=form.title_id.data,
                title_en=form.title_en.data,
                actor_id=current_user.id,
            )
            db.session.commit()
            return _page(goal.cycle)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/scheduling/goal.html", form=form, cycle=goal.cycle, goal=goal)


@blueprint.route("/<string:cycle>/<int:number>/hapus", methods=["GET", "POST"])
def delete(cycle: str, number: int) -> str | Response:
    """Ask once more, then take a goal away that no item names."""
    goal, form = _goal(cycle, number), ConfirmForm()
    if form.validate_on_submit():
        try:
            of_cycle = goal.cycle
            services.delete_goal(db.session(), goal, actor_id=current_user.id)
            db.session.commit()
            flash(gettext("Tujuan sudah dihapus."))
            return _page(of_cycle)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/scheduling/goal_delete.html", form=form, goal=goal)


@blueprint.route("/<string:cycle>/kewajiban", methods=["GET", "POST"])
def duty(cycle: str) -> str | Response:
    """Say how many hours a year the rules ask for."""
    found = _cycle(cycle)
    form = DutyForm(data=asdict(queries.duty_of(db.session(), found.id)))
    if form.validate_on_submit():
        services.set_duty(db.session(), found, duty=form.duty(), actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Kewajiban JP siklus ini disimpan."), "success")
        return _page(found)
    return render_template("plan/scheduling/duty.html", form=form, cycle=found)
