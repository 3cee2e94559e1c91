"""What the personnel agency answered, for several items at once."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.cycles.models import Cycle
from core.db import db
from core.errors import RembukError
from core.staff.enums import TitleKey
from core.staff.titles import office_titles
from core.web.server import today
from plan import item_queries
from plan.enums import ITEM_STATE_LABELS
from plan.item_models import PlanItem
from plan.proposals import answers as services
from plan.proposals import queries
from plan.proposals.forms import AnswerForm
from plan.views.refusals import show_refusal

blueprint = Blueprint("agency_answers", __name__, url_prefix="/kelola/jawaban-instansi")


def _cycle() -> Cycle:
    cycle = item_queries.cycle_for(db.session(), request.args.get("siklus"))
    if cycle is None:
        raise NotFound
    return cycle


@blueprint.route("", methods=["GET", "POST"])
def index() -> str | Response:
    """Choose the step, the items, the day, the reason."""
    cycle = _cycle()
    waiting = queries.waiting_at_agency(db.session(), cycle.id)
    form = AnswerForm(on=today()).offer(waiting, ITEM_STATE_LABELS)
    if form.validate_on_submit():
        try:
            count = _record(form, waiting)
            db.session.commit()
            flash(
                ngettext(
                    "Jawaban dicatat untuk %(num)s butir.", "Jawaban dicatat untuk %(num)s butir.", count
                ),
                "success",
            )
            return redirect(url_for("proposals.index", siklus=cycle.key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    agency = office_titles(db.session())[TitleKey.AGENCY]
    return render_template("plan/proposals/answers.html", form=form, cycle=cycle, agency=agency)


def _record(form: AnswerForm, waiting: list[PlanItem]) -> int:
    before, after = form.moved
    return services.record_answer(
        db.session(),
        [item for item in waiting if item.key in (form.items.data or ())],
        before=before,
        after=after,
        on=form.on.data,
        reason=form.reason.data or "",
        actor_id=current_user.id,
    )
