"""The attendance list: overview, tick, take back, walk-ins, paper, tickets."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.nonces import new_nonce, read_nonce
from core.units.queries import all_units
from core.web.forms import show_refusal
from core.web.qr import qr_picture
from core.web.server import secret
from forum.attendance import queries, services
from forum.attendance.forms import ConfirmForm, WalkInForm
from forum.attendance.views.common import (
    how_names,
    state_names,
    the_registration,
    the_session,
    the_workshop,
)
from forum.seats.enums import HOLDS_SEAT

blueprint = Blueprint("attendance", __name__, url_prefix="/kelola")
MOST_EMPTY_LINES = 60


@blueprint.get("/hadir")
def index() -> str:
    """All workshops, the newest first."""
    page = request.args.get("hal", 1, type=int)
    rows, page, pages = queries.announced_workshops(db.session(), page=page)
    return render_template(
        "forum/attendance/index.html",
        rows=rows,
        counts=queries.participant_counts(db.session(), rows),
        page=page,
        pages=pages,
        prev_url=url_for(".index", hal=page - 1) if page > 1 else None,
        next_url=url_for(".index", hal=page + 1) if page < pages else None,
    )


@blueprint.get("/workshop/<string:key>/hadir")
def overview(key: str) -> str:
    """The sessions of a workshop and how many were there."""
    workshop = the_workshop(key)
    return render_template(
        "forum/attendance/overview.html",
        workshop=workshop,
        gatherings=queries.gatherings(db.session(), workshop),
        participants=queries.participant_counts(db.session(), [workshop]).get(workshop.id, 0),
    )


@blueprint.route("/workshop/<string:key>/hadir/<int:number>/daftar", methods=["GET", "POST"])
def tick(key: str, number: int) -> str | Response:
    """The list with a box for each who is not there yet."""
    at = the_session(key, number)
    if ConfirmForm().validate_on_submit():
        chosen = [value[:64] for value in request.form.getlist("person")[:5000]]
        marked = services.mark_present(db.session(), at, chosen, actor_id=current_user.id)
        db.session.commit()
        flash(ngettext("%(num)s orang dicatat hadir.", "%(num)s orang dicatat hadir.", marked), "success")
        return redirect(url_for(".tick", key=key, number=number), 303)
    return render_template(
        "forum/attendance/tick.html",
        at=at,
        rows=queries.attendance_rows(db.session(), at),
        others=queries.others(db.session(), at),
        holds_seat=HOLDS_SEAT,
        how=how_names(),
        states=state_names(),
    )


@blueprint.route("/workshop/<string:key>/hadir/<int:number>/batal/<string:person>", methods=["GET", "POST"])
def undo(key: str, number: int, person: str) -> str | Response:
    """Take back a presence, after asking once more."""
    at = the_session(key, number)
    registration = the_registration(at.workshop, person)
    if not ConfirmForm().validate_on_submit():
        return render_template("forum/attendance/undo.html", at=at, registration=registration)
    services.undo_presence(db.session(), at, person, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Catatan hadir %(name)s dihapus.", name=registration.name), "success")
    return redirect(url_for(".tick", key=key, number=number), 303)


@blueprint.post("/workshop/<string:key>/hadir/<int:number>/terima/<string:person>")
def admit(key: str, number: int, person: str) -> Response:
    """Somebody on the list without a seat came anyway."""
    at = the_session(key, number)
    registration = the_registration(at.workshop, person)
    services.admit(db.session(), at, registration, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("%(name)s ikut sebagai peserta datang langsung.", name=registration.name), "success")
    return redirect(url_for(".tick", key=key, number=number), 303)


@blueprint.route("/workshop/<string:key>/hadir/<int:number>/datang-langsung", methods=["GET", "POST"])
def walk_in(key: str, number: int) -> str | Response:
    """Somebody who came without registering; the same form sent twice is one person."""
    at = the_session(key, number)
    form = WalkInForm(nonce=new_nonce())
    form.offer(all_units(db.session()))
    if form.validate_on_submit():
        try:
            registration, code = services.add_walk_in(
                db.session(),
                at,
                form.told(),
                nonce=read_nonce(form.nonce.data or ""),
                secret=secret(),
                actor_id=current_user.id,
            )
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.name, refusal)
        else:
            db.session.commit()
            return render_template(
                "forum/attendance/walk_in_done.html", at=at, registration=registration, code=code
            )
    return render_template("forum/attendance/walk_in.html", at=at, form=form)


@blueprint.get("/workshop/<string:key>/hadir/<int:number>/cetak")
def paper(key: str, number: int) -> str:
    """The list on paper: a column for signatures, empty lines for whoever else comes."""
    at = the_session(key, number)
    rows = queries.attendance_rows(db.session(), at)
    lines = min(max(request.args.get("kosong", 5, type=int), 0), MOST_EMPTY_LINES)
    return render_template(
        "forum/attendance/paper.html",
        at=at,
        rows=rows,
        lines=range(len(rows) + 1, len(rows) + 1 + lines),
        with_times=request.args.get("jam") == "1",
        how=how_names(),
    )


@blueprint.get("/workshop/<string:key>/tiket")
def tickets(key: str) -> str:
    """The tickets of everybody, to be cut and handed over."""
    workshop = the_workshop(key)
    made = queries.tickets_of(db.session(), workshop, secret=secret())
    return render_template(
        "forum/attendance/tickets.html",
        workshop=workshop,
        tickets=[(ticket, qr_picture(ticket.text.replace("-", ""))) for ticket in made],
    )


@blueprint.route("/workshop/<string:key>/tiket/<string:person>/ganti", methods=["GET", "POST"])
def renew(key: str, person: str) -> str | Response:
    """A new ticket for somebody whose ticket is in other hands, after asking once more."""
    workshop = the_workshop(key)
    registration = the_registration(workshop, person)
    if not ConfirmForm().validate_on_submit():
        return render_template("forum/attendance/renew.html", workshop=workshop, registration=registration)
    services.renew_ticket(db.session(), registration, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("%(name)s mendapat tiket baru. Tiket lama ditolak.", name=registration.name), "success")
    return redirect(url_for(".tickets", key=key), 303)
