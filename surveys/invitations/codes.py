"""The code of an invitation: derived with the server's key, so that it can be repeated and is stored nowhere."""

import hashlib
import hmac
import secrets

from core.codes import code_from


def new_salt() -> str:
    """128 random bits for one invitation."""
    return secrets.token_hex(16)


def code_of(salt: str, *, secret: str) -> str:
    """The code that belongs to a salt: 80 bits in four groups of four."""
    digest = hmac.new(secret.encode(), f"kode-undangan:{salt}".encode(), hashlib.sha256).digest()
    return code_from(digest)
