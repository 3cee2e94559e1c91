"""Shape of the forms below a workshop: a session, a part of its agenda, a question, the seats."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, IntegerField, StringField
from wtforms.validators import URL, InputRequired, Length, NumberRange, Optional

from core.units.models import Unit
from core.web.forms import BaseForm
from forum.workshops.forms import MOST_SEATS, sensible_year
from forum.workshops.models import Workshop, WorkshopSession
from forum.workshops.questions import keep_days
from forum.workshops.sessions import PartDetails, SessionDetails
from forum.workshops.words import to_local, to_utc
from surveys.engine import KINDS, QuestionDef, QuestionForm


class SessionForm(BaseForm):
    """When people come together; place and link only where they differ from the workshop's."""

    title_id = StringField(_l("Judul sesi"), [Length(max=160)], description=_l("Boleh kosong."))
    title_en = StringField(_l("Judul sesi dalam bahasa Inggris"), [Length(max=160)])
    starts_at = DateTimeLocalField(
        _l("Mulai"), [InputRequired(), sensible_year], description=_l("Waktu setempat.")
    )
    ends_at = DateTimeLocalField(_l("Waktu selesai"), [InputRequired(), sensible_year])
    place = StringField(
        _l("Tempat"), [Length(max=200)], description=_l("Isi hanya bila lain dari tempat workshop.")
    )
    link = StringField(
        _l("Tautan pertemuan daring"),
        [Optional(), Length(max=500), URL()],
        description=_l("Isi hanya bila lain dari tautan workshop. Hanya diperlihatkan kepada peserta."),
        render_kw={"type": "url", "inputmode": "url"},
    )

    @classmethod
    def of(cls, one: WorkshopSession) -> "SessionForm":
        """The session as it is, in local time."""
        now = {name: getattr(one, name) for name in ("title_id", "title_en", "place", "link")}
        return cls(data={**now, "starts_at": to_local(one.starts_at), "ends_at": to_local(one.ends_at)})

    def details(self) -> SessionDetails:
        """What was written."""
        return SessionDetails(
            starts_at=to_utc(self.starts_at.data),
            ends_at=to_utc(self.ends_at.data),
            **{name: (self[name].data or "").strip() for name in ("title_id", "title_en", "place", "link")},
        )


class PartForm(BaseForm):
    """A part of an agenda."""

    title_id = StringField(_l("Acara"), [InputRequired(), Length(max=160)])
    title_en = StringField(_l("Acara dalam bahasa Inggris"), [Length(max=160)])
    minutes = IntegerField(
        _l("Lama (menit)"), [InputRequired(), NumberRange(1, 1440)], render_kw={"inputmode": "numeric"}
    )
    speaker = StringField(_l("Narasumber atau pemandu"), [Length(max=160)])

    def details(self) -> PartDetails:
        """What was written."""
        return PartDetails(
            title_id=self.title_id.data.strip(),
            minutes=self.minutes.data,
            title_en=(self.title_en.data or "").strip(),
            speaker=(self.speaker.data or "").strip(),
        )


class RegistrationQuestionForm(QuestionForm):
    """A question of the registration form: one of the engine, and how long its answers are kept."""

    keep_days = IntegerField(
        _l("Hapus jawabannya sesudah (hari)"),
        [Optional(), NumberRange(0, 3650)],
        description=_l(
            "Dihitung sejak hari sesi terakhir; pendaftar membacanya di bawah pertanyaan. Isilah untuk data "
            "pribadi, misalnya kesehatan. Kosong: disimpan selama pendaftarannya."
        ),
        render_kw={"inputmode": "numeric"},
    )

    def for_kind(self, kind: str, *, skm: bool = False) -> "RegistrationQuestionForm":
        """Where nothing is answered nothing is kept."""
        super().for_kind(kind, skm=skm)
        if not KINDS[kind].is_asked:
            del self.keep_days
        return self

    def fill(self, question: QuestionDef) -> "RegistrationQuestionForm":
        """With the days."""
        super().fill(question)
        if "keep_days" in self:
            self.keep_days.data = keep_days(question)
        return self

    def written(self, kind: str, before: QuestionDef | None = None) -> QuestionDef:
        """The question with its days."""
        question = self.definition(kind, before)
        config = {key: value for key, value in question.config.items() if key != "keep_days"}
        if "keep_days" in self and self.keep_days.data is not None:
            config["keep_days"] = self.keep_days.data
        return replace(question, config=config)


class SeatsForm(BaseForm):
    """Seats in all; those per unit are added by `seats_form`."""

    seats = IntegerField(
        _l("Jumlah tempat"), [InputRequired(), NumberRange(1, MOST_SEATS)], render_kw={"inputmode": "numeric"}
    )

    def quotas(self, units: Sequence[Unit]) -> dict[int, int]:
        """Unit id -> its seats, for the units that have a number."""
        numbers = {unit.id: self[f"unit_{unit.id}"].data for unit in units}
        return {unit_id: number for unit_id, number in numbers.items() if number is not None}


def seats_form(workshop: Workshop, units: Sequence[Unit]) -> SeatsForm:
    """The seats as they are now, with a field for each unit."""
    now = {f"unit_{quota.unit_id}": quota.seats for quota in workshop.quotas}
    fields = {
        f"unit_{unit.id}": IntegerField(
            unit.name, [Optional(), NumberRange(0, MOST_SEATS)], render_kw={"inputmode": "numeric"}
        )
        for unit in units
    }
    form: SeatsForm = type("UnitSeatsForm", (SeatsForm,), fields)(data={"seats": workshop.seats, **now})
    return form
