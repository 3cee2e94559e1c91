"""The form of a version, built from its questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm as PlainForm
from wtforms.meta import DefaultMeta

from core.web.forms import WTFormsTranslations
from surveys.definition import QuestionDef
from surveys.ordering import arrange, is_shuffled
from surveys.questions import answerable, kind_of

_LONGEST = 60


@dataclass(frozen=True)
class Row:
    """A question as the template shows it: macro, and field or group.

    `conditional`: it comes and goes on its page. `section`: the heading of the part that begins with it.
    """

    name: str
    macro: str
    field: Any
    conditional: bool = False
    hidden: bool = False
    section: str = ""


class _Meta(DefaultMeta):  # type: ignore[misc]
    def get_translations(self, form: Any) -> WTFormsTranslations:
        return WTFormsTranslations()


class AnswerForm:
    """Fields named by their questions. Fields are no attributes here, so no name can clash with a method."""

    opened = False
    """Whether its answers opened questions that were not shown yet."""

    def __init__(self, questions: Sequence[QuestionDef], lang: str, *, order: int = 0) -> None:
        """`order`: that of the options of questions whose author wants them shuffled (ordering.py)."""
        self.questions, self.parts, self.lang = questions, answerable(questions), lang
        fields: dict[str, Any] = {}
        for question in questions:
            fields |= kind_of(question).fields(question, lang)
        self.form = PlainForm(fields, meta=_Meta())
        self.form.process()
        for question in filter(is_shuffled, questions):
            arrange((self.form[part.name] for part in kind_of(question).parts(question)), order)

    def fill(self, typed: Mapping[str, str]) -> None:
        """Show what was typed earlier, without judging it."""
        self.form.process(typed)

    def answered(self, body: Mapping[str, object]) -> None:
        """Show an answer that was given."""
        self.form.process(fields_of(body))

    def wrong_names(self) -> set[str]:
        """The parts of questions whose answers cannot be accepted."""
        return {name for name in self._names() if self.form[name].errors}

    def _names(self) -> list[str]:
        """The parts that have a field; what is calculated has none."""
        return [part.name for part in self.parts if part.name in self.form]

    def read(self, posted: Mapping[str, str]) -> bool:
        """Take what was posted; whether all of it can be accepted."""
        self.form.process(posted)
        return bool(self.form.validate())

    def body(self) -> dict[str, object]:
        """The answers as they are stored: unanswered questions are absent."""
        values = {
            part.name: kind_of(part).clean(self.form[part.name].data)
            for part in self.parts
            if part.name in self.form
        }
        body = {part.name: _as_written(part, values[part.name]) for part in self.parts if part.name in values}
        body = {name: value for name, value in body.items() if value is not None}
        idle = {name for question in self.questions for name in kind_of(question).idle(question, body)}
        return {name: value for name, value in body.items() if name not in idle}

    def rows(self) -> list[Row]:
        """Each question that is shown, with its field or group of fields."""
        fields = {field.name: field for field in self.form}
        return [
            Row(q.name, kind_of(q).look(q), kind_of(q).shown(q, fields, self.lang))
            for q in self.questions
            if kind_of(q).is_shown
        ]

    @property
    def scripts(self) -> list[str]:
        """The optional scripts of the kinds on this page."""
        return sorted({kind_of(question).script for question in self.questions} - {""})

    @property
    def takes_files(self) -> bool:
        """Whether a file may be sent with it."""
        return any(kind_of(question).is_picture for question in self.questions)

    @property
    def asks_position(self) -> bool:
        """Whether the browser may be asked where the device is."""
        return any(kind_of(question).asks_position for question in self.questions)

    def problems(self) -> list[tuple[str, str]]:
        """(id of the field, message after the beginning of its question), for the list above the form."""
        return [
            (field.id, f"{_beginning(field.label.text)}: {message}")
            for field in self.form
            for message in field.errors[:1]
        ]


def _as_written(part: QuestionDef, value: Any) -> object:
    """Several options in their author's order, whatever stood first on the page."""
    if not isinstance(value, list):
        return value
    places = {option.value: place for place, option in enumerate(part.options)}
    return sorted(value, key=lambda one: places.get(one, len(places)))


def fields_of(body: Mapping[str, object]) -> "MultiDict[str, str]":
    """An answer as its form would post it; a decimal comma is never read as thousands."""
    return MultiDict(
        (name, str(one).replace(".", ",") if isinstance(one, float) else str(one))
        for name, value in body.items()
        for one in (value if isinstance(value, list) else [value])
    )


def _beginning(label: str) -> str:
    """On a phone nine whole questions would push the form out of sight."""
    return label if len(label) <= _LONGEST else f"{label[:_LONGEST].rsplit(' ', 1)[0]} …"
