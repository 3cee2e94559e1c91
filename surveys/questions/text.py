"""Short free text: one line."""

import unicodedata
from collections.abc import Iterable
from typing import Any, ClassVar

from wtforms import StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, Length, Optional

from core.csv_writing import Cell
from core.errors import N_, Invalid
from surveys.definition import QuestionDef
from surveys.questions.base import Kind, Value


def tidy(text: str | None) -> str:
    """Without control characters (PostgreSQL refuses NUL), with one kind of line end, without outer spaces."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


class Text(Kind):
    """A line in one's own words."""

    key = "text"
    label = N_("Teks pendek")
    hint = N_("Satu baris dengan kata-kata sendiri.")
    is_free_text = is_own = True
    limit: ClassVar[int] = 300
    pace = 20

    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        return StringField(validators=self.rules(question), filters=[tidy], **self.common(question, lang))

    def rules(self, question: QuestionDef) -> list[Any]:
        """Spaces alone are no answer, so presence is asked of the tidied text."""
        return [DataRequired() if question.required else Optional(), Length(max=self.limit)]

    def clean(self, data: Any) -> Value | None:
        return tidy(data) or None

    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        text = tidy(raw)
        if len(text) > self.limit:
            raise Invalid(N_("Teks terlalu panjang: paling banyak %(max)d karakter."), max=self.limit)
        return text or None

    def count_values(self, value: object) -> Iterable[str]:
        return ("",) if value else ()

    def export(self, value: object, question: QuestionDef, lang: str) -> list[Cell]:
        return [str(value) if value is not None else None]
