"""Shape of the forms about registrations."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from core.mail.addresses import LONGEST
from core.units.models import Unit
from core.web.forms import BaseForm
from forum.seats.models import Registration
from forum.seats.services import Applicant

# Where the questions of a workshop stand beside them, which have names of their own.
PREFIX = "peserta-"
REASON_LENGTH = 1000


class PersonForm(BaseForm):
    """Who comes and how they are reached."""

    name = StringField(
        _l("Nama lengkap"),
        [DataRequired(), Length(max=160)],
        description=_l("Seperti akan tertulis di daftar hadir dan sertifikat, dengan gelar bila ada."),
        render_kw={"autocomplete": "name", "maxlength": 160},
    )
    unit = SelectField(_l("Unit atau wilayah"))
    post = StringField(_l("Jabatan atau pekerjaan"), [Length(max=160)], render_kw={"maxlength": 160})
    phone = StringField(
        _l("Nomor telepon atau WhatsApp"),
        [
            Optional(),
            Length(max=40),
            Regexp(
                r"^\+?\(?[0-9][0-9 .()-]{5,}$",
                message=_l("Tulis nomor dengan angka, misalnya 0812 3456 7890."),
            ),
        ],
        render_kw={"autocomplete": "tel", "inputmode": "tel", "maxlength": 40},
    )
    email = StringField(
        _l("Surel"),
        [Optional(), Length(max=LONGEST)],
        description=_l(
            "Tawaran tempat dan pengingat dikirim ke sini. Tanpa surel, buka halaman pendaftaran Anda dengan kode peserta."
        ),
        render_kw={"autocomplete": "email", "inputmode": "email", "maxlength": LONGEST},
    )

    def offer(self, units: Sequence[Unit], *, fixed: bool) -> None:
        """The units to choose from; none where the account's unit or the seat decides."""
        if fixed:
            del self.unit
            return
        self.unit.choices = [
            ("", gettext("Bukan dari unit di daftar ini")),
            *((str(unit.id), unit.name) for unit in units),
        ]

    def applicant(self, unit_id: int | None) -> Applicant:
        """What was written; the unit as chosen, else the one given."""
        chosen = int(self.unit.data) if "unit" in self and self.unit.data else None
        return Applicant(
            name=" ".join((self.name.data or "").split()),
            unit_id=chosen if "unit" in self else unit_id,
            post=(self.post.data or "").strip(),
            email=(self.email.data or "").strip(),
            phone=(self.phone.data or "").strip(),
        )


def filled_from(registration: Registration) -> dict[str, str]:
    """The form as the registration is now."""
    return {name: getattr(registration, name) for name in ("name", "post", "phone", "email")}


class CodeForm(BaseForm):
    """Somebody who registered comes back."""

    code = StringField(
        _l("Kode peserta"),
        [DataRequired(), Length(max=40)],
        description=_l("Enam belas huruf dan angka yang Anda terima saat mendaftar."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class StepForm(BaseForm):
    """What staff do with one registration, and why."""

    reason = TextAreaField(
        _l("Alasan"),
        [Length(max=REASON_LENGTH)],
        description=_l("Dibaca oleh orang yang bersangkutan dan disimpan di riwayat."),
        render_kw={"rows": 3, "maxlength": REASON_LENGTH},
    )


class AddForm(PersonForm):
    """Staff enter somebody who asked in another way."""

    reason = TextAreaField(
        _l("Alasan"),
        [DataRequired(), Length(max=REASON_LENGTH)],
        description=_l("Misalnya: mendaftar lewat telepon pada 3 Maret."),
        render_kw={"rows": 2, "maxlength": REASON_LENGTH},
    )
