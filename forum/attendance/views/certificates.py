"""Certificates on the staff's side: who has earned one, issue, revoke, number, hand over to SIASN."""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from core.csv_writing import write_csv
from core.db import db
from core.errors import RembukError
from core.web.forms import show_refusal
from core.web.server import secret, today
from forum.attendance import certificate_queries as queries
from forum.attendance import certificates, exports
from forum.attendance.forms import NumberForm, PercentForm, RevokeForm
from forum.attendance.rules import number_by
from forum.attendance.views.common import the_registration, the_workshop

blueprint = Blueprint("certificates", __name__, url_prefix="/kelola")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _how() -> dict[str, object]:
    zone = current_app.config["REMBUK_SETTINGS"].timezone
    return {"on": today(), "zone": zone, "secret": secret(), "actor_id": current_user.id}


@blueprint.route("/workshop/<string:key>/sertifikat", methods=["GET", "POST"])
def index(key: str) -> str | AnyResponse:
    """Who has earned one; the form changes from which share of the sessions on."""
    workshop, session = the_workshop(key), db.session()
    form = PercentForm(percent=queries.percent_of(session, workshop))
    if form.validate_on_submit():
        certificates.set_percent(session, workshop, percent=form.percent.data, actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Perubahan sudah disimpan."), "success")
        return redirect(url_for(".index", key=key), 303)
    rows = queries.standings(session, workshop)
    return render_template(
        "forum/attendance/certificates.html",
        workshop=workshop,
        form=form,
        rows=rows,
        due=sum(row.earned and row.certificate is None for row in rows),
        issued=len(queries.certificates_of(session, workshop)),
        codes={
            row.certificate.id: queries.code_of_certificate(row.certificate.key, secret=secret())
            for row in rows
            if row.certificate
        },
    )


@blueprint.post("/workshop/<string:key>/sertifikat/terbitkan")
def issue(key: str) -> AnyResponse:
    """A certificate for everybody who has earned one and never had one."""
    made = certificates.issue_certificates(db.session(), the_workshop(key), **_how())  # type: ignore[arg-type]
    db.session.commit()
    flash(ngettext("%(num)s sertifikat diterbitkan.", "%(num)s sertifikat diterbitkan.", made), "success")
    return redirect(url_for(".index", key=key), 303)


@blueprint.post("/workshop/<string:key>/sertifikat/terbitkan-lagi/<string:person>")
def issue_again(key: str, person: str) -> AnyResponse:
    """A new one for somebody whose certificate was revoked."""
    workshop = the_workshop(key)
    registration = the_registration(workshop, person)
    made = certificates.issue_again(db.session(), workshop, registration, **_how())  # type: ignore[arg-type]
    db.session.commit()
    flash(gettext("Sertifikat nomor %(number)s diterbitkan.", number=made.number), "success")
    return redirect(url_for(".index", key=key), 303)


@blueprint.route("/workshop/<string:key>/sertifikat/<string:certificate>/cabut", methods=["GET", "POST"])
def revoke(key: str, certificate: str) -> str | AnyResponse:
    """Say why a certificate no longer holds."""
    workshop = the_workshop(key)
    found = queries.certificate_by_key(db.session(), workshop, certificate)
    if found is None:
        raise NotFound
    form = RevokeForm()
    if form.validate_on_submit():
        certificates.revoke_certificate(
            db.session(), found, reason=form.reason.data, actor_id=current_user.id
        )
        db.session.commit()
        flash(gettext("Sertifikat nomor %(number)s dicabut.", number=found.number), "success")
        return redirect(url_for(".index", key=key), 303)
    return render_template("forum/attendance/revoke.html", workshop=workshop, certificate=found, form=form)


@blueprint.get("/workshop/<string:key>/sertifikat/siasn.csv")
def siasn_csv(key: str) -> Response:
    """The columns of SIASN as CSV."""
    rows = exports.siasn_rows(db.session(), the_workshop(key))
    return _file(b"".join(write_csv(rows)), "text/csv; charset=utf-8", f"siasn-{key}.csv")


@blueprint.get("/workshop/<string:key>/sertifikat/siasn.xlsx")
def siasn_xlsx(key: str) -> Response:
    """The same as a workbook."""
    rows = exports.siasn_rows(db.session(), the_workshop(key))
    return _file(exports.write_xlsx(rows), XLSX, f"siasn-{key}.xlsx")


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.route("/nomor-sertifikat", methods=["GET", "POST"])
def numbering() -> str | AnyResponse:
    """How the office numbers its certificates."""
    form = NumberForm(pattern=queries.number_pattern(db.session()))
    if form.validate_on_submit():
        try:
            certificates.set_number_pattern(db.session(), form.pattern.data.strip(), actor_id=current_user.id)
        except RembukError as refusal:
            db.session.rollback()
            show_refusal(form.pattern, refusal)
        else:
            db.session.commit()
            flash(gettext("Perubahan sudah disimpan."), "success")
            return redirect(url_for(".numbering"), 303)
    stored = queries.number_pattern(db.session())
    return render_template(
        "forum/attendance/numbering.html", form=form, sample=number_by(stored, serial=7, on=today())
    )
