"""Nonces and tracking codes. A code is derived from the nonce with the server's key; neither is stored."""

import hashlib
import hmac
import re
import secrets

from core.errors import N_, Invalid

# Crockford's base32: no I, L, O, U, so that a code survives being read aloud and copied by hand.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_BYTES = 10
CODE_LENGTH = 16
_MISREAD = str.maketrans("OILU", "011V")
_NONCE = re.compile(r"[0-9a-f]{32}")


def new_nonce() -> str:
    """128 random bits for one answer form."""
    return secrets.token_hex(16)


def read_nonce(raw: str) -> str:
    """The nonce a form brought back. Raises Invalid when it is none."""
    nonce = raw.strip().lower()
    if not _NONCE.fullmatch(nonce):
        raise Invalid(N_("Tanda formulir tidak lengkap. Kirim sekali lagi: isian Anda masih ada di halaman."))
    return nonce


def code_of(nonce: str, *, secret: str) -> str:
    """The tracking code that belongs to a nonce: 80 bits in four groups of four."""
    digest = hmac.new(secret.encode(), f"kode-lacak:{nonce}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:CODE_BYTES])
    text = "".join(ALPHABET[number >> shift & 31] for shift in range(5 * CODE_LENGTH - 5, -1, -5))
    return "-".join(text[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def normalise(code: str) -> str | None:
    """The 16 letters of a code as somebody typed it; None when it cannot be one."""
    text = re.sub(r"[\s\-–—.]", "", code).upper().translate(_MISREAD)
    return text if len(text) == CODE_LENGTH and set(text) <= set(ALPHABET) else None


def receipt_hash(code: str) -> str:
    """What is stored of a code: enough to find its answer, useless to learn the code."""
    return hashlib.sha256((normalise(code) or "").encode()).hexdigest()


def nonce_hash(nonce: str) -> str:
    """What is stored of a nonce."""
    return hashlib.sha256(nonce.encode()).hexdigest()


def body_seal(nonce: str, canonical: str, *, secret: str) -> str:
    """Tells the repeat of a submit from another text under the same nonce; says nothing without the nonce."""
    return hmac.new(secret.encode(), f"isi:{nonce}:{canonical}".encode(), hashlib.sha256).hexdigest()
