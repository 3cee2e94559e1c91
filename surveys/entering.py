"""Answers that staff type in for others: at the counter, or from paper.

Each says so (`VIA`), and neither who typed it nor when. Only public forms can be filled in this way: where
accounts answer, nobody can say for somebody else that they have taken part.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from core.errors import N_, Closed
from surveys.definition import QuestionDef
from surveys.enums import Access, SurveyState
from surveys.models import Survey
from surveys.questions import kind_of

VIA = "@via"
"""Where an answer, and its counter, say how it came. No question can have that name."""
SMALLEST = 5
"""How many answers of each sort there must be before their number is told."""


class Via(StrEnum):
    """How somebody's answer came to the keyboard. The values stand in addresses."""

    COUNTER = "loket"
    PAPER = "kertas"


LABELS = {Via.COUNTER: N_("diketik petugas di loket"), Via.PAPER: N_("diketik dari kertas")}


def require_enterable(survey: Survey) -> None:
    """Raise Closed unless staff can type answers of others into this survey now."""
    if survey.access != Access.PUBLIC:
        raise Closed(
            N_(
                "Survei ini diisi dengan akun atau kode masing-masing. Yang dari kertas masuk lewat impor jawaban."
            )
        )
    if survey.state != SurveyState.OPEN:
        raise Closed(N_("Jawaban dapat diketik selama survei dibuka."))


def entered(questions: Sequence[QuestionDef]) -> tuple[QuestionDef, ...]:
    """What an officer can type in for somebody else: no photo comes with a paper or with what is said."""
    return tuple(question for question in questions if kind_of(question).paper != "photo")


def told(figures: Mapping[str, int], answers: int) -> tuple[tuple[Via, int], ...]:
    """How many answers came how, where neither they nor the others are few. `figures`: the counter of VIA."""
    shown = [(via, figures.get(via, 0)) for via in Via]
    others = answers - sum(count for _, count in shown)
    numbers = [count for _, count in shown if count] + ([others] if others else [])
    return tuple((via, n) for via, n in shown if n) if all(n >= SMALLEST for n in numbers) else ()
