"""Signs that nobody wrote an answer to a public form: told by the form itself, without a third party.

A form carries when it was opened, signed and bound to its nonce; the time stays in the form and is never
stored. A field that nobody sees stays empty with people. Neither sign refuses anybody: it sets the answer
aside until somebody of the office has looked at it (docs/decisions/junk.md).
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import N_, Invalid
from surveys.definition import QuestionDef
from surveys.drafts import DAYS
from surveys.questions import answerable, kind_of

KEPT = timedelta(days=DAYS)
LEAST_SECONDS = 3
_DIGITS = 12
SHARE = 10
"""Nobody is as fast as a tenth of what reading and answering is assumed to take."""


class Sign(StrEnum):
    """Why an answer was set aside."""

    TRAP = "trap"
    FAST = "fast"
    UNSIGNED = "unsigned"


SIGN_LABELS = {
    Sign.TRAP: N_("Isian tersembunyi, yang tidak terlihat orang, terisi."),
    Sign.FAST: N_("Dikirim lebih cepat daripada orang dapat membaca dan mengisinya."),
    Sign.UNSIGNED: N_("Tanda waktu formulirnya hilang atau bukan dari kami."),
}


class Expired(Invalid):
    """The form lay open too long; it comes back with everything that was typed."""


def stamp(nonce: str, *, opened: datetime, secret: str) -> str:
    """What a form with this nonce carries: the second in which it was opened, signed."""
    second = str(int(opened.timestamp()))
    return f"{second}.{_seal(nonce, second, secret)}"


def settled(nonce: str, *, now: datetime, secret: str) -> str:
    """The stamp of a form that was filled in before, such as a draft: it counts as open for long enough."""
    return stamp(nonce, opened=now - timedelta(hours=1), secret=secret)


def age_of(nonce: str, raw: str, *, now: datetime, secret: str) -> timedelta | None:
    """How long the form with this nonce has been open; None where this is not its stamp."""
    second, _dot, seal = raw.partition(".")
    if not (second.isascii() and second.isdecimal() and len(second) <= _DIGITS):
        return None
    if not hmac.compare_digest(seal.encode(), _seal(nonce, second, secret).encode()):
        return None
    return timedelta(seconds=now.timestamp() - int(second))


def sign_of(
    questions: Sequence[QuestionDef],
    body: Mapping[str, object],
    *,
    nonce: str,
    raw: str,
    trap: str,
    now: datetime,
    secret: str,
) -> Sign | None:
    """What speaks against this answer; None where nothing does. Raises Expired for a form from long ago."""
    if trap.strip():
        return Sign.TRAP
    age = age_of(nonce, raw, now=now, secret=secret)
    if age is None:
        return Sign.UNSIGNED
    if age > KEPT:
        raise Expired(
            N_(
                "Halaman ini sudah terbuka lebih dari %(days)d hari. Periksa isian Anda di bawah, lalu kirim sekali lagi:"
                " tidak ada yang hilang."
            ),
            days=DAYS,
        )
    return Sign.FAST if age.total_seconds() < least_seconds(questions, body) else None


def least_seconds(questions: Sequence[QuestionDef], body: Mapping[str, object]) -> float:
    """How long filling in these answers takes at least."""
    given = [part for part in answerable(questions) if body.get(part.name) is not None]
    return max(LEAST_SECONDS, sum(kind_of(part).pace for part in given) / SHARE)


def _seal(nonce: str, second: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"dibuka:{nonce}:{second}".encode(), hashlib.sha256).hexdigest()[:32]
