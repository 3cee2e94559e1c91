"""Import answers from a CSV file: upload, pair columns, check, import."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import N_, Invalid, RembukError
from core.tables import read_table
from surveys import import_files, queries
from surveys.definition import questions_of
from surveys.forms import ConfirmForm
from surveys.import_forms import SKIP, UNIT, FinishForm, UploadForm, read_choices
from surveys.importing import ImportReport, Mapped, RowError, importable, version_for_import
from surveys.models import Survey
from surveys.views.common import show_refusal, words

blueprint = Blueprint("survey_imports", __name__, url_prefix="/kelola/survei/<string:key>/impor")

PREVIEW_ROWS = 5
LISTED_ERRORS = 200


def _survey(key: str) -> Survey:
    return queries.survey_by_key(db.session(), key)


def _step(endpoint: str, key: str, number: int) -> Response:
    return redirect(url_for(f"survey_imports.{endpoint}", key=key, number=number), 303)


@blueprint.route("", methods=["GET", "POST"])
def upload(key: str) -> str | Response:
    """Take a file; earlier ones are listed below."""
    survey = _survey(key)
    version_for_import(db.session(), survey)
    form = UploadForm()
    if form.validate_on_submit():
        sent = form.file.data
        with sent.stream:
            content = sent.read()
        try:
            kept = import_files.receive_file(
                db.session(),
                survey,
                filename=sent.filename or "",
                content=content,
                actor_id=current_user.id,
            )
            db.session.commit()
            return _step("pair", key, kept.id)
        except RembukError as refusal:
            show_refusal(form, refusal)
    uploads = import_files.uploads_of(db.session(), survey)
    return render_template("surveys/imports/upload.html", survey=survey, form=form, uploads=uploads)


@blueprint.route("/<int:number>", methods=["GET", "POST"])
def pair(key: str, number: int) -> str | Response:
    """Which column answers which question."""
    survey = _survey(key)
    kept = import_files.upload_of(db.session(), survey, number)
    table = read_table(kept.filename, kept.content)
    mapped, form = Mapped.from_json(kept.mapping), ConfirmForm()
    if form.validate_on_submit():
        columns, unit_columns = read_choices(request.form.getlist("kolom"), table.header)
        mapped = Mapped(columns, unit_columns[0] if unit_columns else None)
        try:
            if len(unit_columns) > 1:
                raise Invalid(N_("Hanya satu kolom dapat menyebut unit."))
            import_files.choose_mapping(db.session(), survey, kept, mapped=mapped, actor_id=current_user.id)
            db.session.commit()
            return _step("check", key, number)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template(
        "surveys/imports/pair.html",
        survey=survey,
        upload=kept,
        form=form,
        table=table,
        rows=table.rows[:PREVIEW_ROWS],
        chosen={**mapped.columns, **({mapped.unit_column: UNIT} if mapped.unit_column else {})},
        questions=importable(questions_of(version_for_import(db.session(), survey))),
        skip=SKIP,
        unit=UNIT,
    )


@blueprint.route("/<int:number>/periksa", methods=["GET", "POST"])
def check(key: str, number: int) -> str | Response:
    """What would come in and what is wrong, row by row; then import."""
    survey = _survey(key)
    kept = import_files.upload_of(db.session(), survey, number)
    form = FinishForm()
    if form.validate_on_submit():
        report = import_files.finish_file(
            db.session(), survey, kept, skip_invalid=form.skip.data, actor_id=current_user.id
        )
        if report.imported:
            db.session.commit()
            flash(_done(report), "success")
            return redirect(url_for("survey_results.show", key=key), 303)
        form.form_errors.append(
            gettext("Belum ada yang diimpor. Perbaiki berkasnya, atau pilih untuk melewati baris yang salah.")
        )
    reader = import_files.check_file(db.session(), survey, kept)
    return render_template(
        "surveys/imports/check.html",
        survey=survey,
        upload=kept,
        form=form,
        answers=len(reader.answers),
        wrong_rows=len({error.row for error in reader.errors}),
        errors=[(error.row, error.column, _reason(error)) for error in reader.errors[:LISTED_ERRORS]],
        unlisted=max(0, len(reader.errors) - LISTED_ERRORS),
    )


def _reason(error: RowError) -> str:
    return words(Invalid(error.message, **error.params))


def _done(report: ImportReport) -> str:
    return str(ngettext("%(num)d jawaban diimpor.", "%(num)d jawaban diimpor.", report.imported))


@blueprint.route("/<int:number>/buang", methods=["GET", "POST"])
def discard(key: str, number: int) -> str | Response:
    """Ask once more, then throw the file away."""
    survey = _survey(key)
    kept = import_files.upload_of(db.session(), survey, number)
    if ConfirmForm().validate_on_submit():
        import_files.discard_file(db.session(), survey, kept, actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Berkas dibuang. Tidak ada jawaban yang diimpor."))
        return redirect(url_for("survey_imports.upload", key=key), 303)
    return render_template("surveys/imports/discard.html", survey=survey, upload=kept)
