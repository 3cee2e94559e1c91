"""A value that an expression makes of other answers; nobody fills it in."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms.fields.core import UnboundField

from core.csv_writing import Cell
from core.errors import N_
from surveys.definition import QuestionDef
from surveys.questions.base import Kind, Value
from surveys.questions.number import as_number, read_number


class Calculated(Kind):
    """A number or a short text, stored with the answer. Counted like a number."""

    key = "calculated"
    label = N_("Dihitung")
    hint = N_("Nilai yang dihitung dari jawaban lain; tidak tampak pada formulir.")
    is_shown = False
    is_number = True
    pace = 0

    def fields(self, question: QuestionDef, lang: str) -> dict[str, UnboundField]:
        return {}

    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        raise TypeError(f"{question.name} is calculated")

    def shown(self, question: QuestionDef, fields: Mapping[str, Any], lang: str) -> Any:
        return None

    def clean(self, data: Any) -> Value | None:
        return None

    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        number = read_number(raw)
        return as_number(number) if number is not None else raw.strip()[:1000] or None

    def count_values(self, value: object) -> Iterable[str]:
        if isinstance(value, int | float):
            return (str(value),)
        return ("",) if value is not None else ()

    def export(self, value: object, question: QuestionDef, lang: str) -> list[Cell]:
        return [value if isinstance(value, int | float) else None if value is None else str(value)]
