"""Where an unfinished form opens again: the cookie of this device, or the resume code on any other."""

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from core.codes import normalise
from core.db import db
from core.units.models import Unit
from core.web.forms import BaseForm
from core.web.pages import absolute
from core.web.qr import qr_picture
from core.web.server import today
from surveys import drafts
from surveys.drafts import DraftContent, Kept
from surveys.models import Survey

COOKIE = "lanjut"


class ResumeForm(BaseForm):
    """Asks for a resume code."""

    code = StringField(_l("Kode lanjut"), [InputRequired(), Length(max=60)])


def path_of(survey: Survey, unit_key: str, invitation: str = "") -> str:
    """The address of the form."""
    if invitation:
        return url_for("survey_invited.answer", code=invitation)
    if unit_key:
        return url_for("surveys.feedback", unit=unit_key)
    return url_for("surveys.answer", key=survey.key)


def kept_here(survey: Survey, unit: Unit | None) -> tuple[str, DraftContent] | None:
    """The code and the draft of this form that this device's cookie opens."""
    code = request.cookies.get(COOKIE, "")
    found = drafts.open_draft(db.session(), code, today=today()) if code else None
    if found is None:
        return None
    of, content = found
    if of.id != survey.id or content.unit_key != (unit.key if unit else ""):
        return None
    return code, content


def remember(response: Response, code: str, path: str, *, shared: bool) -> None:
    """Let this device find the draft again; a shared one forgets it when the browser is closed."""
    response.set_cookie(
        COOKIE,
        code,
        max_age=None if shared else drafts.DAYS * 86_400,
        path=path,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )


def forget(response: Response) -> None:
    """The draft is sent, gone, or not for this device."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, path=request.path)


def saved_page(survey: Survey, unit: Unit | None, kept: Kept, *, shared: bool) -> str:
    """The code to go on with, to be written down or photographed."""
    link = absolute(url_for("surveys.resume", code=kept.code))
    return render_template(
        "surveys/saved.html",
        survey=survey,
        unit=unit,
        kept=kept,
        link=link,
        picture=qr_picture(link),
        shared=shared,
        path=request.path,
    )


def resume(code: str) -> Response | tuple[str, int]:
    """Open the draft on this device: its form finds it by the cookie."""
    found = drafts.open_draft(db.session(), code, today=today())
    if found is None:
        form = ResumeForm(formdata=None, meta={"csrf": False})
        return render_template("surveys/resume.html", form=form, unknown=True), 404
    survey, content = found
    path = path_of(survey, content.unit_key, content.invitation)
    response = redirect(path, 303)
    remember(response, normalise(code) or "", path, shared=True)
    return response
