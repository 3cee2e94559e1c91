"""A date."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from wtforms import DateField
from wtforms.fields.core import UnboundField

from core.csv_writing import Cell
from core.errors import N_, Invalid
from surveys.definition import QuestionDef
from surveys.questions.base import Kind, Value

# What browsers send first; the others where a browser has no date picker, and in files.
FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")


class Day(Kind):
    """A day, stored as ISO text."""

    key = "date"
    label = N_("Tanggal")
    hint = N_("Satu tanggal.")

    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        return DateField(
            validators=self.presence(question), format=list(FORMATS), **self.common(question, lang)
        )

    def clean(self, data: Any) -> Value | None:
        return data.isoformat() if isinstance(data, date) else None

    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        text = raw.strip()
        for form in FORMATS:
            try:
                return datetime.strptime(text, form).date().isoformat()
            except ValueError:
                continue
        if text:
            raise Invalid(N_("“%(value)s” bukan tanggal. Contoh: 23/11/2026."), value=text[:80])
        return None

    def count_values(self, value: object) -> Iterable[str]:
        return (str(value),) if value is not None else ()

    def export(self, value: object, question: QuestionDef, lang: str) -> list[Cell]:
        return [str(value) if value is not None else None]
