"""A photo. The answer holds the fingerprint of the picture; the picture lies beside it (answer_pictures.py)."""

from collections.abc import Iterable
from typing import Any

from wtforms import StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, Optional

from core.csv_writing import Cell
from core.errors import N_, Invalid
from surveys.definition import QuestionDef
from surveys.pictures import is_digest
from surveys.questions.base import Kind, Value

IN_A_SURVEY = 5
"""How many may be asked: a page sends at most one (checking.py), as the whole request has a limit of its own."""


class PictureField(StringField):  # type: ignore[misc]
    """The fingerprint of a picture that the server has already; the file itself comes beside it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist and is_digest(valuelist[0]) else None


class Picture(Kind):
    """One picture, as small as a screen needs, without the data that cameras add."""

    key = "image"
    label = N_("Foto")
    hint = N_("Satu foto, diperkecil; waktu, lokasi, dan jenis HP di dalamnya dihapus.")
    is_own = True
    is_picture = True
    macro = "picture"
    paper = "photo"
    script = "photo.js"
    pace = 60

    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        present = DataRequired() if question.required else Optional()
        return PictureField(validators=[present], **self.common(question, lang))

    def clean(self, data: Any) -> Value | None:
        return str(data) if data else None

    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        if raw.strip():
            raise Invalid(N_("Foto tidak dapat diimpor. Lewati kolom ini."))
        return None

    def count_values(self, value: object) -> Iterable[str]:
        return ("",) if value else ()

    def export(self, value: object, question: QuestionDef, lang: str) -> list[Cell]:
        return [1 if value else None]
