"""Where staff begin: what this person may open, and whether the background work runs."""

from flask import Blueprint, render_template

from core.db import db
from core.jobs.services import count_by_state
from core.policy import Role
from core.web.guard import viewer_role
from core.web.pages import menu, staff_groups

blueprint = Blueprint("manage", __name__)


@blueprint.get("/kelola")
def start() -> str:
    """Tiles to every staff page of this role."""
    groups = staff_groups(entry for entry in menu() if not entry.current)
    jobs = count_by_state(db.session()) if viewer_role() == Role.ADMINISTRATOR else {}
    return render_template("core/manage.html", groups=groups, jobs=jobs)
