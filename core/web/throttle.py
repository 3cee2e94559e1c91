"""How often one address may send forms that need no account. Counted in this process; nothing of it is stored.

Sixty people in one hall share one address: this limit only stops machines. Guesses at one account
are counted in the database (`core.accounts.attempts`).
"""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, in_memory_fallback_enabled=True)
account_forms = limiter.limit("600 per 15 minutes", methods=["POST"])
# What guests leave for others to read, or what takes a seat from them.
guest_forms = limiter.limit("600 per 15 minutes", methods=["POST"])


def install_throttle(app: Flask) -> None:
    """Attach Flask-Limiter; after the guard, so that a forged request costs nobody a try."""
    app.config.setdefault("RATELIMIT_STORAGE_URI", "memory://")
    limiter.init_app(app)
