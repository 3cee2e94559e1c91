"""Ask for the code of an invitation at the address of its survey."""

from flask import redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from core.db import db
from core.errors import NotFound
from core.web.forms import BaseForm
from surveys.invitations.using import survey_of_code
from surveys.models import Survey
from surveys.tracking import grouped
from surveys.views.common import words


class InvitationCodeForm(BaseForm):
    """Asks for a code."""

    code = StringField(
        _l("Kode undangan"),
        [InputRequired(), Length(max=60)],
        description=_l(
            "16 huruf dan angka pada slip, surat, atau pesan undangan Anda. Tanda hubung boleh dilewati."
        ),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


def ask_code(survey: Survey) -> str | Response | tuple[str, int]:
    """The form for the code; a good one leads to the questions at an address of its own."""
    form = InvitationCodeForm(meta={"csrf": False})  # the guard checks the stateless token instead
    status = 200
    if form.validate_on_submit():
        try:
            survey_of_code(db.session(), form.code.data)
            return redirect(url_for("survey_invited.answer", code=grouped(form.code.data)), 303)
        except NotFound as refusal:
            form.code.errors = [words(refusal)]
            status = refusal.status
    return render_template("surveys/code_ask.html", survey=survey, form=form), status
