"""Administrators see what the server does by itself, start failed work again and stop waiting work."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.db import db
from core.errors import RembukError
from core.jobs import services
from core.jobs.models import STATE_LABELS, Job, JobState
from core.jobs.queries import list_jobs
from core.web.pages import slices

blueprint = Blueprint("jobs", __name__, url_prefix="/kelola/pekerjaan")
PILLS = {"queued": "info", "running": "info", "done": "ok", "dead": "bad", "cancelled": "plain"}


def load(number: int) -> Job:
    """The job at this address."""
    job = db.session().get(Job, number)
    if job is None:
        raise NotFound
    return job


def job_names() -> dict[str, str]:
    """Job -> what it does, in the visitor's language; a job without words keeps its name."""
    known = {name: name for s in slices() for name in s.jobs}
    return known | {name: gettext(label) for s in slices() for name, label in s.job_labels.items()}


@blueprint.get("")
def index() -> str:
    """The jobs, the newest first."""
    chosen = request.args.get("keadaan", "")
    state = JobState(chosen) if chosen in set(JobState) else None
    found = list_jobs(db.session(), state=state, page=request.args.get("hal", 1, type=int))

    def page_url(page: int) -> str | None:
        return url_for(".index", keadaan=state, hal=page) if 1 <= page <= found.pages else None

    return render_template(
        "core/jobs.html",
        found=found,
        counts=services.count_by_state(db.session()),
        states={str(one): gettext(label) for one, label in STATE_LABELS.items()},
        names=job_names(),
        pills=PILLS,
        chosen=state,
        prev_url=page_url(found.page - 1),
        next_url=page_url(found.page + 1),
    )


@blueprint.route("/<int:number>/batalkan", methods=["GET", "POST"])
def cancel(number: int) -> str | Response:
    """Stop a waiting job, after asking once more."""
    job = load(number)
    if request.method == "GET":
        return render_template("core/job_cancel.html", job=job, name=job_names().get(job.name, job.name))
    try:
        services.cancel(db.session(), job, actor_id=current_user.id)
    except RembukError as refusal:
        return _refused(refusal)
    db.session.commit()
    flash(gettext("Pekerjaan sudah dibatalkan."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<int:number>/ulangi")
def retry(number: int) -> Response:
    """Let a failed job be tried again."""
    try:
        services.retry(db.session(), load(number), actor_id=current_user.id)
    except RembukError as refusal:
        return _refused(refusal)
    db.session.commit()
    flash(gettext("Pekerjaan akan dicoba lagi."), "success")
    return redirect(url_for(".index"), 303)


def _refused(refusal: RembukError) -> Response:
    db.session.rollback()
    flash(gettext(refusal.message), "error")
    return redirect(url_for(".index"), 303)
