"""The kinds of questions. A new one: its file, a line here, and a macro if its look is new."""

from surveys.definition import QuestionDef
from surveys.questions.base import Kind, Value
from surveys.questions.date import Day
from surveys.questions.longtext import LongText
from surveys.questions.multiple import Multiple
from surveys.questions.number import Number
from surveys.questions.scale import Scale
from surveys.questions.single import Single
from surveys.questions.text import Text

KINDS: dict[str, Kind] = {
    kind.key: kind for kind in (Text(), LongText(), Single(), Multiple(), Scale(), Number(), Day())
}


def kind_of(question: QuestionDef) -> Kind:
    """The kind of a question."""
    return KINDS[question.kind]


__all__ = ["KINDS", "Kind", "Value", "kind_of"]
