"""Staff write down what was said, correct it, and print the slips."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.nonces import read_nonce
from core.web.pages import absolute
from core.web.qr import qr_picture
from core.web.server import secret
from forum.notes import queries, services
from forum.notes.enums import NoteKind
from forum.notes.forms import ConfirmForm, NoteForm, WithdrawForm, WriteForm
from forum.notes.models import WorkshopNote
from forum.notes.rules import MAX_AT_ONCE, split_sentences
from forum.notes.views.common import groups_of, kind_words, load, refused
from forum.workshops.models import Workshop

blueprint = Blueprint("workshop_notes", __name__, url_prefix="/kelola/workshop/<string:key>/catatan")


def _page(workshop: Workshop, note: WorkshopNote | None = None) -> Response:
    anchor = f"k-{note.key}" if note else None
    return redirect(url_for(".index", key=workshop.key, _anchor=anchor), 303)


@blueprint.get("")
def index(key: str) -> str:
    """Everything by table."""
    workshop = load(key)
    notes = queries.notes_of(db.session(), workshop)
    return render_template(
        "forum/notes/index.html",
        workshop=workshop,
        groups=queries.by_group(notes),
        hidden=sum(not note.public for note in notes),
        shown=sum(note.public for note in notes),
        kinds=kind_words(),
    )


@blueprint.route("/tulis", methods=["GET", "POST"])
def write(key: str) -> str | Response:
    """Type, check how it was divided, keep. Nothing is stored before the sentences were confirmed."""
    workshop, form = load(key), WriteForm.begin(group=request.args.get("meja", ""))
    sentences = request.form.getlist("kalimat")[: MAX_AT_ONCE + 1]
    if form.validate_on_submit():
        if request.form.get("aksi") == "simpan":
            return _keep(workshop, form, sentences)
        if request.form.get("aksi") == "kembali":
            form.text.data = "\n".join(sentences)
        elif found := split_sentences(form.text.data or ""):
            return _confirm(workshop, form, found)
        else:
            form.text.errors = [gettext("Belum ada kalimat. Tulis paling sedikit satu.")]
    return render_template("forum/notes/write.html", workshop=workshop, form=form, groups=groups_of(workshop))


def _confirm(workshop: Workshop, form: WriteForm, sentences: list[str]) -> str:
    return render_template(
        "forum/notes/confirm.html", workshop=workshop, form=form, sentences=sentences, kinds=kind_words()
    )


def _keep(workshop: Workshop, form: WriteForm, sentences: list[str]) -> str | Response:
    label = form.group.data
    try:
        services.take_notes(
            db.session(),
            workshop,
            group_label=label,
            kind=NoteKind(form.kind.data),
            texts=sentences,
            nonce=read_nonce(form.nonce.data or ""),
            secret=secret(),
            actor_id=current_user.id,
        )
    except RembukError as refusal:
        refused(form, refusal)
        return _confirm(workshop, form, sentences)
    db.session.commit()
    if form.kind.data != NoteKind.VOICE:
        flash(gettext("Kalimat sudah disimpan."), "success")
        return _page(workshop)
    flash(gettext("Kalimat sudah disimpan. Bagikan kode lacaknya kepada yang menyampaikan."), "success")
    return redirect(url_for(".slips", key=workshop.key, meja=" ".join(label.split())), 303)


@blueprint.get("/kode")
def slips(key: str) -> str:
    """Slips with the codes of a table, or of all, to print and cut."""
    workshop, table = load(key), request.args.get("meja", "")
    notes = [n for n in queries.notes_of(db.session(), workshop) if table in ("", n.group_label)]
    cards = [
        (note, code, qr_picture(absolute(f"/lacak/{code}")))
        for note, code in queries.codes_of(notes, secret=secret())
    ]
    return render_template(
        "forum/notes/slips.html",
        workshop=workshop,
        table=table,
        cards=cards,
        address=absolute("/lacak"),
    )


@blueprint.route("/<string:note_key>", methods=["GET", "POST"])
def change(key: str, note_key: str) -> str | Response:
    """Correct one sentence; what it said before is listed."""
    workshop = load(key)
    note = queries.note_of(db.session(), workshop, note_key)
    form = NoteForm.of(note)
    if form.validate_on_submit():
        try:
            services.change_note(
                db.session(),
                note,
                text=form.text.data,
                kind=NoteKind(form.kind.data),
                group_label=form.group.data,
                before=form.before.data or "",
                actor_id=current_user.id,
            )
            db.session.commit()
            flash(gettext("Perubahan sudah disimpan."), "success")
            return _page(workshop, note)
        except RembukError as refusal:
            refused(form, refusal)
    return render_template(
        "forum/notes/note.html", workshop=workshop, note=note, form=form, groups=groups_of(workshop)
    )


@blueprint.post("/<string:note_key>/naik")
def up(key: str, note_key: str) -> Response:
    """One place earlier."""
    return _move(key, note_key, up=True)


@blueprint.post("/<string:note_key>/turun")
def down(key: str, note_key: str) -> Response:
    """One place later."""
    return _move(key, note_key, up=False)


def _move(key: str, note_key: str, *, up: bool) -> Response:
    workshop = load(key)
    note = queries.note_of(db.session(), workshop, note_key)
    services.move_note(db.session(), note, up=up, actor_id=current_user.id)
    db.session.commit()
    return _page(workshop, note)


@blueprint.route("/<string:note_key>/hapus", methods=["GET", "POST"])
def withdraw(key: str, note_key: str) -> str | Response:
    """Ask why, then let the text go."""
    workshop, form = load(key), WithdrawForm()
    note = queries.note_of(db.session(), workshop, note_key)
    if form.validate_on_submit():
        services.withdraw_note(db.session(), note, reason=form.reason.data, actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Kalimat sudah dihapus."), "success")
        return _page(workshop)
    return render_template("forum/notes/withdraw.html", workshop=workshop, note=note, form=form)


@blueprint.route("/tampilkan", methods=["GET", "POST"])
def publish(key: str) -> str | Response:
    """What everybody would read, with a warning where a name may stand; then show it."""
    workshop, session = load(key), db.session()
    if ConfirmForm().validate_on_submit():
        count = services.publish_notes(
            session, workshop, keys=request.form.getlist("kalimat"), actor_id=current_user.id
        )
        db.session.commit()
        flash(ngettext("%(num)d kalimat ditampilkan.", "%(num)d kalimat ditampilkan.", count), "success")
        return _page(workshop)
    notes = [note for note in queries.notes_of(session, workshop) if not note.public]
    return render_template(
        "forum/notes/publish.html",
        workshop=workshop,
        groups=queries.by_group(notes),
        named=queries.named_people(session, workshop, notes),
        kinds=kind_words(),
    )


@blueprint.post("/sembunyikan")
def hide(key: str) -> Response:
    """Take the public page back."""
    workshop = load(key)
    services.hide_notes(db.session(), workshop, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Catatan tidak lagi tampil untuk umum."), "success")
    return _page(workshop)
