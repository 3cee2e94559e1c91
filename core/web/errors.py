"""Errors as pages that say what happened and what to do now."""

from flask import Flask, render_template, url_for
from flask_babel import gettext
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException

from core.db import db
from core.errors import N_, RembukError
from core.web.kept import kept_post
from core.web.login import be_a_guest
from core.web.logs import log, request_facts
from core.web.pages import unknown_site

EXPLANATIONS = {
    400: (
        N_("Permintaan tidak dapat dibaca"),
        N_("Kembali ke halaman sebelumnya, muat ulang, lalu coba lagi."),
    ),
    403: (
        N_("Halaman ini bukan untuk akun Anda"),
        N_("Masuk dengan akun lain, atau minta hak akses kepada administrator."),
    ),
    404: (
        N_("Halaman tidak ditemukan"),
        N_("Periksa alamatnya. Mungkin tautannya salah ketik atau sudah dihapus."),
    ),
    405: (N_("Cara membuka halaman ini keliru"), N_("Buka halaman ini lewat menu.")),
    409: (N_("Belum dapat dilakukan"), N_("Keadaan sudah berubah. Muat ulang halaman, lalu coba lagi.")),
    410: (N_("Sudah tidak ada"), N_("Isi halaman ini sudah dihapus.")),
    413: (N_("Kiriman terlalu besar"), N_("Perkecil berkas atau persingkat isian, lalu kirim lagi.")),
    422: (N_("Isian perlu diperbaiki"), N_("Periksa isian Anda, lalu kirim lagi.")),
    429: (N_("Terlalu sering"), N_("Tunggu beberapa menit, lalu coba lagi.")),
    500: (
        N_("Ada gangguan pada sistem"),
        N_("Bukan salah Anda. Coba lagi nanti; bila berulang, beri tahu administrator."),
    ),
    503: (
        N_("Layanan sedang tidak tersedia"),
        N_("Basis data belum menjawab. Tunggu sebentar, lalu muat ulang halaman."),
    ),
}
# The same post may be taken a moment later; of the others only the texts are handed back.
SENT_AGAIN = frozenset({400, 403, 429, 500, 503})
TEXT_ONLY = frozenset({404, 409, 410})
CSRF_EXPLANATION = N_(
    "Formulir ini dibuka dari tempat lain atau sudah kedaluwarsa. Buka lagi halamannya, lalu kirim sekali lagi."
)


def error_page(code: int, explain: str | None = None) -> tuple[str, int]:
    """The page for a status; `explain` is already translated."""
    title, fallback = EXPLANATIONS.get(code, EXPLANATIONS[500])
    return (
        render_template(
            "errors/error.html",
            code=code,
            title=gettext(title),
            explain=explain or gettext(fallback),
            action_url=url_for("home.index"),
            action_label=gettext("Ke beranda"),
            kept=kept_post() if code in SENT_AGAIN | TEXT_ONLY else None,
            again=code in SENT_AGAIN,
        ),
        code,
    )


def page_without_database(code: int) -> tuple[str, int]:
    """An error page that asks the database for nothing: neither who looks nor the office's name."""
    db.session.close()
    be_a_guest()
    unknown_site()
    return error_page(code)


def install_errors(app: Flask) -> None:
    """One handler per family: refusals, HTTP errors, a database that is away, and the rest."""

    @app.errorhandler(RembukError)
    def refused(error: RembukError) -> tuple[str, int]:
        db.session.rollback()
        params = {
            name: gettext(value) if isinstance(value, str) else value for name, value in error.params.items()
        }
        return error_page(error.status, gettext(error.message, **params))

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> tuple[str, int]:
        if isinstance(error, CSRFError) or error.description == "csrf":
            return error_page(error.code or 400, gettext(CSRF_EXPLANATION))
        ours = isinstance(error, RateLimitExceeded) and error.limit.error_message
        return error_page(error.code or 500, gettext(error.description) if ours else None)

    @app.errorhandler(OperationalError)
    @app.errorhandler(TimeoutError)
    def database_away(error: DBAPIError | TimeoutError) -> tuple[str, int]:
        log.error("database_away", **request_facts(), error=type(error).__name__)
        return page_without_database(503)

    @app.errorhandler(500)
    def broken(error: Exception) -> tuple[str, int]:
        return page_without_database(500)
