"""Staff bring an XLSForm into a survey and take one out."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.uploads.content import clean_filename
from surveys import queries
from surveys.enums import SurveyState
from surveys.models import Survey
from surveys.views.common import show_refusal, words
from surveys.xlsform import ReadForm, Refusal
from surveys.xlsform.forms import XlsformUpload
from surveys.xlsform.services import export_form, import_form, original_of, require_original

blueprint = Blueprint("manage_xlsform", __name__, url_prefix="/kelola/survei/<string:key>/xlsform")

LISTED = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.route("", methods=["GET", "POST"])
def bring(key: str) -> str | Response:
    """Take a form over, or list everything in it that stands in the way."""
    survey = queries.survey_by_key(db.session(), key)
    form = XlsformUpload(seen=survey.revision).for_survey(asks=bool(survey.questions))
    refusals: tuple[Refusal, ...] = ()
    if form.validate_on_submit():
        try:
            read = _import(survey, form)
            if not read.refusals:
                return _done(survey, read)
            refusals = read.refusals
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template(
        "surveys/manage/xlsform.html",
        survey=survey,
        form=form,
        editable=survey.state != SurveyState.CLOSED,
        original=original_of(db.session(), survey),
        refusals=[(one, words(one)) for one in refusals[:LISTED]],
        unlisted=max(0, len(refusals) - LISTED),
    )


def _import(survey: Survey, form: XlsformUpload) -> ReadForm:
    sent, seen = form.file.data, form.seen.data or ""
    with sent.stream:
        content = sent.read()
    return import_form(
        db.session(),
        survey,
        content=content,
        filename=sent.filename or "",
        seen=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1,  # noqa: PLR2004  a column's integer
        actor_id=current_user.id,
    )


def _done(survey: Survey, read: ReadForm) -> Response:
    db.session.commit()
    count = len(read.questions)
    flash(ngettext("%(num)d pertanyaan diimpor.", "%(num)d pertanyaan diimpor.", count), "success")
    if read.notes:
        flash(gettext("Ada yang perlu diperiksa sebelum terbit. Lihat pratinjau."))
    return redirect(url_for("manage_surveys.show", key=survey.key, _anchor="pertanyaan"), 303)


@blueprint.get("/unduh")
def export(key: str) -> Response:
    """The questions as they are written now."""
    survey = queries.survey_by_key(db.session(), key)
    return _file(export_form(db.session(), survey), f"{survey.key}.xlsx")


@blueprint.get("/asli/unduh")
def original(key: str) -> Response:
    """The file as it was uploaded."""
    kept = require_original(db.session(), queries.survey_by_key(db.session(), key))
    return _file(kept.content, clean_filename(kept.filename, ".xlsx"))


def _file(content: bytes, name: str) -> Response:
    return send_file(BytesIO(content), mimetype=_XLSX, as_attachment=True, download_name=name, max_age=0)
