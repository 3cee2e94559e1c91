"""Shape of the forms about competencies, standards of posts, and what a need is about."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms import TextAreaField as LongText
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from core.staff.models import Post
from core.units.models import Unit
from core.web.forms import BaseForm
from core.web.i18n import localized
from plan.enums import COMPETENCY_LABELS
from plan.item_forms import not_in_future
from plan.needing.enums import HANDOVER_LABELS, SOLUTION_LABELS, HandoverStep, Solution
from plan.needing.models import NamedCompetency
from plan.needing.priority import CRITERION_LABELS, Criterion
from plan.needing.rules import LEVELS, StageMove
from plan.needing.shaping import Arguments, NeedDetails
from surveys.skm_instruments import CURRENT


def _strip(text: str | None) -> str:
    return (text or "").strip()


def _number(value: str | int | None) -> int | None:
    """A choice that may be left open; None is "not chosen"."""
    return int(value) if value else None


def _levels() -> list[tuple[str | int, str]]:
    return [("", gettext("Belum diketahui")), *((level, str(level)) for level in LEVELS)]


class CompetencyForm(BaseForm):
    """A competency by its name."""

    kind = RadioField(_l("Jenis kompetensi"), [InputRequired()])
    name_id = StringField(
        _l("Nama kompetensi"),
        [DataRequired(), Length(max=160)],
        filters=[_strip],
        description=_l("Kompetensi teknis ditentukan kantor, misalnya: Pengelolaan arsip dinamis."),
    )
    name_en = StringField(_l("Nama dalam bahasa Inggris"), [Length(max=160)], filters=[_strip])
    active = BooleanField(
        _l("Dipakai"),
        description=_l("Kompetensi yang tidak dipakai tidak ditawarkan lagi; catatannya tetap ada."),
    )

    def offer(self) -> "CompetencyForm":
        """The three kinds."""
        self.kind.choices = [(kind.value, gettext(label)) for kind, label in COMPETENCY_LABELS.items()]
        return self


def standard_form(competencies: Sequence[NamedCompetency], levels: dict[int, int]) -> Any:
    """A form with one list of levels per competency; `tingkat-7` holds the level of competency 7."""
    offered = [("", gettext("Tidak disyaratkan")), *((level, str(level)) for level in LEVELS)]
    fields = {
        f"tingkat-{c.id}": SelectField(localized(c, "name"), choices=offered, coerce=_number)
        for c in competencies
    }
    form = type("StandardForm", (BaseForm,), fields)
    return form(data={f"tingkat-{number}": level for number, level in levels.items()})


def chosen_levels(form: Any, competencies: Sequence[NamedCompetency]) -> dict[int, int]:
    """Competency id -> level of what was asked for."""
    return {c.id: level for c in competencies if (level := form[f"tingkat-{c.id}"].data)}


class DescribeForm(BaseForm):
    """What a need is about."""

    solution = RadioField(
        _l("Apa yang menjawab kebutuhan ini"),
        [InputRequired()],
        description=_l("Hanya yang dijawab dengan pelatihan dapat menjadi butir rencana."),
    )
    addressee = StringField(
        _l("Disampaikan kepada"),
        [Length(max=200)],
        filters=[_strip],
        description=_l("Wajib bila bukan pelatihan: unit atau instansi yang berwenang. Tampil untuk umum."),
    )
    units = SelectMultipleField(
        _l("Unit yang berkepentingan"),
        description=_l("Atasan unit-unit ini yang memverifikasi. Jumlahnya dihitung dalam prioritas."),
    )
    competency = SelectField(_l("Kompetensi"), coerce=_number)
    post = SelectField(_l("Jabatan"), coerce=_number)
    actual_level = SelectField(
        _l("Tingkat sekarang"),
        coerce=_number,
        description=_l(
            "1 sampai 5. Isi hanya bila jabatan itu dipegang banyak orang: tingkat satu orang bukan urusan rencana."
        ),
    )
    level_found = StringField(
        _l("Bagaimana tingkat itu diketahui"),
        [Length(max=300)],
        filters=[_strip],
        description=_l("Misalnya: penilaian atasan, uji kompetensi 2026."),
    )

    def offer(
        self, units: Sequence[Unit], competencies: Sequence[NamedCompetency], posts: Sequence[Post]
    ) -> "DescribeForm":
        """What can be chosen, in the visitor's language."""
        none = ("", gettext("Belum dipilih"))
        self.solution.choices = [(str(s), gettext(label)) for s, label in SOLUTION_LABELS.items()]
        self.units.choices = [(unit.key, unit.name) for unit in units]
        self.competency.choices = [none, *((c.id, localized(c, "name")) for c in competencies)]
        self.post.choices = [none, *((post.id, post.name) for post in posts)]
        self.actual_level.choices = _levels()
        return self

    def details(self) -> NeedDetails:
        """What the service takes."""
        return NeedDetails(
            solution=Solution(self.solution.data),
            addressee=self.addressee.data,
            competency_id=self.competency.data,
            post_id=self.post.data,
            actual_level=self.actual_level.data,
            level_found=self.level_found.data,
        )


