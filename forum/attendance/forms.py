"""Forms of attendance and certificates."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange

from core.units.models import Unit
from core.web.forms import BaseForm
from forum.attendance.services import WalkIn


class TicketForm(BaseForm):
    """A ticket typed, or read by a scanner that types."""

    ticket = StringField(
        _l("Kode tiket"),
        [DataRequired(), Length(max=80)],
        description=_l("20 huruf dan angka di bawah kode QR. Alat pemindai yang mengetik juga bisa dipakai."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class WalkInForm(BaseForm):
    """Somebody who came without registering."""

    name = StringField(_l("Nama lengkap"), [DataRequired(), Length(max=160)])
    unit = SelectField(_l("Unit"))
    post = StringField(_l("Jabatan atau asal"), [Length(max=160)])
    phone = StringField(
        _l("Nomor telepon"),
        [Length(max=40)],
        description=_l("Boleh dikosongkan. Hanya untuk menghubungi peserta ini."),
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )
    nonce = HiddenField()

    def offer(self, units: list[Unit]) -> None:
        """The units to choose from."""
        self.unit.choices = [("", gettext("Di luar kantor")), *((str(u.id), u.name) for u in units)]

    def told(self) -> WalkIn:
        """What was said about the person."""
        unit = self.unit.data or ""
        return WalkIn(
            name=self.name.data.strip(),
            post=(self.post.data or "").strip(),
            phone=(self.phone.data or "").strip(),
            unit_id=int(unit) if unit else None,
        )


class PercentForm(BaseForm):
    """From which share of the sessions on."""

    percent = IntegerField(
        _l("Kehadiran paling sedikit (persen dari semua sesi)"),
        [DataRequired(), NumberRange(1, 100)],
        render_kw={"inputmode": "numeric", "min": "1", "max": "100"},
    )


class NumberForm(BaseForm):
    """How the office numbers its certificates."""

    pattern = StringField(
        _l("Pola nomor sertifikat"),
        [DataRequired(), Length(max=80)],
        description=_l(
            "{nomor} diganti nomor urut dalam tahun itu, {bulan} bulan dalam angka Romawi, {tahun} tahun."
            " Contoh: 800.2/{nomor}/KEC/{bulan}/{tahun}."
        ),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class RevokeForm(BaseForm):
    """Why a certificate no longer holds."""

    reason = TextAreaField(
        _l("Alasan"),
        [DataRequired(), Length(max=500)],
        description=_l(
            "Dibaca oleh pengelola dan pemilik sertifikat. Halaman pemeriksaan hanya menyebut “dicabut”."
        ),
    )


class CodeForm(BaseForm):
    """The code on a certificate."""

    code = StringField(
        _l("Kode sertifikat"),
        [DataRequired(), Length(max=80)],
        description=_l("16 huruf dan angka di bawah kode QR pada sertifikat."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class ConfirmForm(BaseForm):
    """Nothing but the token."""
