"""Where staff begin: what this person may open, and whether the background work runs."""

from flask import Blueprint, render_template

from core.db import db
from core.jobs.services import count_by_state
from core.pages.settings.first_steps import present_progress
from core.policy import Role
from core.web.guard import viewer_role
from core.web.pages import menu, staff_groups

blueprint = Blueprint("manage", __name__)


@blueprint.get("/kelola")
def start() -> str:
    """Tiles to every staff page of this role."""
    groups = staff_groups(entry for entry in menu() if not entry.current)
    administers = viewer_role() == Role.ADMINISTRATOR
    jobs = count_by_state(db.session()) if administers else {}
    guide = present_progress() if administers else None
    return render_template("core/manage.html", groups=groups, jobs=jobs, guide=guide)
