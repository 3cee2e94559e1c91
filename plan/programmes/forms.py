"""Shape of the form about a programme."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from core.web.forms import BaseForm
from core.web.i18n import localized
from forum.workshops.models import Workshop
from plan.item_forms import strip
from plan.programmes.services import ProgrammeDetails


class ProgrammeForm(BaseForm):
    """With whom, when, how long, and in which workshops."""

    title_id = StringField(_l("Nama program"), [DataRequired(), Length(max=160)], filters=[strip])
    title_en = StringField(_l("Nama dalam bahasa Inggris"), [Length(max=160)], filters=[strip])
    institution = StringField(
        _l("Lembaga mitra"),
        [DataRequired(), Length(max=200)],
        filters=[strip],
        description=_l("Lembaga pelatihan atau perguruan tinggi yang menjalankan program ini."),
    )
    starts_on = DateField(_l("Hari pertama"), [InputRequired()])
    ends_on = DateField(_l("Hari terakhir"), [InputRequired()])
    jp = IntegerField(
        _l("JP per peserta"), [InputRequired(), NumberRange(1, 9999)], description=_l("1 JP = 45 menit.")
    )
    workshops = SelectMultipleField(_l("Workshop dalam program ini"))

    def offer(self, workshops: Sequence[Workshop]) -> "ProgrammeForm":
        """The workshops of the cycle, in the visitor's language."""
        self.workshops.choices = [(one.key, localized(one, "title")) for one in workshops]
        return self

    def details(self) -> ProgrammeDetails:
        """What the service takes."""
        return ProgrammeDetails(
            title_id=self.title_id.data,
            title_en=self.title_en.data,
            institution=self.institution.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            jp=int(self.jp.data),
        )
