"""The health of the installation, for administrators."""

from flask import Blueprint, current_app, render_template
from flask_babel import gettext

from core.checks import CHECKS, Finding, Place, run_checks
from core.db import db

blueprint = Blueprint("upkeep", __name__, url_prefix="/kelola/kesehatan")


def place() -> Place:
    """This installation."""
    config = current_app.config
    return Place(config["REMBUK_SETTINGS"], db.session(), config["REMBUK_REVISION"])


def words(finding: Finding) -> dict[str, str]:
    """A finding in the visitor's language."""
    return {
        "title": gettext(finding.title),
        "level": str(finding.level),
        "found": gettext(finding.found, **finding.params) if finding.params else gettext(finding.found),
        "advice": gettext(finding.advice) if finding.advice else "",
    }


@blueprint.get("")
def health() -> str:
    """Every check, the same as `rembuk doctor`."""
    findings = [words(finding) for finding in run_checks(place(), CHECKS)]
    levels = {"ok": gettext("baik"), "warn": gettext("perlu dilihat"), "bad": gettext("bermasalah")}
    return render_template("core/health.html", findings=findings, levels=levels)
