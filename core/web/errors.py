"""Errors as pages that say what happened and what to do now."""

from flask import Flask, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from core.db import db
from core.errors import N_, RembukError

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
        ),
        code,
    )


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
        csrf = error.description == "csrf" or type(error).__name__ == "CSRFError"
        return error_page(error.code or 500, gettext(CSRF_EXPLANATION) if csrf else None)

    @app.errorhandler(OperationalError)
    def database_away(error: OperationalError) -> tuple[str, int]:
        db.session.rollback()
        app.logger.error("database_away", extra={"rule": str(request.url_rule)})
        return error_page(503)

    @app.errorhandler(500)
    def broken(error: Exception) -> tuple[str, int]:
        db.session.rollback()
        return error_page(500)
