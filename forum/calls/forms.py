"""Shape of the forms: whom to invite with which letter, and when to remind."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from core.outreach.pasted import MOST_LINES
from core.staff.models import Post
from core.units.queries import TreeRow
from core.web.forms import BaseForm
from forum.calls.letters import Letter
from forum.calls.recipients import Choice

LONGEST_LIST = 400_000
SPACE = "\u2003"


class CallForm(BaseForm):
    """Whom to invite, and the letter."""

    who = RadioField(_l("Siapa yang diundang"), [InputRequired()])
    units = SelectMultipleField(
        _l("Unit"), description=_l("Termasuk unit di bawahnya. Tidak memilih berarti semua unit.")
    )
    posts = SelectMultipleField(_l("Jabatan"), description=_l("Tidak memilih berarti semua jabatan."))
    ranks = SelectMultipleField(_l("Golongan"), description=_l("Tidak memilih berarti semua golongan."))
    never_served = BooleanField(_l("Hanya yang belum pernah mendapat tempat di workshop mana pun"))
    pasted = TextAreaField(
        _l("Daftar tambahan"),
        [Length(max=LONGEST_LIST)],
        description=_l(
            "Satu orang per baris: nama, alamat surel atau nomor HP, dipisah koma, titik koma, atau tab. "
            "Dapat disalin langsung dari Excel."
        ),
        render_kw={"rows": 5, "spellcheck": "false"},
    )
    lang = HiddenField(_l("Bahasa surat"))
    subject = StringField(_l("Perihal"), [DataRequired(), Length(max=200)])
    body = TextAreaField(
        _l("Isi surat"),
        [DataRequired(), Length(max=8000)],
        description=_l("{nama} diganti dengan nama setiap orang."),
        render_kw={"rows": 16},
    )

    def offer(self, units: Sequence[TreeRow], posts: Sequence[Post], ranks: Sequence[str]) -> "CallForm":
        """What may be chosen."""
        self.who.choices = [
            ("staff", gettext("Pegawai (ASN), menurut pilihan di bawah")),
            ("list", gettext("Hanya orang di daftar tambahan")),
        ]
        self.units.choices = [(row.unit.key, f"{SPACE * row.level}{row.unit.name}") for row in units]
        self.posts.choices = [(str(post.id), post.name) for post in posts if post.active]
        self.ranks.choices = [(rank, rank) for rank in ranks]
        return self

    def choice(self) -> Choice:
        """Whom."""
        return Choice(
            staff=self.who.data == "staff",
            units=tuple(self.units.data or ()),
            posts=tuple(int(number) for number in self.posts.data or ()),
            ranks=tuple(self.ranks.data or ()),
            never_served=bool(self.never_served.data),
        )

    def letter(self) -> Letter:
        """The letter as it was edited."""
        return Letter(self.subject.data or "", (self.body.data or "").replace("\r\n", "\n"))

    def validate_pasted(self, field: TextAreaField) -> None:
        """A list that a worker can go through."""
        if len((field.data or "").splitlines()) > MOST_LINES:
            raise ValidationError(gettext("Paling banyak %(most)s baris.", most=MOST_LINES))

    def validate_lang(self, field: HiddenField) -> None:
        """One of those that letters are written in."""
        if field.data not in {"id", "en"}:
            field.data = "id"


class DaysForm(BaseForm):
    """On which days before a session people are reminded."""

    days = StringField(
        _l("Berapa hari sebelumnya"),
        [Length(max=60)],
        description=_l("Misalnya 3, 1. Kosongkan bila tidak ingin mengirim pengingat."),
        render_kw={"inputmode": "text", "autocomplete": "off"},
    )

    def numbers(self) -> list[int]:
        """The days."""
        return [int(part) for part in self._parts()]

    def _parts(self) -> list[str]:
        return (self.days.data or "").replace(",", " ").replace(";", " ").split()

    def validate_days(self, _field: StringField) -> None:
        """Whole numbers."""
        if not all(part.isascii() and part.isdigit() and len(part) < 4 for part in self._parts()):
            raise ValidationError(gettext("Tulis angka saja, dipisah koma, misalnya 3, 1."))


class TickForm(BaseForm):
    """Which chat was written."""

    kind = HiddenField(validators=[DataRequired(), Length(max=40)])
    who = HiddenField(validators=[DataRequired(), Length(max=64)])
