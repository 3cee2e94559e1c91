"""Shape of the unit form."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from core.units.models import Unit
from core.units.services import UnitFacts
from core.web.forms import BaseForm

KEY_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
KEY_MESSAGE = _l("Hanya huruf kecil, angka, dan tanda hubung. Contoh: kantor-pusat.")


class UnitForm(BaseForm):
    """A unit that exists: everything but its address."""

    name = StringField(_l("Nama unit"), [DataRequired(), Length(max=160)])
    kind = StringField(
        _l("Jenis"), [Length(max=80)], description=_l("Misalnya: Kelurahan, Seksi, Subbagian.")
    )
    code = StringField(
        _l("Kode wilayah"), [Length(max=40)], description=_l("Kode resmi, bila unit ini memilikinya.")
    )
    parent = SelectField(_l("Berada di bawah"))
    position = IntegerField(
        _l("Urutan"),
        [Optional(), NumberRange(min=0, max=10_000)],
        default=0,
        description=_l("Angka kecil tampil lebih dahulu."),
    )
    serves_public = BooleanField(
        _l("Melayani warga"), description=_l("Warga dapat memilih unit ini saat memberi masukan.")
    )
    active = BooleanField(
        _l("Aktif"), description=_l("Unit yang tidak aktif tidak ditawarkan lagi; riwayatnya tetap ada.")
    )

    def offer(self, units: Sequence[Unit]) -> None:
        """The units it may stand below."""
        self.parent.choices = [("", gettext("Tidak ada")), *((str(unit.id), unit.name) for unit in units)]

    def facts(self, key: str) -> UnitFacts:
        """What was written, for the service."""
        return UnitFacts(
            key=key,
            name=self.name.data.strip(),
            kind=(self.kind.data or "").strip(),
            code=(self.code.data or "").strip(),
            parent_id=int(self.parent.data) if self.parent.data else None,
            position=self.position.data or 0,
            serves_public=self.serves_public.data,
            active=self.active.data,
        )


class NewUnitForm(UnitForm):
    """A new unit gets its address once."""

    key = StringField(
        _l("Alamat"),
        [InputRequired(), Length(max=80), Regexp(KEY_PATTERN, message=KEY_MESSAGE)],
        description=_l("Bagian dari alamat web unit ini; tidak dapat diubah lagi."),
    )
