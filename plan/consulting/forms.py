"""Shape of the forms about versions and voices."""

from datetime import timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField
from wtforms import TextAreaField as LongText
from wtforms.validators import InputRequired, Length, Optional

from core.web.forms import BaseForm
from core.web.server import today
from plan.consulting.enums import STANCE_LABELS
from plan.item_forms import strip

USUAL_DAYS = 14


class ConsultForm(BaseForm):
    """From when until when the staff can speak."""

    opens_on = DateField(_l("Hari pertama"), [InputRequired()])
    closes_on = DateField(
        _l("Hari terakhir"),
        [InputRequired()],
        description=_l("Sesudah hari itu konsultasi ditutup dan suara dihitung."),
    )

    @classmethod
    def usual(cls) -> "ConsultForm":
        """Two weeks from today."""
        return cls(opens_on=today(), closes_on=today() + timedelta(days=USUAL_DAYS))


class StanceForm(BaseForm):
    """What one thinks of an item."""

    stance = RadioField(_l("Pendapat Anda tentang butir ini"), [InputRequired()])
    comment = LongText(
        _l("Alasan atau saran"),
        [Optional(), Length(max=1000)],
        filters=[strip],
        description=_l(
            "Wajib bila Anda keberatan. Tampil tanpa nama sesudah konsultasi ditutup: "
            "jangan menulis nama atau hal yang hanya Anda yang tahu."
        ),
    )

    def offer(self) -> "StanceForm":
        """Both stances, in words."""
        self.stance.choices = [(stance.value, gettext(label)) for stance, label in STANCE_LABELS.items()]
        return self
