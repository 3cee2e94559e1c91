"""What several views need."""

from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext

from core.db import db
from core.errors import RembukError
from core.web.forms import BaseForm
from forum.notes import queries
from forum.notes.enums import KIND_LABELS
from forum.workshops.models import Workshop
from forum.workshops.queries import load_workshop


def load(key: str) -> Workshop:
    """The workshop of a staff page."""
    return load_workshop(db.session(), key, drafts=True)


def refused(form: BaseForm, refusal: RembukError) -> None:
    """Undo what was begun and say why above the form, which keeps what was typed."""
    db.session.rollback()
    form.form_errors.append(words(refusal))


def words(refusal: RembukError) -> str:
    """Why something was refused."""
    return str(gettext(refusal.message, **refusal.params))


def kind_words() -> dict[str, str]:
    """The kinds of sentence in the visitor's language."""
    return {kind.value: gettext(label) for kind, label in KIND_LABELS.items()}


def groups_of(workshop: Workshop) -> list[str]:
    """The tables that were written for, to choose from."""
    return sorted({note.group_label for note in queries.notes_of(db.session(), workshop)})


def office_zone() -> ZoneInfo:
    """The office's time zone."""
    zone: ZoneInfo = current_app.config["REMBUK_SETTINGS"].timezone
    return zone
