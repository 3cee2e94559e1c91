"""What every kind of question can do. A new kind is one subclass in a file of its own."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar, Literal

from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, Optional

from core.csv_writing import Cell
from surveys.definition import QuestionDef

Value = str | int | float | list[str]
Chart = Literal["bar", "likert"] | None


class Kind(ABC):
    """One kind of question: its field, its value, its counters and its cells in an export."""

    key: ClassVar[str]
    label: ClassVar[str]
    hint: ClassVar[str]
    is_free_text: ClassVar[bool] = False
    chart: ClassVar[Chart] = None
    macro: ClassVar[str] = "field"
    settings: ClassVar[frozenset[str]] = frozenset()
    """Which of "options", "min" and "max" are asked when the question is written."""

    @abstractmethod
    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        """The WTForms field with its validators."""

    @abstractmethod
    def clean(self, data: Any) -> Value | None:
        """The field's data as it is stored; None when nothing was answered."""

    @abstractmethod
    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        """The value of a cell of an import; None for an empty one. Raises Invalid with the reason."""

    @abstractmethod
    def count_values(self, value: object) -> Iterable[str]:
        """What the counters count for an answered question; free text counts only "" (answered)."""

    def export_headers(self, question: QuestionDef, lang: str) -> list[str]:
        """The columns of this question in an export."""
        return [question.label(lang)]

    @abstractmethod
    def export(self, value: object, question: QuestionDef, lang: str) -> list[Cell]:
        """The cells under `export_headers`; `value` is None where the question was not answered."""

    def check(self, question: QuestionDef) -> None:  # noqa: B027  most kinds accept whatever is written
        """Raise Invalid when the question cannot be published as it is written."""

    def common(self, question: QuestionDef, lang: str) -> dict[str, Any]:
        """Label, help and id: what every field is made with."""
        return {
            "label": question.label(lang),
            "description": question.help(lang),
            "id": f"q-{question.name}",
        }

    def presence(self, question: QuestionDef) -> list[Any]:
        """The validator of a required or an optional question."""
        return [InputRequired()] if question.required else [Optional()]