class ArgueForm(BaseForm):
    """What speaks for a need beside the number of people."""

    skm_element = SelectField(
        _l("Unsur SKM yang akan membaik"),
        description=_l("Makin rendah nilai unsurnya sekarang, makin tinggi prioritasnya."),
    )
    legal_basis = StringField(
        _l("Peraturan yang mewajibkan"),
        [Length(max=300)],
        filters=[_strip],
        description=_l("Sebut peraturan dan pasalnya. Kosongkan bila tidak diwajibkan. Tampil untuk umum."),
    )
    urgency = SelectField(
        _l("Kemendesakan"), coerce=_number, description=_l("1 tidak mendesak, 5 sangat mendesak.")
    )
    urgency_reason = LongText(
        _l("Alasan kemendesakan"),
        [Length(max=1000)],
        filters=[_strip],
        description=_l("Wajib bila kemendesakan diisi. Tampil untuk umum."),
    )

    def offer(self) -> "ArgueForm":
        """The elements of the SKM and the five steps."""
        elements = [(e.key, localized(e, "name")) for e in CURRENT.elements]
        self.skm_element.choices = [("", gettext("Tidak terkait unsur SKM")), *elements]
        self.urgency.choices = [("", gettext("Belum dinilai")), *((n, str(n)) for n in LEVELS)]
        return self

    def arguments(self) -> Arguments:
        """What the service takes."""
        return Arguments(
            skm_element=self.skm_element.data,
            legal_basis=self.legal_basis.data,
            urgency=self.urgency.data,
            urgency_reason=self.urgency_reason.data,
        )


class StageForm(BaseForm):
    """The next step of a need. `before` is what the person saw when the page was opened."""

    before = HiddenField()
    after = RadioField(_l("Langkah berikutnya"), [InputRequired()])
    reason = LongText(
        _l("Alasan"),
        [Length(max=1000)],
        filters=[_strip],
        description=_l("Wajib bila dikembalikan atau dibuka kembali."),
    )

    def offer(self, moves: Sequence[tuple[StageMove, str]]) -> "StageForm":
        """The steps that are open, each with the words for it."""
        self.after.choices = [(str(move.after), gettext(words)) for move, words in moves]
        return self


class HandoverForm(BaseForm):
    """A need went to its addressee, or was answered."""

    step = RadioField(_l("Yang terjadi"), [InputRequired()])
    on = DateField(_l("Tanggal"), [InputRequired(), not_in_future])
    text = LongText(
        _l("Isi jawaban atau catatan"),
        [Length(max=1000)],
        filters=[_strip],
        description=_l("Wajib untuk jawaban. Jawaban tampil untuk umum; jangan menyebut nama orang."),
    )

    def offer(self) -> "HandoverForm":
        """Handed over, or answered."""
        self.step.choices = [(str(step), gettext(HANDOVER_LABELS[step])) for step in HandoverStep]
        return self


class WeightForm(BaseForm):
    """How much each criterion weighs, and the version that this began from."""

    people, spread, skm, legal, urgency = (
        IntegerField(_l(CRITERION_LABELS[c]), [InputRequired(), NumberRange(min=0, max=100)])
        for c in Criterion
    )
    seen = HiddenField()

    def weights(self) -> dict[Criterion, int]:
        """What the service takes."""
        return {c: self[c.value].data for c in Criterion}
