"""A number, with limits where the author set them."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wtforms import StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import NumberRange

from core.csv_writing import Cell
from core.errors import N_, Invalid
from surveys.definition import QuestionDef
from surveys.questions.base import Kind, Value

# "1.500" and "1.234.567,89" have thousands points, as Indonesians write; "3,5" and "3.5" are decimals.
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3}){1,4}(,\d{1,6})?", re.ASCII)
_PLAIN = re.compile(r"-?\d{1,12}([.,]\d{1,6})?", re.ASCII)


def read_number(text: str) -> Decimal | None:
    """The number a person wrote; None when it is none."""
    text = text.strip().replace("−", "-")
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    return Decimal(text.replace(",", ".")) if _PLAIN.fullmatch(text) else None


def as_number(data: Decimal | None) -> int | float | None:
    """As JSON holds it."""
    if data is None:
        return None
    return int(data) if data == int(data) else float(data)


def limit_of(question: QuestionDef, name: str) -> Decimal | None:
    """The "min" or "max" its author set."""
    limit = question.config.get(name)
    return None if limit is None else Decimal(str(limit))


class NumberField(StringField):  # type: ignore[misc]
    """Text input with a number keyboard: browsers' number inputs lose what they cannot read."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = read_number(valuelist[0])
            if self.data is None:
                raise ValueError(self.gettext("Not a valid decimal value."))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data).replace(".", ",")


class WithinLimits(NumberRange):  # type: ignore[misc]
    """Silent about what is no number at all: that has been said."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is not None:
            super().__call__(form, field)


class Number(Kind):
    """A number that may have decimals."""

    key = "number"
    label = N_("Angka desimal")
    hint = N_("Angka yang boleh berkoma: jam, kilometer, persen.")
    is_number = True
    settings = frozenset({"min", "max"})

    def limits(self, question: QuestionDef) -> list[Any]:
        """The validator of the limits, where the author set any."""
        low, high = limit_of(question, "min"), limit_of(question, "max")
        return [WithinLimits(low, high)] if low is not None or high is not None else []

    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        return NumberField(
            validators=[*self.presence(question), *self.limits(question)],
            render_kw={"inputmode": "decimal", "maxlength": 24},
            **self.common(question, lang),
        )

    def clean(self, data: Any) -> Value | None:
        return as_number(data)

    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        if not raw.strip():
            return None
        number = read_number(raw)
        low, high = limit_of(question, "min"), limit_of(question, "max")
        if number is None:
            raise Invalid(N_("“%(value)s” bukan angka."), value=raw.strip()[:80])
        if (low is not None and number < low) or (high is not None and number > high):
            raise Invalid(N_("Angka %(value)s di luar batas pertanyaan ini."), value=raw.strip()[:80])
        return self.clean(number)

    def count_values(self, value: object) -> Iterable[str]:
        return (str(value),) if value is not None else ()

    def export(self, value: object, question: QuestionDef, lang: str) -> list[Cell]:
        return [value if isinstance(value, int | float) else None]

    def check(self, question: QuestionDef) -> None:
        low, high = limit_of(question, "min"), limit_of(question, "max")
        if low is not None and high is not None and low > high:
            raise Invalid(
                N_("Pada “%(label)s” batas terkecil lebih besar daripada batas terbesar."),
                label=question.label_id,
            )
