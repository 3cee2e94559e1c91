"""Shape of the forms about indicators and measurements."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from core.web.forms import BaseForm
from plan.indicators import IndicatorDetails
from plan.item_forms import AmountField, not_in_future, strip


class IndicatorForm(BaseForm):
    """What should change, from where to where."""

    name_id = StringField(_l("Nama indikator"), [DataRequired(), Length(max=200)], filters=[strip])
    name_en = StringField(_l("Nama dalam bahasa Inggris"), [Length(max=200)], filters=[strip])
    measure_unit = StringField(
        _l("Satuan"),
        [DataRequired(), Length(max=60)],
        filters=[strip],
        description=_l("Misalnya: menit per surat, berkas per bulan, nilai 1–4."),
    )
    direction = RadioField(_l("Arah yang diharapkan"), [InputRequired()])
    baseline = AmountField(_l("Nilai awal"), [InputRequired()])
    baseline_on = DateField(_l("Tanggal nilai awal"), [InputRequired(), not_in_future])
    target = AmountField(_l("Target"), [InputRequired()])
    source = StringField(
        _l("Sumber data"),
        [Length(max=300)],
        filters=[strip],
        description=_l("Misalnya: buku register surat, SKM unsur waktu."),
    )

    def offer(self) -> "IndicatorForm":
        """Both directions, in words."""
        self.direction.choices = [
            ("up", gettext("Naik: makin besar makin baik")),
            ("down", gettext("Turun: makin kecil makin baik")),
        ]
        return self

    def details(self) -> IndicatorDetails:
        """What the service takes."""
        return IndicatorDetails(
            name_id=self.name_id.data,
            name_en=self.name_en.data,
            measure_unit=self.measure_unit.data,
            decreases=self.direction.data == "down",
            baseline=self.baseline.data,
            baseline_on=self.baseline_on.data,
            target=self.target.data,
            source=self.source.data,
        )


class MeasurementForm(BaseForm):
    """A value on a day."""

    on = DateField(_l("Tanggal"), [InputRequired(), not_in_future])
    value = AmountField(_l("Nilai"), [InputRequired()])
    note = StringField(
        _l("Catatan"),
        [Length(max=300)],
        filters=[strip],
        description=_l("Misalnya berapa surat yang dihitung."),
    )
