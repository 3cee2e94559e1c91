"""The SPJ: five papers, their numbers, their files."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.staff.titles import office_titles
from core.uploads.files import folder_of, path_of
from forum.notes import details
from forum.notes.enums import NUMBERED, PAPER_LABELS, PaperKind
from forum.notes.forms import ConfirmForm, DetailsForm
from forum.notes.gather import dates_of, details_of, facts_of
from forum.notes.jobs import can_print
from forum.notes.letters import letters_of, number_letter
from forum.notes.papers.blocks import Paper
from forum.notes.papers.bundle import bundle, file_name, papers_of
from forum.notes.papers.docx import draw
from forum.notes.papers.facts import Facts
from forum.notes.services import drop_prints
from forum.notes.views.common import load, office_zone, refused
from forum.workshops.models import Workshop

blueprint = Blueprint("workshop_papers", __name__, url_prefix="/kelola/workshop/<string:key>/spj")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _facts(workshop: Workshop, *, pictures: bool = True) -> Facts:
    return facts_of(db.session(), workshop, zone=office_zone(), pictures=pictures)


def _page(workshop: Workshop) -> Response:
    return redirect(url_for(".index", key=workshop.key), 303)


@blueprint.route("", methods=["GET", "POST"])
def index(key: str) -> str | Response:
    """The papers and what they will say. Pressing once numbers what has no number and hands out all of them."""
    workshop, form = load(key), ConfirmForm()
    facts = _facts(workshop, pictures=False)
    if form.validate_on_submit():
        try:
            details.number_papers(db.session(), workshop, facts, actor_id=current_user.id)
            db.session.commit()
            return redirect(url_for(".download", key=key), 303)
        except RembukError as refusal:
            refused(form, refusal)
    return render_template(
        "forum/notes/papers.html",
        workshop=workshop,
        form=form,
        facts=facts,
        labels={kind.value: gettext(label) for kind, label in PAPER_LABELS.items()},
        papers=papers_of(facts),
        letters=letters_of(db.session(), workshop),
        numbered=NUMBERED,
        can_print=can_print(),
        pdf=details.print_of(db.session(), workshop),
    )


@blueprint.get("/unduh")
def download(key: str) -> Response:
    """All papers in one archive."""
    workshop = load(key)
    pdf = details.print_of(db.session(), workshop)
    path = path_of(folder_of(db.session()), pdf.key) if pdf else None
    prints = path.read_bytes() if path is not None and path.is_file() else None
    archive = bundle(_facts(workshop), prints=prints)
    return send_file(
        BytesIO(archive),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"spj-{workshop.key}.zip",
    )


@blueprint.route("/isi", methods=["GET", "POST"])
def change(key: str) -> str | Response:
    """Change what the papers say beside what is known already."""
    workshop, session = load(key), db.session()
    titles = {kind: title.title_id for kind, title in office_titles(session).items()}
    form = DetailsForm.of(details_of(session, workshop), titles)
    if form.validate_on_submit():
        try:
            details.change_details(session, workshop, details=form.details(), actor_id=current_user.id)
            db.session.commit()
            flash(gettext("Isi surat sudah disimpan."), "success")
            return _page(workshop)
        except RembukError as refusal:
            refused(form, refusal)
    usual = _facts(workshop, pictures=False).wording
    return render_template("forum/notes/details.html", workshop=workshop, form=form, usual=usual)


@blueprint.post("/pdf")
def make_pdf(key: str) -> Response:
    """Have all papers printed as one PDF."""
    workshop = load(key)
    if not can_print():
        raise NotFound
    details.ask_for_print(db.session(), workshop)
    db.session.commit()
    flash(gettext("PDF sedang dibuat. Muat ulang halaman ini sebentar lagi."))
    return _page(workshop)


def _paper(workshop: Workshop, kind: str, *, pictures: bool = True) -> tuple[Facts, Paper]:
    facts = _facts(workshop, pictures=pictures)
    found = next((paper for paper in papers_of(facts) if paper.kind == kind), None)
    if found is None:
        raise NotFound
    return facts, found


@blueprint.get("/<string:paper>")
def show(key: str, paper: str) -> str:
    """One paper to read and print from the browser."""
    workshop = load(key)
    _facts_of, found = _paper(workshop, paper, pictures=False)
    return render_template("forum/notes/paper.html", workshop=workshop, paper=found)


@blueprint.get("/<string:paper>/docx")
def docx(key: str, paper: str) -> Response:
    """One paper as a file for the word processor."""
    workshop = load(key)
    facts, found = _paper(workshop, paper)
    return send_file(
        BytesIO(draw(found, facts.head, demo=facts.demo)),
        mimetype=DOCX,
        as_attachment=True,
        download_name=f"{workshop.key}-{file_name(found.kind)}",
    )


@blueprint.post("/<string:paper>/nomor")
def number(key: str, paper: str) -> Response:
    """Number one paper: an invitation goes out before the workshop."""
    workshop = load(key)
    if paper not in NUMBERED:
        raise NotFound
    kind = PaperKind(paper)
    dated = dates_of(_facts(workshop, pictures=False))[kind]
    letter = number_letter(db.session(), workshop, kind, dated=dated, actor_id=current_user.id)
    drop_prints(db.session(), workshop)
    db.session.commit()
    flash(gettext("Nomor surat: %(number)s.", number=letter.text), "success")
    return _page(workshop)
