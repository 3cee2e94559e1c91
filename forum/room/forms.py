"""Shape of the staff forms: a question, opening, hiding an answer, the scribe's line."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from core.web.forms import BaseForm
from forum.room.rules import MOST_DOTS

LONGEST_QUESTION = 300
LONGEST_REASON = 300


class ConfirmForm(BaseForm):
    """A button and nothing else."""


class QuestionForm(BaseForm):
    """What is asked in the hall."""

    text_id = TextAreaField(
        _l("Pertanyaan"),
        [InputRequired(), Length(max=LONGEST_QUESTION)],
        description=_l("Pendek, karena dibaca dari layar. Misalnya: Apa yang paling sulit di loket?"),
        render_kw={"rows": 2},
    )
    text_en = TextAreaField(
        _l("Pertanyaan dalam bahasa Inggris"), [Length(max=LONGEST_QUESTION)], render_kw={"rows": 2}
    )
    purpose = RadioField(
        _l("Jawabannya dibaca sebagai"),
        [InputRequired()],
        choices=[
            SelectChoice("aspiration", _l("aspirasi: apa yang perlu dipelajari pegawai")),
            SelectChoice("feedback", _l("masukan: bagaimana layanan dirasakan")),
        ],
        default="aspiration",
    )

    def values(self) -> dict[str, str]:
        """What the services take."""
        return {
            "text_id": (self.text_id.data or "").strip(),
            "text_en": (self.text_en.data or "").strip(),
            "purpose": self.purpose.data,
        }


class OpenForm(BaseForm):
    """How many dots each phone gets."""

    dots = IntegerField(
        _l("Titik untuk setiap ponsel"),
        [InputRequired(), NumberRange(1, MOST_DOTS)],
        description=_l("Dipakai pada tahap Pilih. Biasanya tiga."),
        default=3,
        render_kw={"inputmode": "numeric"},
    )


class HideForm(BaseForm):
    """Why an answer is hidden."""

    reason = StringField(
        _l("Alasan"),
        [InputRequired(), Length(max=LONGEST_REASON)],
        description=_l("Dibaca oleh penulisnya lewat kode lacak. Misalnya: menyebut nama orang."),
    )
