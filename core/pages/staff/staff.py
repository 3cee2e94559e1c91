"""The staff register: search, add, correct with history, leave and come back, erase."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.pages.staff.staff_forms import ConfirmForm, LeaveForm, PersonForm
from core.staff import queries, services
from core.staff.enums import EMPLOYMENT_LABELS, FIELD_LABELS, Employment
from core.staff.models import Person
from core.staff.nip import masked_nip
from core.staff.queries import PersonRow, person_row
from core.units.queries import all_units
from core.web.forms import show_refusal
from core.web.server import secret, today

blueprint = Blueprint("staff", __name__, url_prefix="/kelola/pegawai")
STATES = {"aktif": True, "berhenti": False, "semua": None}


def load(person_id: int) -> PersonRow:
    """The person at this address."""
    person = db.session().get(Person, person_id)
    if person is None:
        raise NotFound
    return person_row(db.session(), person)


def employment_names() -> dict[str, str]:
    """Kind of employment -> its name in the visitor's language."""
    return {str(kind): gettext(label) for kind, label in EMPLOYMENT_LABELS.items()}


def _page_url(page: int) -> str:
    q, unit, state = (request.args.get(name) or None for name in ("q", "unit", "keadaan"))
    return url_for(".index", q=q, unit=unit, keadaan=state, hal=page)


@blueprint.get("")
def index() -> str:
    """Search and page through the register."""
    state = request.args.get("keadaan", "aktif")
    unit_id = request.args.get("unit", type=int)
    found = queries.list_people(
        db.session(),
        search=request.args.get("q", "")[:80],
        unit_id=unit_id,
        active=STATES.get(state, True),
        page=request.args.get("hal", 1, type=int),
    )
    return render_template(
        "core/staff/index.html",
        found=found,
        state=state,
        unit_id=unit_id,
        units=all_units(db.session()),
        masked=masked_nip,
        prev_url=_page_url(found.page - 1) if found.page > 1 else None,
        next_url=_page_url(found.page + 1) if found.page < found.pages else None,
    )


@blueprint.route("/baru", methods=["GET", "POST"])
def create() -> str | Response:
    """Put somebody into the register."""
    form = PersonForm(employment=Employment.PNS)
    return _edit(form, None)


@blueprint.get("/<int:person_id>")
def show(person_id: int) -> str:
    """One record and its history."""
    row = load(person_id)
    return render_template(
        "core/staff/show.html",
        row=row,
        nip=masked_nip(row.person.nip_tail),
        employment=employment_names(),
        fields={name: gettext(label) for name, label in FIELD_LABELS.items()},
        history=queries.corrections(db.session(), row.person),
    )


@blueprint.route("/<int:person_id>/ubah", methods=["GET", "POST"])
def edit(person_id: int) -> str | Response:
    """Correct a record."""
    row = load(person_id)
    person = row.person
    form = PersonForm(
        name=person.name,
        unit=str(person.unit_id or ""),
        post=str(person.post_id or ""),
        superior=row.superior,
        rank_group=person.rank_group,
        employment=person.employment,
        account_login=row.login,
    )
    return _edit(form, row)


def _edit(form: PersonForm, row: PersonRow | None) -> str | Response:
    """The form for a new or a known person."""
    session = db.session()
    form.offer(all_units(session), queries.all_posts(session), row)
    if form.validate_on_submit() and (person := _saved(form, row)) is not None:
        flash(gettext("Data pegawai sudah disimpan."), "success")
        return redirect(url_for(".show", person_id=person.id), 303)
    return render_template(
        "core/staff/form.html",
        form=form,
        row=row,
        nip=masked_nip(row.person.nip_tail) if row else "",
        superiors=queries.likely_superiors(session),
    )


def _saved(form: PersonForm, row: PersonRow | None) -> Person | None:
    """The stored person; None when something was refused, which then stands on its field."""
    session, person = db.session(), row.person if row else None
    try:
        facts = form.facts(session, row, secret=secret())
        if facts is None:
            return None
        how = {"nip": form.nip.data or "", "secret": secret(), "actor_id": current_user.id}
        if person is None:
            person = services.add_person(session, facts, **how)
        else:
            services.change_person(session, person, facts, **how)
        db.session.commit()
    except RembukError as refusal:
        db.session.rollback()
        show_refusal(form.nip, refusal)
        return None
    return person


@blueprint.route("/<int:person_id>/berhenti", methods=["GET", "POST"])
def leave(person_id: int) -> str | Response:
    """Ask since when, then note that somebody no longer works here."""
    row = load(person_id)
    form = LeaveForm(left_on=today())
    if form.validate_on_submit():
        services.leave(db.session(), row.person, on=form.left_on.data, actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Tercatat: %(name)s tidak lagi bekerja di sini.", name=row.person.name), "success")
        return redirect(url_for(".show", person_id=person_id), 303)
    return render_template("core/staff/leave.html", row=row, form=form)


@blueprint.route("/<int:person_id>/kembali", methods=["GET", "POST"])
def come_back(person_id: int) -> str | Response:
    """Somebody works here again, after asking once more."""
    row = load(person_id)
    if not ConfirmForm().validate_on_submit():
        return render_template("core/staff/come_back.html", row=row)
    services.come_back(db.session(), row.person, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Tercatat: %(name)s bekerja di sini lagi.", name=row.person.name), "success")
    return redirect(url_for(".show", person_id=person_id), 303)


@blueprint.route("/<int:person_id>/hapus", methods=["GET", "POST"])
def erase(person_id: int) -> str | Response:
    """Erase a record for good, after asking once more."""
    row = load(person_id)
    if row.person.account_id is not None or not ConfirmForm().validate_on_submit():
        return render_template("core/staff/erase.html", row=row)
    services.erase_person(db.session(), row.person, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Data pegawai itu sudah dihapus."), "success")
    return redirect(url_for(".index"), 303)
