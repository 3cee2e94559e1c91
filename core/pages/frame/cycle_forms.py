"""Shape of the cycle forms."""

from typing import TypedDict

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Regexp

from core.cycles.enums import ACTION_LABELS, PHASE_LABELS, Action, Phase
from core.cycles.models import Cycle
from core.pages.frame.unit_forms import KEY_MESSAGE, KEY_PATTERN
from core.web.forms import BaseForm


class CycleFacts(TypedDict):
    """What the form says of a cycle."""

    title_id: str
    title_en: str
    goal_id: str
    goal_en: str
    year: int


class CycleForm(BaseForm):
    """Title, goal and year."""

    title_id = StringField(_l("Judul"), [DataRequired(), Length(max=200)])
    title_en = StringField(_l("Judul dalam bahasa Inggris"), [Length(max=200)])
    year = IntegerField(_l("Tahun rencana"), [InputRequired(), NumberRange(min=2000, max=2100)])
    goal_id = TextAreaField(
        _l("Tujuan"),
        [Length(max=2000)],
        description=_l("Apa yang ingin dicapai; tampil di beranda dan halaman siklus."),
    )
    goal_en = TextAreaField(_l("Tujuan dalam bahasa Inggris"), [Length(max=2000)])

    def facts(self) -> CycleFacts:
        """What was written, for the service."""
        return CycleFacts(
            title_id=self.title_id.data.strip(),
            title_en=(self.title_en.data or "").strip(),
            goal_id=(self.goal_id.data or "").strip(),
            goal_en=(self.goal_en.data or "").strip(),
            year=self.year.data,
        )


class NewCycleForm(CycleForm):
    """A new cycle gets its address once."""

    key = StringField(
        _l("Alamat"),
        [InputRequired(), Length(max=80), Regexp(KEY_PATTERN, message=KEY_MESSAGE)],
        description=_l("Bagian dari alamat web siklus ini; tidak dapat diubah lagi. Contoh: rencana-2027."),
    )


class OpeningsForm(BaseForm):
    """What each phase opens: one list of "phase.action" pairs, shown as a matrix."""

    openings = SelectMultipleField(
        _l("Yang dibuka"), choices=[f"{phase}.{action}" for phase in Phase for action in Action]
    )

    def pairs(self) -> list[tuple[Phase, Action]]:
        """What was ticked."""
        split = (value.split(".") for value in self.openings.data)
        return [(Phase(phase), Action(action)) for phase, action in split]


def opened_by(cycle: Cycle, phase: Phase) -> list[str]:
    """The names of what a phase opens."""
    return [
        gettext(ACTION_LABELS[a])
        for a in Action
        if (phase, a) in {(o.phase, o.action) for o in cycle.openings}
    ]


def openings_matrix(cycle: Cycle) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """A row per action, a cell per phase: the field's value, the phase's name and whether it is open."""
    is_open = {(o.phase, o.action) for o in cycle.openings}
    return [
        (
            gettext(label),
            [
                (f"{phase}.{action}", gettext(PHASE_LABELS[phase]), (phase, action) in is_open)
                for phase in Phase
            ],
        )
        for action, label in ACTION_LABELS.items()
    ]
