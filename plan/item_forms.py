"""Shape of the forms about plan items."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms import TextAreaField as LongText
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from core.development import CLASSICAL, DEVELOPMENT_KINDS, NON_CLASSICAL
from core.errors import Invalid
from core.units.models import Unit
from core.web.forms import BaseForm
from core.web.i18n import localized
from core.web.server import today
from plan.amounts import parse_amount, parse_rupiah, write_amount
from plan.enums import COMPETENCY_LABELS, ITEM_STATE_LABELS, Competency
from plan.item_models import PlanGoal
from plan.item_rules import moves_from
from plan.items import ItemDetails
from plan.models import Need


def not_in_future(_form: Any, field: Any) -> None:
    """What is reported has happened."""
    if field.data and field.data > today():
        raise ValidationError(gettext("Tanggalnya belum tiba."))


def strip(text: str | None) -> str:
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

    title_id = StringField(_l("Judul butir"), [DataRequired(), Length(max=160)], filters=[strip])
    title_en = StringField(
        _l("Judul dalam bahasa Inggris"),
        [Length(max=160)],
        filters=[strip],
        description=_l("Bila kosong, judul bahasa Indonesia yang tampil."),
    )
    needs = SelectMultipleField(
        _l("Kebutuhan yang dijawab"), description=_l("Masukan di balik kebutuhan ini ikut tampil.")
    )
    competency = RadioField(_l("Jenis kompetensi"), [InputRequired()])
    target = StringField(
        _l("Target ASN"),
        [DataRequired(), Length(max=300)],
        filters=[strip],
        description=_l("Siapa dan berapa orang, misalnya: 24 staf pelayanan kelurahan."),
    )
    development_code = SelectField(_l("Jenis dan jalur pengembangan"), [InputRequired()], coerce=_code)
    organiser = StringField(_l("Penyelenggara"), [DataRequired(), Length(max=200)], filters=[strip])
    schedule = StringField(
        _l("Jadwal"),
        [DataRequired(), Length(max=200)],
        filters=[strip],
        description=_l("Misalnya: Maret 2027, 3 hari."),
    )
    starts_on = DateField(_l("Hari pertama"), [Optional()])
    ends_on = DateField(_l("Hari terakhir"), [Optional()])
    jp = IntegerField(
        _l("JP per peserta"),
        [Optional(), NumberRange(1, 9999)],
        description=_l("1 JP = 45 menit."),
    )
    participants = IntegerField(_l("Jumlah peserta"), [Optional(), NumberRange(1, 99_999)])
    units = SelectMultipleField(
        _l("Unit asal peserta"),
        description=_l("Untuk memeriksa apakah loket tetap terjaga pada hari itu."),
    )
    goal = SelectField(_l("Tujuan rencana"), [Optional()], coerce=_code)
    curriculum = LongText(
        _l("Kesesuaian kurikulum"),
        [DataRequired(), Length(max=1000)],
        filters=[strip],
        description=_l("Materi apa yang menjawab kebutuhan itu, dan menurut standar mana."),
    )
    budget = RupiahField(
        _l("Anggaran (rupiah)"),
        [InputRequired()],
        description=_l("Titik untuk ribuan, koma untuk sen. Misalnya: 20.000.000 atau 20.000.000,00."),
    )

    def offer(
        self, needs: Sequence[Need], units: Sequence[Unit] = (), goals: Sequence[PlanGoal] = ()
    ) -> "ItemForm":
        """Fill in what can be chosen, in the visitor's language."""
        self.units.choices = [(unit.key, unit.name) for unit in units]
        self.goal.choices = [("", gettext("Belum dipilih"))]
        self.goal.choices += [(goal.id, localized(goal, "title")) for goal in goals]
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
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            jp=self.jp.data,
            participants=self.participants.data,
            goal_id=self.goal.data,
        )


class MoveForm(BaseForm):
    """The next state. `before` is what the person saw when the page was opened."""

    before = HiddenField()
    after = RadioField(_l("Status baru"), [InputRequired()])
    on = DateField(_l("Tanggal"), [InputRequired(), not_in_future])
    reason = LongText(
        _l("Alasan"),
        [Length(max=1000)],
        filters=[strip],
        description=_l("Wajib bila ditunda atau ditolak. Alasan ini tampil untuk umum."),
    )

    def offer(self) -> "MoveForm":
        """The steps that are open from the state that was seen."""
        self.after.choices = [
            (move.after.value, gettext(ITEM_STATE_LABELS[move.after]))
            for move in moves_from(self.before.data or "")
        ]
        return self


class ConfirmForm(BaseForm):
    """Only the token: the page asks once more."""
