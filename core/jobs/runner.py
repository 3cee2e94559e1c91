"""Run jobs: claim, compute, apply, commit. Used by the worker process and by tests."""

import logging
from collections.abc import Mapping

from flask import Flask

from core.db import db, writing
from core.jobs import services
from core.slices import JobHandler, Slice

log = logging.getLogger("rembuk.jobs")


def handlers(app: Flask) -> dict[str, JobHandler]:
    """The jobs of every slice by name."""
    slices: tuple[Slice, ...] = app.extensions["rembuk_slices"]
    return {name: handler for s in slices for name, handler in s.jobs.items()}


def run_job(app: Flask, job_id: int) -> None:
    """Run one job unless somebody else has it. A failure is kept on the job and tried again later."""
    with app.app_context():
        session = db.session()
        with writing():
            job = services.claim(session, job_id)
            claimed = None if job is None else (job.name, dict(job.payload), job.attempts)
            session.commit()
        if claimed is None:
            return
        name, payload, attempt = claimed
        try:
            effect = handlers(app)[name](session, payload)
            session.rollback()  # ends the read transaction before the write begins
            with writing():
                kept = services.finish(session, job_id, effect, attempt=attempt)
                session.commit()
            if not kept:
                log.warning("job_lost name=%s id=%s attempt=%s", name, job_id, attempt)
        except Exception as error:  # noqa: BLE001  the worker must outlive any job
            session.rollback()
            log.error("job_failed name=%s id=%s error=%s", name, job_id, type(error).__name__)
            with writing():
                services.fail(session, job_id, error=type(error).__name__, attempt=attempt)
                session.commit()


def run_due(app: Flask) -> int:
    """Run everything that is due now, one after the other; returns how many there were."""
    with app.app_context():
        due = services.due_ids(db.session())
        db.session.rollback()
    for job_id in due:
        run_job(app, job_id)
    return len(due)


def run_periodic(app: Flask, names: Mapping[str, JobHandler] | None = None) -> None:
    """Run the slices' periodic work once, without job rows: it must be safe to repeat."""
    slices: tuple[Slice, ...] = app.extensions["rembuk_slices"]
    known = names or handlers(app)
    for name in (name for s in slices for name in s.periodic):
        with app.app_context():
            session = db.session()
            try:
                effect = known[name](session, {})
                session.rollback()
                with writing():
                    effect(session)
                    session.commit()
            except Exception as error:  # noqa: BLE001  the worker must outlive any job
                session.rollback()
                log.error("periodic_failed name=%s error=%s", name, type(error).__name__)
