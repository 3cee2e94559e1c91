"""Amounts as people here write them: a point between thousands, a comma before decimals. Exact both ways."""

import re
from decimal import Decimal

from core.errors import N_, Invalid

_AMOUNT = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<part>[0-9]+))?")
_RUPIAH = re.compile(r"^\s*rp\.?\s*", re.IGNORECASE)
MAX_DIGITS = 13


def parse_amount(text: str, *, places: int) -> Decimal:
    """Read "1.234,5" exactly. Refuses English style and more decimals than can be kept, never guesses."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise Invalid(N_("Tulis angka dengan titik untuk ribuan dan koma untuk desimal, misalnya 1.250,5."))
    whole, part = match["whole"].replace(".", ""), match["part"] or ""
    if len(part.rstrip("0")) > places:
        raise Invalid(N_("Paling banyak %(places)s angka di belakang koma."), places=places)
    if len(whole.lstrip("0")) > MAX_DIGITS:
        raise Invalid(N_("Angka terlalu besar."))
    return Decimal(f"{match['sign']}{whole}.{part[:places]:0<{places}}")


def parse_rupiah(text: str) -> Decimal:
    """Read "20.000.000", "20.000.000,00" or "Rp20.000.000" exactly."""
    amount = parse_amount(_RUPIAH.sub("", text), places=2)
    if amount < 0:
        raise Invalid(N_("Anggaran tidak boleh kurang dari nol."))
    return amount


def write_amount(value: Decimal) -> str:
    """The amount as it is typed: 1.234,5, without needless decimals."""
    whole, _, part = f"{value:,f}".partition(".")
    part = part.rstrip("0")
    return whole.replace(",", ".") + (f",{part}" if part else "")
