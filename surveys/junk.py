"""Signs that nobody wrote an answer to a public form: told by the form itself, without a third party.

A form carries the second in which it was opened, signed and bound to its nonce; the time stays in the form
and is never stored. A field that nobody sees stays empty with people. No sign refuses anybody: it sets the
answer aside until somebody of the office has looked at it (docs/decisions/junk.md).
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import N_
from surveys.definition import QuestionDef
from surveys.questions import answerable, kind_of

LONGEST = timedelta(days=30)
"""Twice as long as a draft lives; older stamps may have been collected for later."""
SETTLED = timedelta(hours=1)
SHARE = 10
"""Nobody is as fast as a tenth of what reading and answering is assumed to take."""
_DIGITS = 12


class Sign(StrEnum):
    """Why an answer was set aside."""

    TRAP = "trap"
    FAST = "fast"
    OLD = "old"
    UNSIGNED = "unsigned"


SIGN_LABELS = {
    Sign.TRAP: N_("Isian tersembunyi, yang tidak terlihat orang, terisi."),
    Sign.FAST: N_("Dikirim lebih cepat daripada orang dapat membaca dan mengisinya."),
    Sign.OLD: N_("Formulirnya dibuka lebih dari 30 hari sebelum dikirim."),
    Sign.UNSIGNED: N_("Tanda waktu formulirnya hilang atau bukan dari kami."),
}


def stamp(of: str, second: int, *, secret: str) -> str:
    """The second in which a form was opened, signed for its nonce (or its survey, where a device keeps it)."""
    return f"{second}.{_seal(of, str(second), secret)}"


def second_of(of: str, raw: str, *, secret: str) -> int | None:
    """The second that a stamp tells; None where it is not ours, or of another form."""
    second, _dot, seal = raw.partition(".")
    if not (second.isascii() and second.isdecimal() and len(second) <= _DIGITS):
        return None
    if not hmac.compare_digest(seal.encode(), _seal(of, second, secret).encode()):
        return None
    return int(second)


def begun(seconds: Iterable[int], *, now: datetime) -> int | None:
    """The earliest of these that is not too long ago; None where all are."""
    earliest = (now - LONGEST).timestamp()
    return min((second for second in seconds if second >= earliest), default=None)


def settled(now: datetime) -> int:
    """When a form that was filled in before, such as a draft, counts as opened."""
    return int((now - SETTLED).timestamp())


def sign_of(
    questions: Sequence[QuestionDef],
    body: Mapping[str, object],
    *,
    opened: Sequence[int],
    trap: str,
    now: datetime,
    least: int,
) -> Sign | None:
    """What speaks against this answer; None where nothing does.

    `opened` are the seconds of the stamps it came with. `least`: seconds below which nobody fills in a form,
    0 where speed is not judged.
    """
    if trap.strip():
        return Sign.TRAP
    first = begun(opened, now=now)
    if first is None:
        return Sign.OLD if opened else Sign.UNSIGNED
    # Before it was opened: the server's clock was set back meanwhile, which is nobody's haste.
    took = now.timestamp() - first
    return Sign.FAST if least and 0 <= took < max(least, _share(questions, body)) else None


def _share(questions: Sequence[QuestionDef], body: Mapping[str, object]) -> float:
    given = (part for part in answerable(questions) if body.get(part.name) is not None)
    return sum(kind_of(part).pace for part in given) / SHARE


def _seal(of: str, second: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"dibuka:{of}:{second}".encode(), hashlib.sha256).hexdigest()[:32]
