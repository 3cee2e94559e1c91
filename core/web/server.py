"""What pages hand to services from the server: the day where the office is, and the server's key."""

from datetime import date, datetime

from flask import current_app
from flask_babel import to_user_timezone

from core.base import utc_now


def today() -> date:
    """Today where the office is."""
    return to_user_timezone(utc_now()).date()  # type: ignore[no-any-return]


def now() -> datetime:
    """The time where the office is."""
    return to_user_timezone(utc_now())  # type: ignore[no-any-return]


def least_seconds() -> int:
    """Below how many seconds nobody fills in a public form; 0 where speed is not judged."""
    return int(current_app.config["REMBUK_SETTINGS"].least_seconds)


def secret() -> str:
    """The server's key, from which codes, fingerprints of NIPs and seals are derived."""
    return str(current_app.config["REMBUK_SETTINGS"].secret_key)
