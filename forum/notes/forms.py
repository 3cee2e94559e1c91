"""Forms of notes, photos and papers."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from core.nonces import new_nonce
from core.staff.enums import TITLE_ROLES, TitleKey
from core.web.forms import BaseForm
from forum.notes.details import Details
from forum.notes.enums import KIND_LABELS, NoteKind
from forum.notes.letters import LAST, MAX_PATTERN
from forum.notes.models import NotePhoto, PaperDetails, WorkshopNote
from forum.notes.rules import MAX_LABEL, MAX_TEXT

PASTED = 20_000
TABLES = {"list": "meja", "autocomplete": "off"}


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, gettext(label)) for kind, label in KIND_LABELS.items()]


class ConfirmForm(BaseForm):
    """Only the token."""


class WriteForm(BaseForm):
    """What a scribe typed at a table. The nonce stays the same until the sentences are kept."""

    nonce = HiddenField()
    group = StringField(
        _l("Meja atau kelompok"),
        [DataRequired(), Length(max=MAX_LABEL)],
        description=_l("Misalnya Meja 1. Nama orang tidak dicatat."),
        render_kw=TABLES,
    )
    kind = RadioField(_l("Jenis kalimat"), choices=[], default=NoteKind.VOICE.value)
    text = TextAreaField(
        _l("Kalimat"),
        [Length(max=PASTED)],
        description=_l("Satu kalimat per baris. Sebelum disimpan Anda memeriksa pembagiannya."),
        render_kw={"rows": 10},
    )

    @classmethod
    def begin(cls, *, group: str = "") -> "WriteForm":
        """An empty form, or what was sent."""
        form = cls(group=group[:MAX_LABEL])
        form.kind.choices = _kinds()
        if not form.nonce.data:
            form.nonce.data = new_nonce()
        return form


class NoteForm(BaseForm):
    """One sentence. `before` is what it said when the page was opened."""

    before = HiddenField()
    text = TextAreaField(_l("Kalimat"), [DataRequired(), Length(max=MAX_TEXT)], render_kw={"rows": 4})
    group = StringField(_l("Meja atau kelompok"), [DataRequired(), Length(max=MAX_LABEL)], render_kw=TABLES)
    kind = RadioField(_l("Jenis kalimat"), choices=[])

    @classmethod
    def of(cls, note: WorkshopNote) -> "NoteForm":
        form = cls(before=note.text, text=note.text, group=note.group_label, kind=note.kind)
        form.kind.choices = _kinds()
        return form


class WithdrawForm(BaseForm):
    """Why a sentence goes."""

    reason = TextAreaField(
        _l("Alasan"),
        [DataRequired(), Length(max=500)],
        description=_l("Pemegang kode lacak membacanya. Jangan mengulang isi kalimatnya."),
        render_kw={"rows": 3},
    )


class _PhotoText(BaseForm):
    caption = StringField(
        _l("Keterangan foto"),
        [DataRequired(), Length(max=200)],
        description=_l("Apa yang terlihat, misalnya: kertas plano berisi lima kebutuhan pelatihan."),
    )
    group = StringField(_l("Meja atau kelompok"), [Length(max=MAX_LABEL)], render_kw=TABLES)
    public = BooleanField(
        _l("Boleh dilihat umum"),
        description=_l("Centang hanya bila wajah dan nama di foto boleh dilihat siapa saja."),
    )


class PhotoForm(_PhotoText):
    """A picture with its caption."""

    file = FileField(
        _l("Foto"),
        [FileRequired()],
        description=_l("PNG, JPEG, atau WebP, paling besar 8 MB. Tempat dan waktu pemotretan dihapus."),
        render_kw={"accept": "image/png,image/jpeg,image/webp"},
    )


class PhotoTextForm(_PhotoText):
    """What is said of a picture."""

    @classmethod
    def of(cls, photo: NotePhoto) -> "PhotoTextForm":
        return cls(caption=photo.caption, group=photo.group_label, public=photo.public)


class DetailsForm(BaseForm):
    """What stands on the papers; an empty field prints the usual words."""

    nature = StringField(_l("Sifat"), [Length(max=40)])
    attachment = StringField(_l("Lampiran"), [Length(max=60)])
    recipients = TextAreaField(
        _l("Kepada"), [Length(max=1000)], description=_l("Satu penerima per baris."), render_kw={"rows": 3}
    )
    opening = TextAreaField(_l("Kalimat pembuka undangan"), [Length(max=1500)], render_kw={"rows": 4})
    copies = TextAreaField(
        _l("Tembusan"), [Length(max=1000)], description=_l("Satu per baris."), render_kw={"rows": 3}
    )
    chair = StringField(_l("Pimpinan rapat"), [Length(max=160)])
    writer = StringField(_l("Notulis"), [Length(max=160)])
    town = StringField(_l("Tempat penandatanganan"), [Length(max=80)])
    signer = SelectField(_l("Penanda tangan"), choices=[])
    invitation_on = DateField(_l("Tanggal surat undangan"), [Optional()])
    report_on = DateField(_l("Tanggal notulen dan berita acara"), [Optional()])

    @classmethod
    def of(cls, details: PaperDetails, titles: dict[TitleKey, str]) -> "DetailsForm":
        """The stored details; `titles` are those of the office."""
        form = cls(obj=details)
        form.signer.choices = [
            (key.value, titles.get(key) or gettext(role)) for key, role in TITLE_ROLES.items()
        ]
        return form

    def details(self) -> Details:
        """As the service takes them."""
        texts = {
            name: (self[name].data or "").strip()
            for name in ("nature", "attachment", "recipients", "opening", "copies", "chair", "writer", "town")
        }
        return Details(
            **texts,
            signer=TitleKey(self.signer.data),
            invitation_on=self.invitation_on.data,
            report_on=self.report_on.data,
        )


class PatternForm(BaseForm):
    """How the numbers of a kind of paper look, and where the count stands."""

    pattern = StringField(
        _l("Pola nomor"),
        [DataRequired(), Length(max=MAX_PATTERN)],
        description=_l("Tulis {nomor}, {bulan} (angka Romawi), dan {tahun} di tempatnya."),
    )
    last = IntegerField(
        _l("Nomor terakhir tahun ini"),
        [InputRequired(), NumberRange(0, LAST)],
        description=_l("Naikkan bila buku agenda kantor sudah memakai nomor yang lebih besar."),
    )
