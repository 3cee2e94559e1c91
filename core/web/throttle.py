"""How often one address may send forms that need no account. Counted in this process; nothing of it is stored.

Sixty people in one hall share one address: these limits only stop machines. Guesses at one account
are counted in the database (`core.accounts.attempts`).
"""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

_ONE_LINE = 64
"""Bits of an IPv6 address that a provider gives to one line; the rest its holder chooses."""


def sender() -> str:
    """The address that counts: of IPv6 the part that cannot be changed at will."""
    address = get_remote_address()
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return str(read)
    return str(read.ipv4_mapped or ip_network((read, _ONE_LINE), strict=False))


def is_kept_only() -> bool:
    """Whether a post only keeps what was typed or turns a page: people in a hall do that all the time."""
    return request.form.get("form-act", "send") != "send"


def _as_configured() -> str:
    return f"{current_app.config['REMBUK_SETTINGS'].answers_per_minute} per minute"


limiter = Limiter(sender, in_memory_fallback_enabled=True)
account_forms = limiter.limit("600 per 15 minutes", methods=["POST"])
# What guests leave for others to read, or what takes a seat from them.
guest_forms = limiter.limit("600 per 15 minutes", methods=["POST"])
# Guesses at codes of 80 bits: only wrong ones count.
code_guesses = limiter.limit("120 per 15 minutes", deduct_when=lambda response: response.status_code == 404)
# Answers to forms: as set, three each of sixty people would pass within one minute; a machine is held up.
answers = limiter.limit(_as_configured, methods=["POST"], exempt_when=is_kept_only)


def install_throttle(app: Flask) -> None:
    """Attach Flask-Limiter; after the guard, so that a forged request costs nobody a try."""
    app.config.setdefault("RATELIMIT_STORAGE_URI", "memory://")
    limiter.init_app(app)
