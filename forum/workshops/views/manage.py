"""Staff write workshops, announce them and call them off."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.base import utc_now
from core.cycles.queries import all_cycles, find_cycle
from core.cycles.services import current_cycle
from core.db import db
from core.errors import N_, NotFound, RembukError
from core.web.forms import show_refusal
from forum.workshops import panels, queries, rules, services
from forum.workshops.enums import AUDIENCE_LABELS, RULE_LABELS, STATE_LABELS, WorkshopState
from forum.workshops.forms import CancelForm, ConfirmForm, WorkshopForm
from forum.workshops.models import Workshop
from forum.workshops.views.common import load, page

blueprint = Blueprint("manage_workshops", __name__, url_prefix="/kelola/workshop")
LABELS = {"states": STATE_LABELS, "audiences": AUDIENCE_LABELS, "rules": RULE_LABELS}
STATES = {str(state) for state in WorkshopState}


def _page_url(number: int) -> str:
    q, state, cycle = (request.args.get(name) or None for name in ("q", "keadaan", "siklus"))
    return url_for(".index", q=q, keadaan=state, siklus=cycle, hal=number)


@blueprint.get("")
def index() -> str:
    """Search and page through all of them."""
    state = request.args.get("keadaan", "")
    found = queries.list_workshops(
        db.session(),
        search=request.args.get("q", "")[:80],
        state=state if state in STATES else "",
        cycle_key=request.args.get("siklus", "")[:80],
        page=request.args.get("hal", 1, type=int),
    )
    return render_template(
        "forum/workshops/manage/index.html",
        found=found,
        cycles=all_cycles(db.session()),
        prev_url=_page_url(found.page - 1) if found.page > 1 else None,
        next_url=_page_url(found.page + 1) if found.page < found.pages else None,
        **LABELS,
    )


@blueprint.route("/baru", methods=["GET", "POST"])
def create() -> str | Response:
    """Begin a workshop."""
    session = db.session()
    current = current_cycle(session)
    if current is None:
        raise NotFound(N_("Belum ada siklus. Penyusun rencana membuatnya lebih dahulu."))
    form = WorkshopForm.new(current, all_cycles(session))
    if form.validate_on_submit():
        cycle = find_cycle(session, form.cycle.data) or current
        how = {"details": form.details(), "seats": form.seats.data, "actor_id": current_user.id}
        try:
            workshop = services.create_workshop(session, cycle, **how)
            db.session.commit()
            return page(workshop)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.title_id, refusal)
    return render_template("forum/workshops/manage/form.html", form=form, workshop=None)


@blueprint.get("/<string:key>")
def show(key: str) -> str:
    """One workshop: its state, what can be done now, and what other subjects add."""
    workshop = load(key)
    return render_template(
        "forum/workshops/manage/show.html",
        workshop=workshop,
        links=panels.staff(workshop),
        quotas=[
            (quota.unit.name, gettext("%(taken)s dari %(seats)s", taken=quota.taken, seats=quota.seats))
            for quota in workshop.quotas
        ],
        jp=rules.jp_of(workshop),
        begins=rules.begins_of,
        minutes_over=rules.minutes_over,
        begun=(rules.first_begin(workshop) or utc_now() + timedelta(1)) <= utc_now(),
        **LABELS,
    )


@blueprint.route("/<string:key>/ubah", methods=["GET", "POST"])
def change(key: str) -> str | Response:
    """Change what is written."""
    workshop = load(key)
    form = WorkshopForm.of(workshop)
    if form.validate_on_submit():
        try:
            services.change_workshop(db.session(), workshop, details=form.details(), actor_id=current_user.id)
            db.session.commit()
            return page(workshop)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.title_id, refusal)
    return render_template("forum/workshops/manage/form.html", form=form, workshop=workshop)


@blueprint.route("/<string:key>/buka", methods=["GET", "POST"])
def open_(key: str) -> str | Response:
    """Say what opening means, then do it."""
    workshop, form = load(key), ConfirmForm()
    if form.validate_on_submit():
        services.open_registration(db.session(), workshop, now=utc_now(), actor_id=current_user.id)
        return _done(workshop, gettext("Pendaftaran sudah dibuka."))
    return render_template("forum/workshops/manage/open.html", workshop=workshop, **LABELS)


@blueprint.post("/<string:key>/tutup")
def close(key: str) -> Response:
    """Take no registrations for now."""
    workshop = load(key)
    services.close_registration(db.session(), workshop, actor_id=current_user.id)
    return _done(workshop, gettext("Pendaftaran sudah ditutup."))


@blueprint.post("/<string:key>/selesai")
def hold(key: str) -> Response:
    """It took place."""
    workshop = load(key)
    services.mark_held(db.session(), workshop, now=utc_now(), actor_id=current_user.id)
    return _done(workshop, gettext("Workshop ditandai selesai."))


@blueprint.route("/<string:key>/batalkan", methods=["GET", "POST"])
def cancel(key: str) -> str | Response:
    """Ask why, then call it off."""
    workshop, form = load(key), CancelForm()
    if form.validate_on_submit():
        services.cancel_workshop(db.session(), workshop, reason=form.reason.data, actor_id=current_user.id)
        return _done(workshop, gettext("Workshop dibatalkan. Peserta diberi tahu."))
    return render_template("forum/workshops/manage/cancel.html", workshop=workshop, form=form)


@blueprint.post("/<string:key>/salin")
def copy(key: str) -> Response:
    """A new draft like this one, in the current cycle."""
    workshop = load(key)
    cycle = current_cycle(db.session()) or workshop.cycle
    made = services.copy_workshop(db.session(), workshop, cycle=cycle, actor_id=current_user.id)
    return _done(made, gettext("Salinan dibuat sebagai draf."))


@blueprint.route("/<string:key>/hapus", methods=["GET", "POST"])
def delete(key: str) -> str | Response:
    """Ask once more, then delete a draft."""
    workshop = load(key)
    if not ConfirmForm().validate_on_submit():
        return render_template("forum/workshops/manage/delete.html", workshop=workshop)
    services.delete_draft(db.session(), workshop, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Draf sudah dihapus."), "success")
    return redirect(url_for(".index"), 303)


def _done(workshop: Workshop, words: str) -> Response:
    db.session.commit()
    flash(words, "success")
    return page(workshop)
