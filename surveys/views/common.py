"""What several views need: the day, the key of the server, refusals in the reader's language, QR pictures."""

from datetime import date

import segno
from flask import current_app, request
from flask_babel import gettext, to_user_timezone
from flask_wtf import FlaskForm

from core.base import utc_now
from core.db import db
from core.errors import RembukError


def today() -> date:
    """Today where the office is."""
    return to_user_timezone(utc_now()).date()  # type: ignore[no-any-return]


def secret() -> str:
    """The server's key, from which tracking codes are derived."""
    return str(current_app.config["REMBUK_SETTINGS"].secret_key)


def words(refusal: RembukError) -> str:
    """Why something was refused."""
    params = {
        name: gettext(value) if isinstance(value, str) else value for name, value in refusal.params.items()
    }
    return str(gettext(refusal.message, **params))


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
