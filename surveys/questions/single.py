"""One of several options."""

from collections.abc import Iterable
from typing import Any, ClassVar

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField

from core.csv_writing import Cell
from core.errors import N_, Invalid
from surveys.definition import Option, QuestionDef
from surveys.questions.base import Chart, Value
from surveys.questions.choice import Choice
from surveys.questions.text import tidy

MINIMUM_OPTIONS = 2


def check_options(question: QuestionDef) -> None:
    """Raise Invalid unless there are enough options with values of their own."""
    values = [option.value for option in question.options]
    if len(values) < MINIMUM_OPTIONS:
        raise Invalid(
            N_("Pertanyaan “%(label)s” memerlukan paling sedikit dua pilihan."), label=question.label_id
        )
    if len(set(values)) < len(values):
        raise Invalid(
            N_("Pertanyaan “%(label)s” mempunyai dua pilihan dengan nilai yang sama."),
            label=question.label_id,
        )


def find_option(raw: str, question: QuestionDef) -> Option:
    """The option with this value, else with this label in either language. Raises Invalid."""
    wanted = " ".join(tidy(raw).split())
    for option in question.options:
        if option.value == wanted:
            return option
    for option in question.options:
        if wanted.casefold() in {option.label_id.casefold(), option.label_en.casefold()}:
            return option
    raise Invalid(N_("“%(value)s” bukan salah satu pilihan."), value=wanted[:80])


def label_of(value: str, question: QuestionDef, lang: str) -> str:
    """The words of a stored value; the value itself where this version no longer has it."""
    return next((option.label(lang) for option in question.options if option.value == value), value)


def choices_of(question: QuestionDef, lang: str) -> list[SelectChoice]:
    """The options as a field offers them."""
    return [SelectChoice(option.value, option.label(lang)) for option in question.options]


class Single(Choice):
    """A choice of one."""

    key = "single"
    label = N_("Pilih satu")
    hint = N_("Satu jawaban dari beberapa pilihan.")
    chart: ClassVar[Chart] = "bar"
    macro = "choices"
    paper = "one"
    settings = frozenset({"options", "other", "shuffled"})

    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        return RadioField(
            choices=choices_of(question, lang),
            validators=self.presence(question),
            **self.common(question, lang),
        )

    def clean(self, data: Any) -> Value | None:
        return str(data) if data else None

    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        return find_option(raw, question).value if raw.strip() else None

    def count_values(self, value: object) -> Iterable[str]:
        return (str(value),) if value is not None else ()

    def export(self, value: object, question: QuestionDef, lang: str) -> list[Cell]:
        return [label_of(str(value), question, lang) if value is not None else None]

    def check(self, question: QuestionDef) -> None:
        check_options(question)
