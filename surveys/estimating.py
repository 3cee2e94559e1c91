"""How long a form takes, told before it begins: from what it asks, never from the time anybody took.

The seconds are assumptions with a source (docs/decisions/opening.md); each kind of question says its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from surveys.definition import QuestionDef
from surveys.logic import RELEVANT
from surveys.questions import kind_of

_MINUTE = 60


@dataclass(frozen=True)
class Estimate:
    """Whole minutes, rounded up. `least` without the questions that only some are asked, `most` with all."""

    questions: int
    least: int
    most: int


def estimate_of(questions: Sequence[QuestionDef]) -> Estimate:
    """What somebody should reckon with who begins now."""
    seconds = [(bool(q.logic.get(RELEVANT)), kind_of(q).seconds(q)) for q in questions]
    asked = sum(kind_of(q).is_asked and kind_of(q).is_shown for q in questions)
    most = sum(count for _some, count in seconds)
    least = sum(count for some, count in seconds if not some)
    return Estimate(asked, _minutes(least), _minutes(most))


def _minutes(seconds: int) -> int:
    return max(1, ceil(seconds / _MINUTE))
