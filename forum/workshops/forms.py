"""Shape of the staff forms: a workshop, a session, a part of the agenda."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import URL, InputRequired, Length, NumberRange, Optional, ValidationError

from core.cycles.models import Cycle
from core.development import DEVELOPMENT_KINDS
from core.web.forms import BaseForm
from core.web.i18n import localized
from forum.workshops.enums import AUDIENCE_LABELS, RULE_LABELS, Audience, Rule
from forum.workshops.models import Workshop
from forum.workshops.services import WorkshopDetails
from forum.workshops.words import to_local, to_utc

DAYS = range(2000, 2100)
_TEXTS = ("title_id", "title_en", "about_id", "about_en", "place", "link", "contact", "organiser")
MOST_SEATS = 5000


class ConfirmForm(BaseForm):
    """A button and nothing else."""


class CancelForm(BaseForm):
    """Why a workshop is called off."""

    reason = TextAreaField(
        _l("Alasan"),
        [InputRequired(), Length(max=500)],
        description=_l("Dibaca oleh semua peserta dan pengunjung halaman workshop."),
        render_kw={"rows": 3},
    )


def sensible_year(_form: BaseForm, field: DateTimeLocalField) -> None:
    """A year that a person means."""
    if field.data is not None and field.data.year not in DAYS:
        raise ValidationError(gettext("Tahunnya tidak masuk akal."))


class WorkshopForm(BaseForm):
    """What it is called, what it is about, for whom, where, and how seats are given."""

    cycle = SelectField(_l("Siklus rencana"), [InputRequired()])
    title_id = StringField(_l("Judul"), [InputRequired(), Length(max=160)])
    title_en = StringField(_l("Judul dalam bahasa Inggris"), [Length(max=160)])
    about_id = TextAreaField(
        _l("Tentang workshop ini"),
        [Length(max=3000)],
        description=_l("Untuk apa, apa yang dikerjakan, dan apa yang dibawa pulang peserta."),
        render_kw={"rows": 5},
    )
    about_en = TextAreaField(
        _l("Tentang workshop ini, dalam bahasa Inggris"), [Length(max=3000)], render_kw={"rows": 5}
    )
    audience = RadioField(_l("Siapa yang dapat mendaftar"), [InputRequired()])
    place = StringField(_l("Tempat"), [Length(max=200)])
    link = StringField(
        _l("Tautan pertemuan daring"),
        [Optional(), Length(max=500), URL()],
        description=_l("Hanya diperlihatkan kepada peserta."),
        render_kw={"type": "url", "inputmode": "url"},
    )
    contact = StringField(
        _l("Narahubung"), [Length(max=200)], description=_l("Nama dan nomor yang dapat dihubungi.")
    )
    organiser = StringField(_l("Penyelenggara"), [Length(max=200)])
    development_code = SelectField(_l("Jenis pengembangan (SIASN)"), [InputRequired()], coerce=int)
    jp = IntegerField(
        _l("Jumlah JP"),
        [Optional(), NumberRange(1, 1000)],
        description=_l("Kosongkan agar dihitung dari lama sesi: 1 JP = 45 menit."),
        render_kw={"inputmode": "numeric"},
    )
    seats = IntegerField(
        _l("Jumlah tempat"), [InputRequired(), NumberRange(1, MOST_SEATS)], render_kw={"inputmode": "numeric"}
    )
    registration_until = DateTimeLocalField(
        _l("Batas waktu pendaftaran"),
        [Optional(), sensible_year],
        description=_l("Waktu setempat. Boleh kosong: pendaftaran ditutup oleh penyelenggara."),
    )
    approval = BooleanField(
        _l("Setiap pendaftaran disetujui dahulu oleh penyelenggara"),
        description=_l("Tanpa ini, siapa yang mendaftar langsung mendapat tempat selama masih ada."),
    )
    rule = RadioField(_l("Bila ada tempat kosong, ditawarkan kepada"), [InputRequired()])
    offer_hours = IntegerField(
        _l("Lama tawaran berlaku (jam)"),
        [InputRequired(), NumberRange(1, 336)],
        description=_l("Sesudah itu tempat ditawarkan kepada orang berikutnya."),
        render_kw={"inputmode": "numeric"},
    )

    def offer(self, cycles: Sequence[Cycle]) -> "WorkshopForm":
        """Fill in what may be chosen, and the usual values of a new one. Without cycles: no cycle, no seats."""
        self.audience.choices = [
            SelectChoice(str(one), gettext(said)) for one, said in AUDIENCE_LABELS.items()
        ]
        self.rule.choices = [SelectChoice(str(one), gettext(said)) for one, said in RULE_LABELS.items()]
        self.development_code.choices = [
            SelectChoice(code, f"{code} · {localized(kind, 'name')}")
            for code, kind in DEVELOPMENT_KINDS.items()
        ]
        if cycles:
            self.cycle.choices = [SelectChoice(cycle.key, localized(cycle, "title")) for cycle in cycles]
        else:
            del self.cycle, self.seats
        return self

    @classmethod
    def new(cls, cycle: Cycle, cycles: Sequence[Cycle]) -> "WorkshopForm":
        """An empty form with the usual values."""
        usual = {"audience": Audience.STAFF, "rule": Rule.ORDER, "offer_hours": 24, "development_code": 4}
        return cls(cycle=cycle.key, **usual).offer(cycles)

    @classmethod
    def of(cls, workshop: Workshop) -> "WorkshopForm":
        """The form as the workshop is now; seats have a page of their own."""
        until = workshop.registration_until
        now = {name: getattr(workshop, name) for name in WorkshopDetails.__dataclass_fields__}
        return cls(data={**now, "registration_until": to_local(until) if until else None}).offer(())

    def details(self) -> WorkshopDetails:
        """What was written."""
        until = self.registration_until.data
        return WorkshopDetails(
            **{name: (self[name].data or "").strip() for name in _TEXTS},
            audience=Audience(self.audience.data),
            development_code=self.development_code.data,
            jp=self.jp.data,
            approval=bool(self.approval.data),
            rule=Rule(self.rule.data),
            offer_hours=self.offer_hours.data,
            registration_until=to_utc(until) if until else None,
        )
