"""The NIP: 18 digits that begin with the date of birth. It is checked, hashed and forgotten.

Digits 13 and 14 are a month for PNS only, and there is no check digit: neither is looked at.
"""

import hashlib
import hmac
import re
from datetime import date

from core.errors import N_, Invalid

LENGTH = 18
TAIL = 3
_SIGNS = re.compile(r"[\s.'’`\-–]")
# What a spreadsheet makes of a number with more than 15 digits.
_SCIENTIFIC = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")


def clean_nip(written: str) -> str:
    """The 18 digits of a NIP as somebody wrote it. Raises Invalid with what to do."""
    text = written.strip()
    digits = _SIGNS.sub("", text)
    if _SCIENTIFIC.fullmatch(text) or (len(digits) == LENGTH and digits.endswith("000")):
        raise Invalid(
            N_(
                "Angka belakang NIP ini hilang karena selnya berformat angka. Ubah format kolom NIP"
                " menjadi teks, lalu tulis NIP itu lagi."
            )
        )
    if not (digits.isascii() and digits.isdigit()) or len(digits) != LENGTH:
        raise Invalid(N_("NIP harus 18 angka. Periksa lagi angkanya."))
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError as wrong:
        raise Invalid(
            N_("NIP diawali tanggal lahir (tahun, bulan, tanggal), dan ini bukan tanggal. Periksa angkanya.")
        ) from wrong
    return digits


def nip_hmac(nip: str, *, secret: str) -> str:
    """What is stored of a NIP: it finds the person again, and says nothing without the server's key."""
    return hmac.new(secret.encode(), f"rembuk:nip:{nip}".encode(), hashlib.sha256).hexdigest()


def nip_tail(nip: str) -> str:
    """The last three digits, for people to tell two records apart."""
    return nip[-TAIL:]


def masked_nip(tail: str) -> str:
    """How a NIP is shown."""
    return "•" * (LENGTH - TAIL) + f"\N{NO-BREAK SPACE}{tail}" if tail else ""


def hide_nip(text: str) -> str:
    """A cell of a list as it may be shown: whatever could be a NIP is masked."""
    digits = _SIGNS.sub("", text)
    return masked_nip(digits[-TAIL:]) if digits.isdigit() and len(digits) > LENGTH - TAIL else text
