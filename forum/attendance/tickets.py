"""The ticket of a registration: 20 letters that say whose it is, which edition, and that the office made it.

30 bits number the registration, 5 the edition, 65 are the signature with the server's key over both, the
workshop and the registration's random key. Nothing of it is stored, and a device that checks tickets
without the network gets their hashes only (docs/decisions/check-in.md).
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

from core.codes import ALPHABET
from forum.seats.models import Registration

ID_BITS, EDITION_BITS, SIGN_BITS = 30, 5, 65
LENGTH = (ID_BITS + EDITION_BITS + SIGN_BITS) // 5
LAST_EDITION = 2**EDITION_BITS - 1
_MISREAD = str.maketrans("OILU", "011V")


@dataclass(frozen=True)
class Claim:
    """What a ticket says of itself; only the signature shows whether it is true."""

    registration_id: int
    edition: int
    text: str


def ticket_of(registration: Registration, edition: int, *, secret: str) -> str:
    """The ticket, in groups of four."""
    message = f"tiket:{registration.workshop_id}:{registration.id}:{registration.key}:{edition}"
    digest = hmac.new(secret.encode(), message.encode(), hashlib.sha256).digest()
    sign = int.from_bytes(digest) >> (256 - SIGN_BITS)
    number = (registration.id << EDITION_BITS | edition) << SIGN_BITS | sign
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(5 * LENGTH - 5, -1, -5))
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def read_ticket(written: str) -> Claim | None:
    """A ticket as somebody typed or scanned it; None when it cannot be one."""
    text = re.sub(r"[\s\-–—.]", "", written[:80]).upper().translate(_MISREAD)
    if len(text) != LENGTH or not set(text) <= set(ALPHABET):
        return None
    number = 0
    for letter in text:
        number = number << 5 | ALPHABET.index(letter)
    number >>= SIGN_BITS
    return Claim(number >> EDITION_BITS, number & LAST_EDITION, text)


def is_genuine(claim: Claim, registration: Registration, *, secret: str) -> bool:
    """Whether the office made this ticket for this registration."""
    made = ticket_of(registration, claim.edition, secret=secret).replace("-", "")
    return hmac.compare_digest(made, claim.text)


def ticket_hash(ticket: str) -> str:
    """What a device is given of a ticket: enough to know it again, useless to make one."""
    return hashlib.sha256(ticket.replace("-", "").encode()).hexdigest()
