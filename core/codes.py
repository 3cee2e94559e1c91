"""Codes that people copy by hand or hear read aloud: 80 bits in four groups of four letters."""

import hashlib
import re
import secrets

# Crockford's base32: no I, L, O, U, so that a code survives being read aloud and copied by hand.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_BYTES = 10
CODE_LENGTH = 16
_MISREAD = str.maketrans("OILU", "011V")


def code_from(data: bytes) -> str:
    """The code of ten bytes."""
    number = int.from_bytes(data[:CODE_BYTES])
    text = "".join(ALPHABET[number >> shift & 31] for shift in range(5 * CODE_LENGTH - 5, -1, -5))
    return "-".join(text[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def new_code() -> str:
    """A random code."""
    return code_from(secrets.token_bytes(CODE_BYTES))


def normalise(code: str) -> str | None:
    """The 16 letters of a code as somebody typed it; None when it cannot be one."""
    text = re.sub(r"[\s\-–—.]", "", code).upper().translate(_MISREAD)
    return text if len(text) == CODE_LENGTH and set(text) <= set(ALPHABET) else None


def code_hash(code: str) -> str:
    """What is stored of a code: enough to find what it opens, useless to learn the code."""
    return hashlib.sha256((normalise(code) or "").encode()).hexdigest()
