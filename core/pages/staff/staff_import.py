"""Import staff from CSV or XLSX: upload, pair columns, check, import."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField

from core.db import db
from core.errors import N_, RembukError
from core.pages.staff.staff_forms import ConfirmForm
from core.staff import import_files, template
from core.staff.import_columns import FIELDS, Wanted, choose_columns
from core.staff.import_rows import RowError
from core.staff.importing import StaffPlan
from core.staff.models import StaffImport
from core.staff.nip import hide_nip
from core.web.forms import BaseForm
from core.web.guard import may_call
from core.web.server import secret

blueprint = Blueprint("staff_import", __name__, url_prefix="/kelola/pegawai/impor")
LISTED_ERRORS = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CODES = "manage_codes.many"  # where the first codes of waiting accounts are printed


class UploadForm(BaseForm):
    """The file."""

    file = FileField(
        _l("Berkas XLSX atau CSV"),
        [FileRequired(message=N_("Pilih berkasnya dahulu."))],
        description=_l("Paling besar 5 MB dan 50.000 baris. Baris 1 berisi judul kolom."),
        render_kw={"accept": ".xlsx,.csv,.txt,text/csv"},
    )


class PairForm(BaseForm):
    """What is to be made beside the people."""

    new_posts = BooleanField(_l("Buat jabatan yang belum ada"))
    new_accounts = BooleanField(
        _l("Buatkan akun ASN untuk yang belum punya"),
        description=_l(
            "Nama akun diambil dari kolomnya, atau dibuat dari nama. Setelah impor Anda mencetak kode pertama mereka."
        ),
    )


class FinishForm(BaseForm):
    """Import now."""

    skip = BooleanField(_l("Lewati baris yang salah; impor yang lain"))


def refuse(form: BaseForm, refusal: RembukError) -> None:
    """Say above the form why not; nothing of it is kept."""
    db.session.rollback()
    form.form_errors.append(gettext(refusal.message, **refusal.params))


@blueprint.get("/templat.csv")
def csv_template() -> Response:
    """An empty list as CSV."""
    return _download(b"".join(template.csv_template()), "text/csv; charset=utf-8", "pegawai.csv")


@blueprint.get("/templat.xlsx")
def xlsx_template() -> Response:
    """An empty list as XLSX."""
    return _download(template.xlsx_template(), XLSX, "pegawai.xlsx")


def _download(content: bytes, mimetype: str, name: str) -> Response:
    return Response(
        content,
        content_type=mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.route("", methods=["GET", "POST"])
def upload() -> str | AnyResponse:
    """Take a file; earlier ones are listed below."""
    form = UploadForm()
    if form.validate_on_submit():
        sent = form.file.data
        with sent.stream:
            content = sent.read()
        try:
            kept = import_files.receive_list(
                db.session(),
                filename=sent.filename or "",
                content=content,
                secret=secret(),
                actor_id=current_user.id,
            )
            db.session.commit()
            return redirect(url_for(".pair", number=kept.id), 303)
        except RembukError as refusal:
            refuse(form, refusal)
    return render_template(
        "core/staff_import/upload.html", form=form, uploads=import_files.lists(db.session())
    )


@blueprint.route("/<int:number>", methods=["GET", "POST"])
def pair(number: int) -> str | AnyResponse:
    """Which column says what."""
    kept = import_files.waiting_list(db.session(), number)
    table = import_files.table_of_list(kept, secret=secret())
    wanted = Wanted.from_json(kept.mapping)
    form = PairForm(new_posts=wanted.new_posts, new_accounts=wanted.new_accounts)
    if form.validate_on_submit():
        try:
            columns = choose_columns(table.header, request.form.getlist("kolom"))
            wanted = Wanted(columns, form.new_posts.data, form.new_accounts.data)
            import_files.choose(db.session(), kept, wanted=wanted)
            db.session.commit()
            return redirect(url_for(".check", number=number), 303)
        except RembukError as refusal:
            refuse(form, refusal)
    return render_template(
        "core/staff_import/pair.html",
        upload=kept,
        form=form,
        table=table,
        example=table.rows[0].number,
        samples=[hide_nip(cell) for cell in table.rows[0].cells],
        chosen={column: of for of, column in wanted.columns.items()},
        fields={of: gettext(label) for of, label in FIELDS.items()},
    )


@blueprint.route("/<int:number>/periksa", methods=["GET", "POST"])
def check(number: int) -> str | AnyResponse:
    """What would change and what is wrong, row by row; then import."""
    kept = import_files.waiting_list(db.session(), number)
    form = FinishForm()
    if form.validate_on_submit():
        try:
            plan = import_files.finish_list(
                db.session(), kept, skip_wrong=form.skip.data, secret=secret(), actor_id=current_user.id
            )
            if plan is not None:
                db.session.commit()
                return _done(plan)
            form.form_errors.append(
                gettext(
                    "Belum ada yang diimpor. Perbaiki berkasnya, atau pilih untuk melewati baris yang salah."
                )
            )
        except RembukError as refusal:
            refuse(form, refusal)
    return _preview(kept, form)


def _preview(kept: StaffImport, form: FinishForm) -> str:
    plan = import_files.check_list(db.session(), kept, secret=secret())
    return render_template(
        "core/staff_import/check.html",
        upload=kept,
        form=form,
        counts=plan.counts(),
        changes=len(plan.rows),
        errors=[(error.row, error.column, _reason(error)) for error in plan.errors[:LISTED_ERRORS]],
        unlisted=max(0, len(plan.errors) - LISTED_ERRORS),
    )


def _reason(error: RowError) -> str:
    return str(gettext(error.message, **error.params))


def _done(plan: StaffPlan) -> AnyResponse:
    """Say what came in, and go on to the printing of codes where accounts wait for them."""
    counts = plan.counts()
    flash(
        gettext(
            "Impor selesai: %(new)d pegawai baru, %(changed)d diperbarui, %(unchanged)d tidak berubah.",
            new=counts["new"],
            changed=counts["changed"],
            unchanged=counts["unchanged"],
        ),
        "success",
    )
    if counts["accounts"]:
        waiting = counts["accounts"]
        flash(
            ngettext(
                "%(num)d akun baru menunggu kode pertamanya.",
                "%(num)d akun baru menunggu kode pertamanya.",
                waiting,
            )
        )
        if may_call(CODES):
            return redirect(url_for(CODES), 303)
    return redirect(url_for("staff.index"), 303)


@blueprint.route("/<int:number>/buang", methods=["GET", "POST"])
def discard(number: int) -> str | AnyResponse:
    """Ask once more, then throw the file away."""
    kept = import_files.waiting_list(db.session(), number)
    if not ConfirmForm().validate_on_submit():
        return render_template("core/staff_import/discard.html", upload=kept)
    import_files.discard_list(db.session(), kept, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Berkas dibuang. Tidak ada pegawai yang diimpor."))
    return redirect(url_for(".upload"), 303)
