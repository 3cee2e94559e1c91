"""A whole number: people, years, rooms."""

from decimal import Decimal
from typing import Any

from wtforms.validators import ValidationError

from core.errors import N_, Invalid
from surveys.definition import QuestionDef
from surveys.questions.base import Value
from surveys.questions.number import Number, NumberField, read_number


class Whole:
    """Says of a number with decimals that it is none here; "3,0" is whole."""

    def __call__(self, form: Any, field: Any) -> None:
        if isinstance(field.data, Decimal) and field.data != int(field.data):
            raise ValidationError(field.gettext("Not a valid integer value."))


class Integer(Number):
    """A number without decimals."""

    key = "integer"
    label = N_("Bilangan bulat")
    hint = N_("Angka tanpa koma: jumlah orang, tahun, hari.")

    def field(self, question: QuestionDef, lang: str) -> Any:
        return NumberField(
            validators=[*self.presence(question), Whole(), *self.limits(question)],
            render_kw={"inputmode": "numeric", "maxlength": 24},
            **self.common(question, lang),
        )

    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        number = read_number(raw)
        if number is not None and number != int(number):
            raise Invalid(N_("“%(value)s” bukan bilangan bulat."), value=raw.strip()[:80])
        return super().from_text(raw, question)
