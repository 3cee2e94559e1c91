"""What every kind of question can do. A new kind is one subclass in a file of its own."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, Optional

from core.csv_writing import Cell
from surveys.definition import QuestionDef

Value = str | int | float | list[str]
Chart = Literal["bar", "likert"] | None


@dataclass(frozen=True)
class Group:
    """What a macro shows that is more, or less, than one field. Looks like a field where both are shown."""

    id: str
    label: str
    description: str
    required: bool
    fields: tuple[Any, ...] = ()


class Kind(ABC):
    """One kind of question: its field, its value, its counters and its cells in an export."""

    key: ClassVar[str]
    label: ClassVar[str]
    hint: ClassVar[str]
    is_free_text: ClassVar[bool] = False
    """Whether an answer is a contribution: read by the analysis, quoted, linked to needs."""
    is_own: ClassVar[bool] = False
    """Made by the person and not chosen: seen only by who reads free texts, emptied at once when taken back."""
    chart: ClassVar[Chart] = None
    is_picture: ClassVar[bool] = False
    """Whether the value is the fingerprint of a picture: expressions and files learn only that there is one."""
    macro: ClassVar[str] = "field"
    paper: ClassVar[str] = "line"
    """How it is answered on paper: "line", "lines", "one", "several", "rows", "ranks", "tick", "photo" or nothing."""
    script: ClassVar[str] = ""
    """The optional script of its macro."""
    asks_position: ClassVar[bool] = False
    """Whether its page may ask the browser where the device is."""
    is_asked: ClassVar[bool] = True
    """Whether there is something to answer; without it "wajib" and a column's name make no sense."""
    is_shown: ClassVar[bool] = True
    """Whether respondents see it; what is calculated stays behind the page."""
    is_number: ClassVar[bool] = False
    identifies: ClassVar[bool] = False
    """Whether the answer says who gave it: never asked in surveys, whose answers are anonymous."""
    settings: ClassVar[frozenset[str]] = frozenset()
    """Which of "options", "min" and "max" are asked when the question is written."""
    pace: ClassVar[int] = 10
    """Seconds for one answer, assumed before anybody gave one (docs/decisions/opening.md)."""

    def parts(self, question: QuestionDef) -> tuple[QuestionDef, ...]:
        """The pieces that are answered, counted, exported and imported each by itself; mostly the question.

        A piece is named "name.piece": no name that an author gives holds a dot, so they never clash.
        """
        return (question,)

    def fields(self, question: QuestionDef, lang: str) -> dict[str, UnboundField]:
        """The field of each part, by its name."""
        return {question.name: self.field(question, lang)}

    def shown(self, question: QuestionDef, fields: Mapping[str, Any], lang: str) -> Any:
        """What the macro gets: the field, or a Group of the fields of all parts."""
        return fields[question.name]

    def look(self, question: QuestionDef) -> str:
        """The macro that shows the question."""
        return self.macro

    def seconds(self, question: QuestionDef) -> int:
        """How long reading and answering the question is assumed to take."""
        return self.pace

    def idle(self, question: QuestionDef, body: Mapping[str, object]) -> frozenset[str]:
        """The parts that count for nothing beside the other answers, and are not stored."""
        return frozenset()

    def check_answer(self, question: QuestionDef, body: Mapping[str, object]) -> None:  # noqa: B027
        """Raise Invalid where the answers to the parts contradict each other: of a file; forms ask their fields."""

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

    def group(self, question: QuestionDef, fields: Mapping[str, Any], lang: str) -> Group:
        """The fields of all parts under one heading."""
        return Group(
            id=f"q-{question.name}",
            label=question.label(lang),
            description=question.help(lang),
            required=question.required,
            fields=tuple(fields[part.name] for part in self.parts(question)),
        )


def piece(question: QuestionDef, name: str, kind: str, *, words: tuple[str, str], **more: Any) -> QuestionDef:
    """A part of a question: its words say of what it is a part, as results and files show it alone."""
    word_id, word_en = words
    in_english = bool(question.label_en) and f"{question.label_en} – {word_en or word_id}"
    return QuestionDef(
        name=f"{question.name}.{name}",
        kind=kind,
        label_id=f"{question.label_id} – {word_id}",
        label_en=in_english or "",
        **more,
    )


class Grouped(Kind):
    """A kind without a value of its own: whatever is done with values is done with those of its parts."""

    def fields(self, question: QuestionDef, lang: str) -> dict[str, UnboundField]:
        return {}

    def seconds(self, question: QuestionDef) -> int:
        return self.pace * len(self.parts(question))

    def shown(self, question: QuestionDef, fields: Mapping[str, Any], lang: str) -> Any:
        return self.group(question, fields, lang)

    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        raise TypeError(f"{question.name} has no field of its own")

    def clean(self, data: Any) -> Value | None:
        return None

    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        return None

    def count_values(self, value: object) -> Iterable[str]:
        return ()

    def export_headers(self, question: QuestionDef, lang: str) -> list[str]:
        return []

    def export(self, value: object, question: QuestionDef, lang: str) -> list[Cell]:
        return []
