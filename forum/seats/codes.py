"""Keys and codes of registrations. Both follow from the nonce and the server's key; no code is stored."""

import hashlib
import hmac
import secrets

from core.codes import code_from, code_hash, normalise


def key_of(nonce: str, *, secret: str) -> str:
    """The key of the registration that came with this nonce."""
    return hmac.new(secret.encode(), f"pendaftaran:{nonce}".encode(), hashlib.sha256).hexdigest()[:32]


def new_key() -> str:
    """For whom staff enter."""
    return secrets.token_hex(16)


def code_of(key: str, *, secret: str) -> str:
    """The personal code: letters can name it again, staff who see the key cannot compute it."""
    return code_from(hmac.new(secret.encode(), f"kode-peserta:{key}".encode(), hashlib.sha256).digest())


def hash_of(code: str) -> str | None:
    """What finds the registration of a code as somebody typed it; None where it cannot be one."""
    return code_hash(code) if normalise(code) else None


def typed(code: str) -> str:
    """A code as it is printed; what cannot be one stays as it was typed, made fit for an address."""
    letters = normalise(code)
    if letters is None:
        return "".join(sign for sign in code if sign.isalnum())[:40] or "-"
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
