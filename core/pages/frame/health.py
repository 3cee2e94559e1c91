"""What a supervisor asks: does the process answer, is the product ready to work."""

from datetime import timedelta

from flask import Blueprint, Response, current_app
from sqlalchemy import text

from core.base import utc_now
from core.db import db
from core.jobs.services import overdue_count

blueprint = Blueprint("health", __name__)
PATIENCE = timedelta(minutes=10)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Database, structure and background work are as they should be; else 503 and why, in one line."""
    session = db.session()
    revision = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision != current_app.config["REMBUK_REVISION"]:
        return Response("migrations: run `rembuk upgrade`\n", 503, mimetype="text/plain")
    late = overdue_count(session, before=utc_now() - PATIENCE)
    if late:
        return Response(f"jobs: {late} waiting for over 10 minutes\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
