"""A box to tick under a text."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField
from wtforms.fields.core import UnboundField

from core.csv_writing import Cell
from core.errors import N_, Invalid
from surveys.definition import QuestionDef
from surveys.questions.base import Kind, Value
from surveys.questions.text import tidy

YES = "ya"
_TICKED = frozenset({YES, "y", "yes", "true", "1", "x", "setuju", "✓"})
_EMPTY = frozenset({"", "tidak", "t", "no", "n", "false", "0", "-"})


class Consent(Kind):
    """Ticked or not answered: there is no "no" that would be stored. Required: it must be ticked."""

    key = "consent"
    label = N_("Persetujuan")
    hint = N_("Satu kotak untuk dicentang, dengan kalimat persetujuannya.")
    macro = "checkbox"
    paper = "tick"

    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        return BooleanField(validators=self.presence(question), **self.common(question, lang))

    def clean(self, data: Any) -> Value | None:
        return YES if data else None

    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        word = tidy(raw).casefold()
        if word not in _TICKED | _EMPTY:
            raise Invalid(
                N_("“%(value)s” tidak terbaca: tulis “ya”, atau kosongkan."), value=raw.strip()[:80]
            )
        return YES if word in _TICKED else None

    def count_values(self, value: object) -> Iterable[str]:
        return (YES,) if value == YES else ()

    def export(self, value: object, question: QuestionDef, lang: str) -> list[Cell]:
        return [str(value) if value is not None else None]
