"""Shape of the forms about plan items, indicators and measurements."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms import TextAreaField as LongText
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from core.development import CLASSICAL, DEVELOPMENT_KINDS, NON_CLASSICAL
from core.errors import Invalid
from core.web.forms import BaseForm
from core.web.i18n import localized
from core.web.server import today
from plan.amounts import parse_amount, parse_rupiah, write_amount
from plan.enums import COMPETENCY_LABELS, ITEM_STATE_LABELS, Competency
from plan.indicators import IndicatorDetails
from plan.item_rules import moves_from
from plan.items import ItemDetails
from plan.models import Need


def not_in_future(_form: Any, field: Any) -> None:
    """What is reported has happened."""
    if field.data and field.data > today():
        raise ValidationError(gettext("Tanggalnya belum tiba."))


def _strip(text: str | None) -> str:
    return (text or "").strip()


def _code(value: str | int) -> int | None:
    """A SIASN code; None is "not chosen yet"."""
    return int(value) if value else None


class AmountField(StringField):  # type: ignore[misc]
    """An exact amount in Indonesian writing; what was typed stays when it cannot be read."""

    data: Any

    def __init__(self, label: object, validators: Any = None, places: int = 3, **kwargs: Any) -> None:
        super().__init__(label, validators, render_kw={"inputmode": "decimal"}, **kwargs)
        self.places = places

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return write_amount(self.data) if isinstance(self.data, Decimal) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0]:
            return
        if valuelist[0].isspace():  # not empty enough for InputRequired
            raise ValueError(self.gettext("This field is required."))
        try:
            self.data = self._parse(valuelist[0])
        except Invalid as refusal:
            raise ValueError(gettext(refusal.message, **refusal.params)) from refusal

    def _parse(self, text: str) -> Decimal:
        return parse_amount(text, places=self.places)


class RupiahField(AmountField):
    """An amount of money."""

    def _parse(self, text: str) -> Decimal:
        return parse_rupiah(text)


class ItemForm(BaseForm):
    """The title and the seven columns of a plan item, and the needs it answers."""

    title_id = StringField(_l("Judul butir"), [DataRequired(), Length(max=160)], filters=[_strip])
    title_en = StringField(
        _l("Judul dalam bahasa Inggris"),
        [Length(max=160)],
        filters=[_strip],
        description=_l("Bila kosong, judul bahasa Indonesia yang tampil."),
    )
    needs = SelectMultipleField(
        _l("Kebutuhan yang dijawab"), description=_l("Masukan di balik kebutuhan ini ikut tampil.")
    )
    competency = RadioField(_l("Jenis kompetensi"), [InputRequired()])
    target = StringField(
        _l("Target ASN"),
        [DataRequired(), Length(max=300)],
        filters=[_strip],
        description=_l("Siapa dan berapa orang, misalnya: 24 staf pelayanan kelurahan."),
    )
    development_code = SelectField(_l("Jenis dan jalur pengembangan"), [InputRequired()], coerce=_code)
    organiser = StringField(_l("Penyelenggara"), [DataRequired(), Length(max=200)], filters=[_strip])
    schedule = StringField(
        _l("Jadwal"),
        [DataRequired(), Length(max=200)],
        filters=[_strip],
        description=_l("Misalnya: Maret 2027, 3 hari."),
    )
    curriculum = LongText(
        _l("Kesesuaian kurikulum"),
        [DataRequired(), Length(max=1000)],
        filters=[_strip],
        description=_l("Materi apa yang menjawab kebutuhan itu, dan menurut standar mana."),
    )
    budget = RupiahField(
        _l("Anggaran (rupiah)"),
        [InputRequired()],
        description=_l("Titik untuk ribuan, koma untuk sen. Misalnya: 20.000.000 atau 20.000.000,00."),
    )

    def offer(self, needs: Sequence[Need]) -> "ItemForm":
        """Fill in what can be chosen, in the visitor's language."""
        self.needs.choices = [(need.key, localized(need, "title")) for need in needs]
        self.competency.choices = [(kind.value, gettext(label)) for kind, label in COMPETENCY_LABELS.items()]
        nothing = {gettext("Belum dipilih"): [("", gettext("Pilih satu"))]}
        self.development_code.choices = nothing | {
            gettext(path): [
                (kind.code, f"{kind.code} · {localized(kind, 'name')}")
                for kind in DEVELOPMENT_KINDS.values()
                if kind.path == path
            ]
            for path in (CLASSICAL, NON_CLASSICAL)
        }
        return self

    def details(self) -> ItemDetails:
        """What the service takes."""
        return ItemDetails(
            title_id=self.title_id.data,
            title_en=self.title_en.data,
            competency=Competency(self.competency.data),
            target=self.target.data,
            development_code=self.development_code.data,
            organiser=self.organiser.data,
            schedule=self.schedule.data,
            curriculum=self.curriculum.data,
            budget=self.budget.data,
        )


class MoveForm(BaseForm):
    """The next state. `before` is what the person saw when the page was opened."""

    before = HiddenField()
    after = RadioField(_l("Status baru"), [InputRequired()])
    on = DateField(_l("Tanggal"), [InputRequired(), not_in_future])
    reason = LongText(
        _l("Alasan"),
        [Length(max=1000)],
        filters=[_strip],
        description=_l("Wajib bila ditunda atau ditolak. Alasan ini tampil untuk umum."),
    )

    def offer(self) -> "MoveForm":
        """The steps that are open from the state that was seen."""
        self.after.choices = [
            (move.after.value, gettext(ITEM_STATE_LABELS[move.after]))
            for move in moves_from(self.before.data or "")
        ]
        return self


class IndicatorForm(BaseForm):
    """What should change, from where to where."""

    name_id = StringField(_l("Nama indikator"), [DataRequired(), Length(max=200)], filters=[_strip])
    name_en = StringField(_l("Nama dalam bahasa Inggris"), [Length(max=200)], filters=[_strip])
    measure_unit = StringField(
        _l("Satuan"),
        [DataRequired(), Length(max=60)],
        filters=[_strip],
        description=_l("Misalnya: menit per surat, berkas per bulan, nilai 1–4."),
    )
    direction = RadioField(_l("Arah yang diharapkan"), [InputRequired()])
    baseline = AmountField(_l("Nilai awal"), [InputRequired()])
    baseline_on = DateField(_l("Tanggal nilai awal"), [InputRequired(), not_in_future])
    target = AmountField(_l("Target"), [InputRequired()])
    source = StringField(
        _l("Sumber data"),
        [Length(max=300)],
        filters=[_strip],
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
        filters=[_strip],
        description=_l("Misalnya berapa surat yang dihitung."),
    )


class ConfirmForm(BaseForm):
    """Only the token: the page asks once more."""
