"""Steps of a draft: order, removal, a file taken over, publishing, discarding, and trying it out."""

from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from core.base import utc_now
from core.db import db
from core.errors import N_, Invalid, RembukError
from plan.taxonomies import drafting, files, queries, services, trying
from plan.taxonomies.content import Content
from plan.taxonomies.enums import TrialState
from plan.taxonomies.forms import ImportForm, MoveForm, SeenForm, TrialForm
from plan.taxonomies.models import TaxonomyTrial
from plan.taxonomies.rules import check
from plan.views import taxonomy_words as words
from plan.views.refusals import show_refusal

blueprint = Blueprint("taxonomy_steps", __name__, url_prefix="/kelola/daftar-tema/<string:key>/draf")
RELOAD_SECONDS = 3
# A job that takes longer was given up.
PATIENCE = timedelta(minutes=10)


@blueprint.post("/urutan")
def move(key: str) -> Response:
    """One theme up or down."""
    taxonomy, form = queries.taxonomy_by_key(db.session(), key), MoveForm()
    if form.validate_on_submit():
        by = 1 if form.by.data == "1" else -1
        drafting.move_theme(db.session(), taxonomy, key=form.theme.data, by=by, actor_id=current_user.id)
        db.session.commit()
    return redirect(url_for("taxonomy_draft.show", key=key, _anchor=form.theme.data or None), 303)


@blueprint.route("/tema/<string:theme>/hapus", methods=["GET", "POST"])
def remove(key: str, theme: str) -> str | Response:
    """Ask once more, then take a theme out of the draft."""
    taxonomy = queries.taxonomy_by_key(db.session(), key)
    told = queries.draft_of(db.session(), taxonomy).told
    found, form = told.theme(theme), SeenForm(seen=told.part(theme))
    if form.validate_on_submit():
        try:
            seen = form.seen.data or ""
            drafting.remove_theme(db.session(), taxonomy, key=theme, seen=seen, actor_id=current_user.id)
            db.session.commit()
            flash(gettext("Tema dihapus dari draf."), "success")
            return redirect(url_for("taxonomy_draft.show", key=key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template(
        "plan/taxonomies/remove.html",
        form=form,
        taxonomy=taxonomy,
        theme=found,
        examples=len(told.examples_of(theme)),
    )


@blueprint.route("/impor", methods=["GET", "POST"])
def bring(key: str) -> str | Response:
    """Put what a file says in the place of the draft."""
    taxonomy = queries.taxonomy_by_key(db.session(), key)
    draft = queries.draft_of(db.session(), taxonomy)
    form = ImportForm(seen=str(draft.revision))
    if form.validate_on_submit():
        try:
            content = _read(form, draft.told)
            seen = form.revision()
            drafting.take_over(db.session(), taxonomy, content=content, seen=seen, actor_id=current_user.id)
            db.session.commit()
            flash(gettext("Isi berkas menggantikan draf."), "success")
            return redirect(url_for("taxonomy_draft.show", key=key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/taxonomies/bring.html", form=form, taxonomy=taxonomy)


def _read(form: ImportForm, told: Content) -> Content:
    toml, csv = _bytes(form.toml.data), _bytes(form.csv.data)
    if toml is not None:
        return files.read_toml(toml, csv)
    if csv is None:
        raise Invalid(N_("Pilih berkasnya dahulu."))
    return replace(told, examples=tuple(files.read_examples_csv(csv, told)))


def _bytes(sent: object) -> bytes | None:
    if not isinstance(sent, FileStorage) or not sent.filename:
        return None
    with sent.stream:
        return bytes(sent.stream.read())


@blueprint.route("/terbit", methods=["GET", "POST"])
def publish(key: str) -> str | Response:
    """Show what changes and what the check says; then publish."""
    taxonomy = queries.taxonomy_by_key(db.session(), key)
    draft = queries.draft_of(db.session(), taxonomy)
    form = SeenForm(seen=str(draft.revision))
    if form.validate_on_submit():
        try:
            seen = form.revision()
            made = services.publish_draft(db.session(), taxonomy, seen=seen, actor_id=current_user.id)
            db.session.commit()
            flash(gettext("Versi %(number)s terbit.", number=made.number), "success")
            return redirect(url_for("taxonomies.show", key=key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return _publish_page(key, form)


def _publish_page(key: str, form: SeenForm) -> str:
    taxonomy = queries.taxonomy_by_key(db.session(), key)
    draft = queries.draft_of(db.session(), taxonomy)
    findings = check(draft.told)
    return render_template(
        "plan/taxonomies/publish.html",
        form=form,
        taxonomy=taxonomy,
        stops=words.finding_lines(findings, stops=True),
        hints=words.finding_lines(findings, stops=False),
        changed=words.changes_of_draft(db.session(), taxonomy, draft),
    )


@blueprint.route("/buang", methods=["GET", "POST"])
def discard(key: str) -> str | Response:
    """Ask once more, then throw the draft away."""
    taxonomy = queries.taxonomy_by_key(db.session(), key)
    draft = queries.draft_of(db.session(), taxonomy)
    form = SeenForm(seen=str(draft.revision))
    if form.validate_on_submit():
        try:
            seen = form.revision()
            services.discard_draft(db.session(), taxonomy, seen=seen, actor_id=current_user.id)
            db.session.commit()
            flash(gettext("Draf dibuang."), "success")
            return redirect(url_for("taxonomies.show", key=key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    return render_template("plan/taxonomies/discard.html", form=form, taxonomy=taxonomy)


@blueprint.route("/coba", methods=["GET", "POST"])
def attempt(key: str) -> Response:
    """Read some sentences under the draft; the page of a waiting trial asks again by itself."""
    taxonomy, form = queries.taxonomy_by_key(db.session(), key), TrialForm()
    draft = queries.draft_of(db.session(), taxonomy)
    if form.validate_on_submit():
        try:
            sentences = trying.sentences_of(form.sentences.data)
            trying.start_trial(db.session(), taxonomy, sentences=sentences, actor_id=current_user.id)
            db.session.commit()
            return redirect(url_for(".attempt", key=key), 303)
        except RembukError as refusal:
            show_refusal(form, refusal)
    trial = queries.trial_of(db.session(), taxonomy, current_user.id)
    waiting = trial is not None and _waits(trial)
    page = render_template(
        "plan/taxonomies/attempt.html",
        form=form,
        taxonomy=taxonomy,
        trial=trial,
        waiting=waiting,
        results=words.trial_lines(trial, draft.told) if trial else [],
        older=trial is not None and trial.revision != draft.revision,
    )
    response = make_response(page)
    if waiting and not form.is_submitted():
        response.headers["Refresh"] = str(RELOAD_SECONDS)
    return response


def _waits(trial: TaxonomyTrial) -> bool:
    return trial.state == TrialState.QUEUED and utc_now() - trial.created_at < PATIENCE


@blueprint.post("/coba/hapus")
def forget(key: str) -> Response:
    """Erase what was tried, now."""
    taxonomy = queries.taxonomy_by_key(db.session(), key)
    trying.forget_trial(db.session(), taxonomy, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Kalimat percobaan dihapus."), "success")
    return redirect(url_for(".attempt", key=key), 303)
