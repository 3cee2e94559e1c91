"""Nonces and tracking codes. A code is derived from the nonce with the server's key; neither is stored."""

import hashlib
import hmac
import re
import secrets

from core.codes import code_from
from core.errors import N_, Invalid

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
    return code_from(digest)


def resume_code_of(nonce: str, *, secret: str) -> str:
    """The code under which an unfinished form with this nonce opens again; leads to no tracking code."""
    digest = hmac.new(secret.encode(), f"kode-lanjut:{nonce}".encode(), hashlib.sha256).digest()
    return code_from(digest)


def nonce_hash(nonce: str) -> str:
    """What is stored of a nonce."""
    return hashlib.sha256(nonce.encode()).hexdigest()


def body_seal(nonce: str, canonical: str, *, secret: str) -> str:
    """Tells the repeat of a submit from another text under the same nonce; says nothing without the nonce."""
    return hmac.new(secret.encode(), f"isi:{nonce}:{canonical}".encode(), hashlib.sha256).hexdigest()
