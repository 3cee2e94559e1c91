"""The office as letters know it, from the settings; with or without a request."""

from urllib.parse import urlsplit

from flask import current_app, has_request_context, request
from sqlalchemy.orm import Session

from core.site import offered_languages, site_of, site_values
from forum.calls.letters import Office


def office_of(session: Session, lang: str = "") -> Office:
    """In this language, else in the first that the office offers: nobody knows a reader's."""
    settings = current_app.config["REMBUK_SETTINGS"]
    values = site_values(session)
    lang = lang or offered_languages(values)[0]
    root = settings.base_url or (request.url_root.rstrip("/") if has_request_context() else "")
    host = urlsplit(settings.base_url).hostname or "rembuk.invalid"
    return Office(root, settings.timezone, lang, site_of(values, lang).office, host, settings.secret_key)


def phone_region() -> str:
    """Whose numbers are written without a country code."""
    return str(current_app.config["REMBUK_SETTINGS"].phone_region)
