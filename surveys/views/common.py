"""What several views need: refusals in the reader's language, addresses on paper, QR pictures."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

import segno
from flask import current_app, request
from flask_babel import gettext
from flask_wtf import FlaskForm

from core.db import db
from core.errors import RembukError
from core.web.pages import long_date


class Said(Protocol):
    """A message with its slots."""

    @property
    def message(self) -> str: ...
    @property
    def params(self) -> Mapping[str, object]: ...


def words(refusal: Said) -> str:
    """Why something was refused."""
    params = {name: _spoken(value) for name, value in refusal.params.items()}
    return str(gettext(refusal.message, **params))


def _spoken(value: object) -> object:
    if isinstance(value, date):
        return long_date(value)
    return gettext(value) if isinstance(value, str) else value


def show_refusal(form: FlaskForm, refusal: RembukError) -> None:
    """Undo what was begun and say why above the form, which keeps what was typed."""
    db.session.rollback()
    form.form_errors.append(words(refusal))


def absolute(path: str) -> str:
    """A path as it stands on a printed sheet: with the address citizens know the office by."""
    base = current_app.config["REMBUK_SETTINGS"].base_url or request.url_root.rstrip("/")
    return f"{base}{path}"


def qr_path(text: str) -> tuple[int, str]:
    """A QR code as the side of its square and the path of an SVG, with the quiet zone of four modules."""
    code = segno.make(text, error="m", micro=False)
    quiet = 4
    runs = [
        f"M{x + quiet} {y + quiet}h1v1h-1z"
        for y, row in enumerate(code.matrix)
        for x, dark in enumerate(row)
        if dark
    ]
    return len(code.matrix) + 2 * quiet, "".join(runs)
