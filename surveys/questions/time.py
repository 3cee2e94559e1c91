"""A time of day."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from wtforms import TimeField
from wtforms.fields.core import UnboundField

from core.csv_writing import Cell
from core.errors import N_, Invalid
from surveys.definition import QuestionDef
from surveys.questions.base import Kind, Value

# What browsers send first; then as Indonesians write it, and as spreadsheets do.
FORMATS = ("%H:%M", "%H.%M", "%H:%M:%S")


class TimeOfDay(Kind):
    """Hour and minute, stored as "08:30"."""

    key = "time"
    label = N_("Jam")
    hint = N_("Satu waktu, misalnya 08:30.")

    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        return TimeField(
            validators=self.presence(question), format=list(FORMATS), **self.common(question, lang)
        )

    def clean(self, data: Any) -> Value | None:
        return data.strftime("%H:%M") if isinstance(data, time) else None

    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        text = raw.strip()
        for form in FORMATS:
            try:
                return datetime.strptime(text, form).strftime("%H:%M")
            except ValueError:
                continue
        if text:
            raise Invalid(N_("“%(value)s” bukan jam. Contoh: 08:30."), value=text[:80])
        return None

    def count_values(self, value: object) -> Iterable[str]:
        return (str(value),) if value is not None else ()

    def export(self, value: object, question: QuestionDef, lang: str) -> list[Cell]:
        return [str(value) if value is not None else None]
