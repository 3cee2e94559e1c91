"""Pages of the usulan: draft, check, send back, sign."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.cycles.enums import Action
from core.cycles.rules import is_open
from core.db import db
from core.errors import RembukError
from core.staff.titles import office_titles
from core.web.forms import BaseForm
from core.web.server import today
from plan import item_queries
from plan.consulting.enums import VersionState
from plan.consulting.models import PlanVersion
from plan.consulting.queries import newest_shares, version_at, versions_of
from plan.consulting.views.words import share_words
from plan.item_forms import ConfirmForm
from plan.item_models import PlanItem
from plan.proposals import queries, services
from plan.proposals.forms import DraftForm, RedraftForm, ReturnForm, SignForm
from plan.proposals.models import Proposal
from plan.proposals.numbers import next_note_number, next_number
from plan.proposals.views.words import PROPOSAL_WORDS, steps_words
from plan.views.pictures import WORDS
from plan.views.refusals import show_refusal

blueprint = Blueprint("proposals", __name__, url_prefix="/kelola/usulan")


def _proposal(key: str) -> Proposal:
    return queries.proposal_by_key(db.session(), key)


def _page(proposal: Proposal) -> Response:
    return redirect(url_for(".show", key=proposal.key), 303)


def _done(form: BaseForm, act: Callable[[], Proposal]) -> Response | None:
    """Do it and commit; a refusal is shown on the form."""
    try:
        proposal = act()
        db.session.commit()
        return _page(proposal)
    except RembukError as refusal:
        show_refusal(form, refusal)
        return None


@blueprint.get("")
def index() -> str:
    """All usulan of a cycle."""
    cycle = item_queries.cycle_for(db.session(), request.args.get("siklus"))
    if cycle is None:
        return render_template("plan/public_none.html")
    return render_template(
        "plan/proposals/index.html",
        cycle=cycle,
        cycles=item_queries.all_cycles(db.session()),
        proposals=queries.proposals_of(db.session(), cycle.id),
        waiting=queries.waiting_at_agency(db.session(), cycle.id),
        words=PROPOSAL_WORDS,
    )


@blueprint.get("/<string:key>")
def show(key: str) -> str:
    """One usulan with its items, its way, and what this visitor can do."""
    proposal = _proposal(key)
    own = current_user.id in services.drafters_of(db.session(), proposal)
    shares = newest_shares(db.session(), proposal.cycle_id)
    return render_template(
        "plan/proposals/show.html",
        proposal=proposal,
        steps=steps_words(queries.steps_of(db.session(), proposal)),
        shares={key: share_words(share) for key, share in shares.items()},
        titles=office_titles(db.session()),
        own=own,
        may_edit=is_open(proposal.cycle, Action.EDIT_PLAN),
        words=PROPOSAL_WORDS,
        item_words=WORDS,
    )


def _chosen(form: DraftForm, items: list[PlanItem]) -> list[PlanItem]:
    return [item for item in items if item.key in (form.items.data or ())]


@blueprint.route("/baru/<string:cycle>/<int:number>", methods=["GET", "POST"])
def create(cycle: str, number: int) -> str | Response:
    """Put items of a version into a new usulan."""
    version = version_at(db.session(), cycle, number, public=False)
    items = services.items_to_propose(db.session(), version)
    form = DraftForm(note_on=today(), note_number=next_note_number(db.session(), today())).offer(items)
    if form.validate_on_submit() and (done := _done(form, lambda: _draft(version, form, items))):
        return done
    return render_template("plan/proposals/form.html", form=form, version=version, proposal=None)


def _draft(version: PlanVersion, form: DraftForm, items: list[PlanItem]) -> Proposal:
    return services.draft_proposal(
        db.session(),
        version,
        items=_chosen(form, items),
        note_number=form.note_number.data,
        note_on=form.note_on.data,
        actor_id=current_user.id,
    )


@blueprint.route("/<string:key>/susun-ulang", methods=["GET", "POST"])
def redraft(key: str) -> str | Response:
    """Send what came back on its way again."""
    proposal = _proposal(key)
    versions = [
        version
        for version in versions_of(db.session(), proposal.cycle_id, public=False)
        if version.state != VersionState.CONSULTATION
    ]
    items = services.items_to_propose(db.session(), versions[0]) if versions else []
    known = {"note_on": today(), "note_number": proposal.note_number}
    form = RedraftForm(**known).offer_versions(versions)
    form.offer(items)
    if form.validate_on_submit() and (done := _done(form, lambda: _redraft(proposal, versions, form, items))):
        return done
    return render_template("plan/proposals/form.html", form=form, version=proposal.version, proposal=proposal)


def _redraft(
    proposal: Proposal, versions: list[PlanVersion], form: RedraftForm, items: list[PlanItem]
) -> Proposal:
    services.redraft_proposal(
        db.session(),
        proposal,
        version=next(version for version in versions if version.number == form.version.data),
        items=_chosen(form, items),
        note_number=form.note_number.data,
        note_on=form.note_on.data,
        actor_id=current_user.id,
    )
    return proposal


@blueprint.route("/<string:key>/periksa", methods=["GET", "POST"])
def check(key: str) -> str | Response:
    """Say that it is in order."""
    proposal, form = _proposal(key), ConfirmForm()

    def act() -> Proposal:
        services.check_proposal(db.session(), proposal, actor_id=current_user.id)
        return proposal

    if form.validate_on_submit() and (done := _done(form, act)):
        return done
    return render_template("plan/proposals/check.html", proposal=proposal, form=form)


@blueprint.route("/<string:key>/kembalikan", methods=["GET", "POST"])
def send_back(key: str) -> str | Response:
    """Send it back with a reason."""
    proposal, form = _proposal(key), ReturnForm()

    def act() -> Proposal:
        services.return_proposal(db.session(), proposal, reason=form.reason.data, actor_id=current_user.id)
        return proposal

    if form.validate_on_submit() and (done := _done(form, act)):
        return done
    return render_template("plan/proposals/return.html", proposal=proposal, form=form)


@blueprint.route("/<string:key>/tanda-tangan", methods=["GET", "POST"])
def sign(key: str) -> str | Response:
    """Sign it: its items are proposed from then on."""
    proposal = _proposal(key)
    form = SignForm(dated=today(), number=next_number(db.session(), today()))

    def act() -> Proposal:
        services.sign_proposal(
            db.session(),
            proposal,
            number=form.number.data,
            dated=form.dated.data,
            actor_id=current_user.id,
        )
        flash(gettext("Usulan ditandatangani. Butirnya sekarang berstatus Diusulkan."), "success")
        return proposal

    if form.validate_on_submit() and (done := _done(form, act)):
        return done
    return render_template("plan/proposals/sign.html", proposal=proposal, form=form)
