"""How often somebody may try. Counted in this process; nothing of it is stored.

Sixty people in one hall share one address: the limit per address only stops machines.
"""

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from core.accounts.services import token_hash
from core.errors import N_

TOO_MANY_FAILURES = N_(
    "Kata sandi untuk akun ini sudah beberapa kali tidak cocok. Tunggu 15 menit, lalu coba lagi. "
    "Bila lupa, mintalah kata sandi baru kepada administrator."
)

limiter = Limiter(get_remote_address, in_memory_fallback_enabled=True)


def _account_tried() -> str:
    # The hash keeps a password typed into the wrong box out of whatever store counts.
    return token_hash(request.form.get("login", "").strip().lower())


def _failed(response: Response) -> bool:
    return response.status_code == 200


failed_logins = limiter.limit(
    "5 per 15 minutes; 10 per day",
    key_func=_account_tried,
    methods=["POST"],
    deduct_when=_failed,
    error_message=TOO_MANY_FAILURES,
)
account_forms = limiter.limit("600 per 15 minutes", methods=["POST"])


def install_throttle(app: Flask) -> None:
    """Attach Flask-Limiter; after the guard, so that a forged request costs nobody a try."""
    app.config.setdefault("RATELIMIT_STORAGE_URI", "memory://")
    limiter.init_app(app)
