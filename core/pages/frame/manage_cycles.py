"""Planners and administrators keep the cycles."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from core.cycles import services
from core.cycles.enums import PHASE_LABELS
from core.cycles.queries import all_cycles
from core.db import db
from core.errors import RembukError
from core.pages.frame.cycle_forms import CycleForm, NewCycleForm, OpeningsForm, opened_by, openings_matrix
from core.pages.frame.cycles import load
from core.pages.frame.steps import stepper
from core.web.forms import show_refusal

blueprint = Blueprint("manage_cycles", __name__, url_prefix="/kelola/siklus")


def phase_names() -> dict[str, str]:
    """Phase -> its name in the visitor's language."""
    return {str(phase): gettext(label) for phase, label in PHASE_LABELS.items()}


@blueprint.get("")
def index() -> str:
    """All cycles."""
    return render_template("core/cycles.html", cycles=all_cycles(db.session()), phases=phase_names())


@blueprint.route("/baru", methods=["GET", "POST"])
def create() -> str | Response:
    """Begin a cycle."""
    form = NewCycleForm()
    if form.validate_on_submit():
        try:
            cycle = services.create_cycle(
                db.session(), key=form.key.data, actor_id=current_user.id, **form.facts()
            )
        except RembukError as refusal:
            show_refusal(form.key, refusal)
        else:
            db.session.commit()
            flash(gettext("Siklus sudah dibuat."), "success")
            return redirect(url_for(".show", key=cycle.key), 303)
    return render_template("core/cycle_form.html", form=form, cycle=None)


@blueprint.get("/<string:key>")
def show(key: str) -> str:
    """Where the cycle stands, and the ways to change that."""
    cycle = load(key)
    return render_template(
        "core/manage_cycle.html",
        cycle=cycle,
        steps=stepper(cycle),
        phases=phase_names(),
        matrix=openings_matrix(cycle),
        openings_form=OpeningsForm(),
    )


@blueprint.route("/<string:key>/ubah", methods=["GET", "POST"])
def edit(key: str) -> str | Response:
    """Change the texts and the year."""
    cycle = load(key)
    form = CycleForm(obj=cycle)
    if form.validate_on_submit():
        services.change_cycle(db.session(), cycle, actor_id=current_user.id, **form.facts())
        db.session.commit()
        flash(gettext("Perubahan sudah disimpan."), "success")
        return redirect(url_for(".show", key=key), 303)
    return render_template("core/cycle_form.html", form=form, cycle=cycle)


@blueprint.get("/<string:key>/tahap/<string:phase>")
def confirm_phase(key: str, phase: str) -> str:
    """Say what the phase would open, and ask once more."""
    cycle, wanted = load(key), services.known_phase(phase)
    return render_template(
        "core/cycle_phase.html",
        cycle=cycle,
        phase=wanted,
        phases=phase_names(),
        opened=opened_by(cycle, wanted),
    )


@blueprint.post("/<string:key>/tahap/<string:phase>")
def move_phase(key: str, phase: str) -> Response:
    """Move the cycle to a phase."""
    cycle, wanted = load(key), services.known_phase(phase)
    services.move_to_phase(db.session(), cycle, phase=wanted, actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Siklus sekarang di tahap %(phase)s.", phase=gettext(PHASE_LABELS[wanted])), "success")
    return redirect(url_for(".show", key=key), 303)


@blueprint.post("/<string:key>/bukaan")
def openings(key: str) -> str | Response:
    """Change what each phase opens."""
    cycle, form = load(key), OpeningsForm()
    if form.validate_on_submit():
        services.set_openings(db.session(), cycle, openings=form.pairs(), actor_id=current_user.id)
        db.session.commit()
        flash(gettext("Perubahan sudah disimpan."), "success")
    else:
        flash(gettext("Pilihan itu tidak dikenal. Tidak ada yang diubah."), "error")
    return redirect(url_for(".show", key=key), 303)


@blueprint.post("/<string:key>/jadikan-utama")
def make_current(key: str) -> Response:
    """Let the home page speak of this cycle."""
    services.make_current(db.session(), load(key), actor_id=current_user.id)
    db.session.commit()
    flash(gettext("Beranda sekarang menampilkan siklus ini."), "success")
    return redirect(url_for(".show", key=key), 303)
