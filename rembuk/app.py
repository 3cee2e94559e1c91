"""The application factory: wires, and does nothing else."""

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from core.config import Settings, load_settings
from core.db import db, engine_options
from core.uploads.files import use_folder
from core.web.compression import install_compression
from core.web.converters import install_converters
from core.web.csrf import install_csrf
from core.web.errors import install_errors
from core.web.guard import install_guard
from core.web.headers import install_headers
from core.web.i18n import install_languages
from core.web.login import install_login
from core.web.logs import install_logs
from core.web.pages import install_pages
from core.web.throttle import install_throttle
from rembuk import __version__, migrate
from rembuk.slices import SLICES

HERE = Path(__file__).parent
MAX_BODY = 12 * 1024 * 1024


def template_folder() -> Path:
    """`templates/` of the checkout, or the copy inside an installed wheel."""
    inside = HERE / "templates"
    return inside if inside.is_dir() else HERE.parent / "templates"


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from settings (the environment's by default)."""
    settings = settings or load_settings()
    app = Flask("rembuk", root_path=str(HERE), template_folder=str(template_folder()))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        SESSION_COOKIE_NAME="__Host-rembuk" if settings.secure_cookies else "rembuk",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TIMEZONE=str(settings.timezone),
        REMBUK_VERSION=__version__,
        REMBUK_REVISION=migrate.newest(),
        REMBUK_SETTINGS=settings,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.extensions["rembuk_slices"] = SLICES
    db.init_app(app)
    with app.app_context():
        use_folder(db.engine.url, settings.data / "uploads")
    install_converters(app)
    install_logs(app, settings.log_level)
    install_languages(app)
    install_login(app)
    install_csrf(app)
    install_guard(app, {name: policy for s in SLICES for name, policy in s.policies.items()})
    install_throttle(app)
    install_headers(app)
    install_errors(app)
    install_pages(app)
    install_compression(app)
    for s in SLICES:
        for blueprint in s.blueprints:
            app.register_blueprint(blueprint)
    return app
