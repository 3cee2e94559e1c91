"""Printed addresses with their QR codes."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.db import db
from surveys import publishing, queries
from surveys.enums import Access, Purpose
from surveys.models import Survey
from surveys.views.common import absolute, qr_path

blueprint = Blueprint("survey_links", __name__, url_prefix="/kelola/survei/<string:key>/tautan")


def _by_unit(survey: Survey) -> bool:
    return survey.purpose == Purpose.FEEDBACK and survey.access == Access.PUBLIC


@blueprint.route("", methods=["GET", "POST"])
def index(key: str) -> str | Response:
    """The addresses of a survey; a feedback form has one for each unit. Posting makes the missing ones."""
    survey = queries.survey_by_key(db.session(), key)
    if request.method == "POST":
        units = queries.public_units(db.session()) if _by_unit(survey) else []
        for unit_id in (None, *(unit.id for unit in units)):
            publishing.ensure_link(db.session(), survey, unit_id=unit_id, actor_id=current_user.id)
        db.session.commit()
        return redirect(url_for("survey_links.index", key=key), 303)
    links = [
        (link, unit, absolute(url_for("surveys.short", code=link.code)))
        for link, unit in queries.links_of(db.session(), survey)
    ]
    return render_template("surveys/manage/links.html", survey=survey, links=links)


@blueprint.get("/<string:code>")
def sheet(key: str, code: str) -> str:
    """A sheet of paper to hang up: what it is for, the QR code, the address in letters."""
    survey, unit = queries.link_by_code(db.session(), code)
    if survey.key != key:
        raise NotFound
    url = absolute(url_for("surveys.short", code=code))
    size, path = qr_path(url)
    return render_template(
        "surveys/manage/sheet.html", survey=survey, unit=unit, url=url, size=size, path=path
    )
