"""Staff see who registered, decide, offer, enter people by hand, and take the list along."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from core.base import utc_now
from core.csv_writing import write_csv
from core.db import db
from core.errors import N_, Invalid, RembukError
from core.units.queries import active_units, all_units
from core.web.converters import key_number
from core.web.forms import show_refusal
from core.web.i18n import language
from core.web.server import secret
from forum.seats import exports, offering, queries, services, staffing
from forum.seats.enums import ACT_LABELS, BY_LABELS, REGISTRATION_LABELS, By, RegistrationState
from forum.seats.forms import AddForm, StepForm
from forum.seats.models import Registration
from forum.seats.services import Answers
from forum.workshops.enums import RULE_LABELS
from forum.workshops.models import Workshop
from forum.workshops.queries import latest_form
from forum.workshops.views.common import load
from forum.workshops.words import moment_words, to_local
from surveys.engine import cells_of, headers_of

blueprint = Blueprint("manage_registrations", __name__, url_prefix="/kelola/workshop/<string:key>/peserta")
LABELS = {"states": REGISTRATION_LABELS, "acts": ACT_LABELS, "actors": BY_LABELS, "rules": RULE_LABELS}


def _approve(registration: Registration, _reason: str) -> None:
    staffing.approve(db.session(), registration, actor_id=current_user.id)


def _with_reason(service: Callable[..., None], **more: object) -> Callable[[Registration, str], None]:
    def act(registration: Registration, reason: str) -> None:
        reason = staffing.require_reason(reason)
        service(db.session(), registration, reason=reason, now=utc_now(), actor_id=current_user.id, **more)

    return act


ACTIONS: dict[str, Callable[[Registration, str], None]] = {
    "setujui": _approve,
    "tolak": _with_reason(staffing.refuse),
    "tawarkan": _with_reason(offering.offer_to),
    "tarik": _with_reason(offering.withdraw_offer),
    "batalkan": _with_reason(services.cancel, by=By.STAFF),
}


def _page_url(key: str, page: int) -> str:
    q, state, unit = (request.args.get(name) or None for name in ("q", "keadaan", "unit"))
    return url_for(".index", key=key, q=q, keadaan=state, unit=unit, hal=page)


@blueprint.get("")
def index(key: str) -> str:
    """Search and page through the registrations of a workshop."""
    workshop = load(key)
    state = request.args.get("keadaan", "")
    found = queries.list_registrations(
        db.session(),
        workshop,
        search=request.args.get("q", "")[:80],
        state=state if state in set(RegistrationState) else "",
        unit_id=request.args.get("unit", type=key_number),
        page=request.args.get("hal", 1, type=int),
    )
    return render_template(
        "forum/seats/manage/index.html",
        workshop=workshop,
        found=found,
        counts=queries.counts(db.session(), workshop),
        units=all_units(db.session()),
        prev_url=_page_url(key, found.page - 1) if found.page > 1 else None,
        next_url=_page_url(key, found.page + 1) if found.page < found.pages else None,
        **LABELS,
    )


@blueprint.route("/<string:registration_key>", methods=["GET", "POST"])
def show(key: str, registration_key: str) -> str | AnyResponse | tuple[str, int]:
    """One registration with its history, and what staff can do with it."""
    workshop = load(key)
    registration = queries.of_workshop(db.session(), workshop, registration_key)
    form, status = StepForm(), 200
    if form.validate_on_submit():
        if _done(registration, form):
            return redirect(url_for(".show", key=key, registration_key=registration_key), 303)
        status = 422
        registration = queries.of_workshop(db.session(), workshop, registration_key)
    return _shown(registration, form), status


def _done(registration: Registration, form: StepForm) -> bool:
    """Take the step whose button was pressed; a refusal stands on the reason."""
    try:
        action = ACTIONS.get(request.form.get("aksi", ""))
        if action is None:
            raise Invalid(N_("Tombol itu tidak dikenal. Muat ulang halamannya."))
        action(registration, form.reason.data or "")
        db.session.commit()
    except RembukError as refusal:
        db.session.rollback()
        show_refusal(form.reason, refusal)
        return False
    flash(gettext("Sudah dicatat."), "success")
    return True


def _described(registration: Registration) -> list[tuple[str, object]]:
    """Who it is, and the answers to the workshop's questions."""
    questions = exports.questions_of(latest_form(db.session(), registration.workshop))
    named = headers_of(questions, language())
    cells = cells_of(questions, registration.answers, language())
    return [
        (gettext("Unit"), registration.unit.name if registration.unit else ""),
        (gettext("Jabatan atau pekerjaan"), registration.post),
        (gettext("Telepon"), registration.phone),
        (gettext("Surel"), registration.email),
        (gettext("Memastikan hadir"), moment_words(registration.confirmed_at)),
        (gettext("Akun"), gettext("ada") if registration.account_id else gettext("tanpa akun")),
        *zip(named, cells, strict=True),
    ]


def _shown(registration: Registration, form: StepForm) -> str:
    return render_template(
        "forum/seats/manage/show.html",
        workshop=registration.workshop,
        registration=registration,
        form=form,
        described=_described(registration),
        place=queries.place_of(db.session(), registration),
        **LABELS,
    )


@blueprint.route("/tambah", methods=["GET", "POST"])
def add(key: str) -> str | AnyResponse | tuple[str, int]:
    """Enter somebody who asked by phone or letter."""
    workshop, form = load(key), AddForm()
    form.offer(active_units(db.session()), fixed=False)
    if form.validate_on_submit() and (made := _added(workshop, form)) is not None:
        return redirect(url_for(".show", key=key, registration_key=made.key), 303)
    page = render_template("forum/seats/manage/add.html", workshop=load(key), form=form)
    return page, 422 if form.is_submitted() else 200


def _added(workshop: Workshop, form: AddForm) -> Registration | None:
    try:
        made = staffing.add_by_staff(
            db.session(),
            workshop,
            applicant=form.applicant(None),
            answers=Answers(),
            reason=form.reason.data,
            actor_id=current_user.id,
            secret=secret(),
        )
        db.session.commit()
    except RembukError as refusal:
        db.session.rollback()
        show_refusal(form.name, refusal)
        return None
    flash(gettext("Sudah dicatat."), "success")
    return made


@blueprint.get("/pembagian")
def selection(key: str) -> str:
    """Every offer with the rule and the numbers that were compared."""
    workshop = load(key)
    return render_template(
        "forum/seats/manage/selection.html",
        workshop=workshop,
        offers=queries.offers(db.session(), workshop),
        line=queries.named_line(db.session(), workshop),
        **LABELS,
    )


@blueprint.get("/unduh.csv")
def export(key: str) -> Response:
    """Everybody as a table for spreadsheets."""
    workshop = load(key)
    rows = exports.rows_of(
        db.session(),
        workshop,
        form=latest_form(db.session(), workshop),
        lang=language(),
        words=gettext,
        time=_spreadsheet_time,
    )
    named = {"Content-Disposition": f'attachment; filename="peserta-{workshop.key}.csv"'}
    return Response(write_csv(list(rows)), mimetype="text/csv", headers=named)


def _spreadsheet_time(moment: datetime) -> str:
    return to_local(moment).strftime("%Y-%m-%d %H:%M")
