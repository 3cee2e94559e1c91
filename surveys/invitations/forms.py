"""Shape of the forms: whom to invite with which letter, and the reminder."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from core.outreach.pasted import MOST_LINES
from core.outreach.recipients import Choice
from core.units.queries import TreeRow
from core.web.forms import BaseForm
from surveys.invitations.letters import Letter

LONGEST_LIST = 400_000
SPACE = "\u2003"


class LetterForm(BaseForm):
    """The letter."""

    lang = HiddenField(_l("Bahasa surat"))
    subject = StringField(_l("Perihal"), [DataRequired(), Length(max=200)])
    body = TextAreaField(
        _l("Isi surat"),
        [DataRequired(), Length(max=8000)],
        description=_l("{nama} diganti dengan nama setiap orang, {kode} dengan kode undangannya."),
        render_kw={"rows": 18},
    )

    def letter(self) -> Letter:
        """The letter as it was edited."""
        return Letter(self.subject.data or "", (self.body.data or "").replace("\r\n", "\n"))

    def validate_lang(self, field: HiddenField) -> None:
        """One of those that letters are written in."""
        if field.data not in {"id", "en"}:
            field.data = "id"


class InviteForm(LetterForm):
    """Whom to invite, and the letter."""

    who = RadioField(_l("Siapa yang diundang"), [InputRequired()])
    units = SelectMultipleField(
        _l("Unit"), description=_l("Termasuk unit di bawahnya. Tidak memilih berarti semua unit.")
    )
    pasted = TextAreaField(
        _l("Daftar tambahan"),
        [Length(max=LONGEST_LIST)],
        description=_l(
            "Satu orang per baris: nama, alamat surel atau nomor HP, dipisah koma, titik koma, atau tab. "
            "Dapat disalin langsung dari Excel."
        ),
        render_kw={"rows": 5, "spellcheck": "false"},
    )
    list_unit = SelectField(
        _l("Unit orang di daftar tambahan"),
        description=_l("Untuk tingkat pengisian per unit. Kosongkan bila bukan dari satu unit."),
    )

    def offer(self, units: Sequence[TreeRow]) -> "InviteForm":
        """What may be chosen."""
        self.who.choices = [
            SelectChoice("staff", gettext("Pegawai (ASN) dari daftar pegawai, menurut unit")),
            SelectChoice("list", gettext("Hanya orang di daftar tambahan")),
        ]
        rows = [SelectChoice(row.unit.key, f"{SPACE * row.level}{row.unit.name}") for row in units]
        self.units.choices = rows
        self.list_unit.choices = [SelectChoice("", gettext("tidak dari satu unit")), *rows]
        return self

    def choice(self) -> Choice:
        """Whom."""
        return Choice(staff=self.who.data == "staff", units=tuple(self.units.data or ()))

    def validate_pasted(self, field: TextAreaField) -> None:
        """A list that a worker can go through."""
        if len((field.data or "").splitlines()) > MOST_LINES:
            raise ValidationError(gettext("Paling banyak %(most)s baris.", most=MOST_LINES))
