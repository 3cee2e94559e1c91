"""Encrypt the few values that must be read again (a second factor's secret); hashes serve for all others.

The key is derived from the server's secret key. A value sealed under another key cannot be opened:
whoever changes `REMBUK_SECRET_KEY` makes people set up their second factor anew.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@lru_cache(maxsize=8)
def _cipher(secret: str, purpose: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"rembuk:{purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))


def seal(text: str, *, secret: str, purpose: str) -> str:
    """The text, readable only with the same secret and purpose."""
    return _cipher(secret, purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, secret: str, purpose: str) -> str | None:
    """The text again; None when it was sealed under another key or changed."""
    try:
        return _cipher(secret, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None
