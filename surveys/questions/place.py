"""A place: in words, or as the coordinates of a device, made coarse before they are stored."""

import re
from typing import Any

from wtforms import StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from core.csv_writing import Cell
from core.errors import N_, Invalid
from surveys.definition import QuestionDef
from surveys.questions.base import Value
from surveys.questions.text import Text, tidy

PLACES = 3
"""Decimals of a coordinate that are kept: about a hundred metres, a block and not a house."""
_NUMBER = r"[+\-−]?\d{1,3}(?:\.\d{1,20})?"
_PAIR = re.compile(rf"({_NUMBER})(?:\s*[,;]\s*|\s+)({_NUMBER})", re.ASCII)
# A number that is finer than what is kept, wherever it stands: in a sentence, or in the address of a map.
_FINE = (
    re.compile(rf"(?<![\d.])([+\-−]?\d{{1,3}})(\.)(\d{{{PLACES + 1},}})", re.ASCII),
    re.compile(rf"(?<![\d.,])([+\-−]?\d{{1,3}})(,)(\d{{{PLACES + 1},}})(?!\.?\d)", re.ASCII),
)
_LIMITS = (90, 180)
_WORDS = {"id": ("lintang", "bujur"), "en": ("latitude", "longitude")}
_OUTSIDE = N_("Titik “%(value)s” tidak ada di bumi: lintang -90 sampai 90, lalu bujur -180 sampai 180.")


def coordinates(text: str) -> tuple[float, float] | None:
    """Latitude and longitude where the whole text is such a pair; two whole numbers are a house number and a street."""
    found = _PAIR.fullmatch(text)
    if found is None or "." not in text:
        return None
    north, east = (round(float(one.replace("−", "-")), PLACES) for one in found.groups())
    return north + 0.0, east + 0.0  # "-0.0" is written as "0.0"


def _is_on_earth(pair: tuple[float, float] | None) -> bool:
    return pair is None or all(abs(one) <= limit for one, limit in zip(pair, _LIMITS, strict=True))


def coarse(text: str | None) -> str:
    """The text with nothing in it that is finer than what is kept; a pair in its one spelling."""
    text = tidy(text)
    pair = coordinates(text)
    if pair is not None and _is_on_earth(pair):
        return "{:.{places}f}, {:.{places}f}".format(*pair, places=PLACES)
    for fine in _FINE:
        text = fine.sub(_rounded, text)
    return text


def _rounded(found: re.Match[str]) -> str:
    whole, comma, decimals = found.groups()
    number = float(whole.replace("−", "-") + "." + decimals)
    return f"{number:.{PLACES}f}".replace(".", comma)


class Place(Text):
    """Own words like a text, but no contribution: the analysis looks for needs, and here there are none."""

    key = "place"
    label = N_("Tempat")
    hint = N_("Alamat, nama tempat, atau titik lokasi dari HP; titik dibulatkan ke sekitar 100 meter.")
    macro = "place"
    is_free_text = False
    script = "place.js"
    asks_position = True

    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        def on_earth(_form: Any, field: Any) -> None:
            if not _is_on_earth(coordinates(field.data)):
                raise ValidationError(_outside(lang))

        present = DataRequired() if question.required else Optional()
        return StringField(
            validators=[present, Length(max=self.limit), on_earth],
            filters=[coarse],
            **self.common(question, lang),
        )

    def clean(self, data: Any) -> Value | None:
        return coarse(data) or None

    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        # A spreadsheet export of ours puts an apostrophe before what begins with a minus sign.
        text = coarse(tidy(raw).removeprefix("'"))
        if not _is_on_earth(coordinates(text)):
            raise Invalid(_OUTSIDE, value=text[:80])
        return super().from_text(text, question)

    def export_headers(self, question: QuestionDef, lang: str) -> list[str]:
        label = question.label(lang)
        return [label, *(f"{label} – {word}" for word in _WORDS.get(lang, _WORDS["id"]))]

    def export(self, value: object, question: QuestionDef, lang: str) -> list[Cell]:
        pair = coordinates(str(value)) if value is not None else None
        return [str(value) if value is not None else None, *(pair or (None, None))]


def _outside(lang: str) -> str:
    if lang == "en":
        return "There is no such point on earth: latitude -90 to 90, then longitude -180 to 180."
    return "Titik ini tidak ada di bumi: lintang -90 sampai 90, lalu bujur -180 sampai 180."
