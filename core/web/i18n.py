"""Languages: Indonesian source strings, English as the one catalogue."""

from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, request, url_for
from flask_babel import Babel, get_locale

from core.db import db, stop_writing
from core.site import LANGUAGES, offered_languages, site_values

# They answer without the database.
_BARE = ("static", "health.healthz", "health.readyz")
NAMES = {"id": "Indonesia", "en": "English"}
_COOKIE_SECONDS = 365 * 24 * 3600


def _cookie_name() -> str:
    return "__Host-lang" if current_app.config["SESSION_COOKIE_SECURE"] else "lang"


def read_site_values() -> dict[str, str]:
    """The site's values, read once per request."""
    if "site_values" not in g:
        g.site_values = site_values(db.session())
    return g.site_values  # type: ignore[no-any-return]


def _know_the_site() -> None:
    """Read them before anything is written: choosing a language must not open a transaction later on."""
    if request.endpoint not in _BARE:
        stop_writing()
        read_site_values()


def offered() -> tuple[str, ...]:
    """The languages on offer. It asks for nothing: a page about a broken database has a language, too."""
    return offered_languages(g.get("site_values", {}))


def choose_language() -> str:
    """`?lang=` wins, then what was chosen before, then the browser on the first visit, else the office's."""
    languages = offered()
    for wanted in (request.args.get("lang"), request.cookies.get(_cookie_name())):
        if wanted in languages:
            return str(wanted)
    return request.accept_languages.best_match(languages) or languages[0]


def language() -> str:
    """The language of this request."""
    locale = get_locale()
    return str(locale.language) if locale is not None else "id"


def localized(thing: object, field: str) -> str:
    """The text of a two-language field (`title_id`, `title_en`); Indonesian where English is empty.

    `thing` is an object with attributes or a mapping with keys of that form.
    """
    read = thing.get if isinstance(thing, dict) else lambda name, default="": getattr(thing, name, default)
    return str(read(f"{field}_{language()}", "") or read(f"{field}_id", ""))


def lang_url(lang: str) -> str:
    """This page in another language."""
    if request.endpoint is None or request.method != "GET":
        return url_for("home.index", lang=lang)
    # The query is a stranger's: url_for would read _scheme, _external and endpoint out of it.
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{url_for(request.endpoint, **(request.view_args or {}))}?{urlencode([*kept, ('lang', lang)])}"


def install_languages(app: Flask) -> Babel:
    """Set Babel up and remember the choice in a cookie of its own, so that public pages need no session."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "id")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    babel = Babel(
        app,
        locale_selector=choose_language,
        timezone_selector=lambda: app.config["TIMEZONE"],
    )
    app.add_template_filter(localized, "text")
    app.before_request(_know_the_site)
    app.context_processor(
        lambda: {
            "lang": language(),
            "lang_urls": [(code, NAMES[code], lang_url(code)) for code in LANGUAGES if code in offered()],
        }
    )

    @app.after_request
    def remember(response: Response) -> Response:
        if request.args.get("lang") in offered():
            response.set_cookie(
                _cookie_name(),
                request.args["lang"],
                max_age=_COOKIE_SECONDS,
                samesite="Lax",
                httponly=True,
                secure=app.config["SESSION_COOKIE_SECURE"],
            )
        response.headers["Content-Language"] = language()
        return response

    return babel
