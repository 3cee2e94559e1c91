"""Anybody who holds a certificate can see whether it is genuine, and its owner can print it."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from core.codes import normalise
from core.db import db
from core.web.own_files import read_own_file
from core.web.pages import absolute
from core.web.qr import qr_picture
from forum.attendance import certificate_queries as queries
from forum.attendance.forms import CodeForm
from forum.attendance.models import Certificate
from forum.attendance.pdf import can_make_pdf, make_pdf

blueprint = Blueprint("certificate", __name__, url_prefix="/sertifikat")


def _form() -> CodeForm:
    return CodeForm(formdata=None, meta={"csrf": False})


def spoken_code(code: str) -> str:
    """A code in groups of four, as it is printed."""
    letters = normalise(code) or ""
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


@blueprint.route("", methods=["GET", "POST"])
def ask() -> str | AnyResponse:
    """Ask for the code on a certificate."""
    form = CodeForm(meta={"csrf": False})  # the guard checks the stateless token instead
    if form.validate_on_submit():
        typed = spoken_code(form.code.data)
        if typed:
            return redirect(url_for(".show", code=typed), 303)
        form.code.errors = [*form.code.errors, _unreadable()]
    return render_template("forum/attendance/ask.html", form=form)


def _unreadable() -> str:
    return str(gettext("Kode sertifikat terdiri dari 16 huruf dan angka. Periksa salinannya."))


@blueprint.get("/<string:code>")
def show(code: str) -> str | tuple[str, int]:
    """Whether there is such a certificate, and what it says."""
    found = queries.find_certificate(db.session(), code)
    if found is None:
        return render_template("forum/attendance/unknown.html", form=_form()), 404
    return render_template(
        "forum/attendance/certificate.html",
        certificate=found,
        code=spoken_code(code),
        with_pdf=can_make_pdf(),
    )


def _printable(code: str) -> Certificate:
    """A certificate that holds."""
    found = queries.find_certificate(db.session(), code)
    if found is None or found.revoked_at is not None:
        raise NotFound
    return found


def _paper(code: str) -> str:
    found, spoken = _printable(code), spoken_code(code)
    address = absolute(url_for(".show", code=spoken))
    return render_template(
        "forum/attendance/certificate_paper.html",
        certificate=found,
        code=spoken,
        address=address,
        picture=qr_picture(address),
    )


@blueprint.get("/<string:code>/cetak")
def paper(code: str) -> str:
    """The certificate as it is printed."""
    return _paper(code)


@blueprint.get("/<string:code>/sertifikat.pdf")
def pdf(code: str) -> Response:
    """The same as a file, where this installation makes PDF."""
    if not can_make_pdf():
        raise NotFound
    content = make_pdf(_paper(code), read=read_own_file, base_url=absolute("/"))
    answer = Response(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="sertifikat.pdf"'
    return answer
