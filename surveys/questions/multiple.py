"""Any number of several options."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectMultipleField
from wtforms.fields.core import UnboundField
from wtforms.widgets import CheckboxInput, ListWidget

from core.csv_writing import Cell
from core.errors import N_, Invalid
from surveys.definition import QuestionDef
from surveys.questions.base import Value
from surveys.questions.choice import Choice
from surveys.questions.single import check_options, choices_of, find_option, label_of

SEPARATOR = ";"


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]
    """Boxes instead of a list that only a mouse with a key can use."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Multiple(Choice):
    """A choice of several. In files the values stand in one cell, separated by semicolons."""

    key = "multiple"
    label = N_("Pilih beberapa")
    hint = N_("Boleh lebih dari satu jawaban.")
    chart = "bar"
    macro = "checks"
    paper = "several"
    settings = frozenset({"options", "other", "shuffled"})

    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        return CheckboxesField(
            choices=choices_of(question, lang),
            validators=self.presence(question),
            **self.common(question, lang),
        )

    def clean(self, data: Any) -> Value | None:
        return list(dict.fromkeys(str(value) for value in data or ())) or None

    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        parts = [part for part in raw.split(SEPARATOR) if part.strip()]
        chosen = {find_option(part, question).value for part in parts}
        return [option.value for option in question.options if option.value in chosen] or None

    def count_values(self, value: object) -> Iterable[str]:
        return tuple(str(one) for one in value) if isinstance(value, list) else ()

    def export(self, value: object, question: QuestionDef, lang: str) -> list[Cell]:
        if not isinstance(value, list):
            return [None]
        return [f"{SEPARATOR} ".join(label_of(str(one), question, lang) for one in value)]

    def check(self, question: QuestionDef) -> None:
        check_options(question)
        if any(SEPARATOR in f"{o.value}{o.label_id}{o.label_en}" for o in question.options):
            raise Invalid(
                N_("Pilihan pada “%(label)s” tidak boleh memuat titik koma (;): itu pemisah pada unduhan."),
                label=question.label_id,
            )
