"""The kinds of questions. A new one: its file, a line here, and a macro if its look is new."""

from collections.abc import Iterable

from surveys.definition import QuestionDef
from surveys.questions.base import Kind, Value
from surveys.questions.calculated import Calculated
from surveys.questions.consent import Consent
from surveys.questions.date import Day
from surveys.questions.dropdown import Dropdown
from surveys.questions.email import Email
from surveys.questions.image import Picture
from surveys.questions.integer import Integer
from surveys.questions.longtext import LongText
from surveys.questions.matrix import Matrix
from surveys.questions.multiple import Multiple
from surveys.questions.note import Note
from surveys.questions.number import Number
from surveys.questions.phone import Phone
from surveys.questions.place import Place
from surveys.questions.ranking import Ranking
from surveys.questions.scale import Scale
from surveys.questions.single import Single
from surveys.questions.text import Text
from surveys.questions.time import TimeOfDay

_IN_ORDER: tuple[Kind, ...] = (
    *(Text(), LongText(), Single(), Dropdown(), Multiple(), Scale(), Matrix(), Ranking()),
    *(
        Integer(),
        Number(),
        Day(),
        TimeOfDay(),
        Consent(),
        Note(),
        Calculated(),
        Email(),
        Phone(),
        Place(),
        Picture(),
    ),
)
KINDS: dict[str, Kind] = {kind.key: kind for kind in _IN_ORDER}


def kind_of(question: QuestionDef) -> Kind:
    """The kind of a question."""
    return KINDS[question.kind]


def answerable(questions: Iterable[QuestionDef]) -> tuple[QuestionDef, ...]:
    """What of these questions is answered, piece by piece: the names in an answer's body are theirs."""
    return tuple(part for question in questions for part in kind_of(question).parts(question))


def picture_names(questions: Iterable[QuestionDef]) -> tuple[str, ...]:
    """The questions that are answered with a picture."""
    return tuple(part.name for part in answerable(questions) if kind_of(part).is_picture)


__all__ = ["KINDS", "Kind", "Value", "answerable", "kind_of", "picture_names"]
