"""A refusal of a service, shown on the form that asked for it."""

from flask_babel import gettext
from flask_wtf import FlaskForm

from core.db import db
from core.errors import RembukError


def show_refusal(form: FlaskForm, refusal: RembukError) -> None:
    """Undo what was begun and say why above the form, which keeps what was typed."""
    db.session.rollback()
    params = {
        name: gettext(value) if isinstance(value, str) else value for name, value in refusal.params.items()
    }
    form.form_errors.append(gettext(refusal.message, **params))
