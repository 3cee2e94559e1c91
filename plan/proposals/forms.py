"""Shape of the forms about usulan."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms import TextAreaField as LongText
from wtforms.validators import DataRequired, InputRequired, Length

from core.web.forms import BaseForm
from core.web.i18n import localized
from plan.consulting.models import PlanVersion
from plan.enums import ITEM_STATE_LABELS, ItemState
from plan.item_forms import not_in_future, strip
from plan.item_models import PlanItem
from plan.item_rules import moves_from


class DraftForm(BaseForm):
    """Which items, and the nota dinas that goes with them."""

    items = SelectMultipleField(_l("Butir yang diusulkan"), [InputRequired()])
    note_number = StringField(
        _l("Nomor nota dinas"),
        [DataRequired(), Length(max=80)],
        filters=[strip],
        description=_l("Menurut buku nomor surat kantor."),
    )
    note_on = DateField(_l("Tanggal nota dinas"), [InputRequired(), not_in_future])

    def offer(self, items: Sequence[PlanItem]) -> "DraftForm":
        """What can be chosen; at first all of it."""
        self.items.choices = [(item.key, localized(item, "title")) for item in items]
        if not self.is_submitted():
            self.items.data = [item.key for item in items]
        return self


class RedraftForm(DraftForm):
    """The same again, perhaps of another version."""

    version = SelectField(_l("Versi rencana"), coerce=int)

    def offer_versions(self, versions: Sequence[PlanVersion]) -> "RedraftForm":
        """The versions that can be sent."""
        self.version.choices = [
            (version.number, gettext("Versi %(number)s", number=version.number)) for version in versions
        ]
        return self


class ReturnForm(BaseForm):
    """Why it goes back."""

    reason = LongText(_l("Apa yang perlu diperbaiki"), [DataRequired(), Length(max=1000)], filters=[strip])


class SignForm(BaseForm):
    """The letter's number and date."""

    number = StringField(
        _l("Nomor surat usulan"),
        [DataRequired(), Length(max=80)],
        filters=[strip],
        description=_l("Menurut buku nomor surat kantor."),
    )
    dated = DateField(_l("Tanggal surat"), [InputRequired(), not_in_future])


class AnswerForm(BaseForm):
    """One answer for several items."""

    step = RadioField(_l("Jawaban instansi kepegawaian"), [InputRequired()])
    items = SelectMultipleField(_l("Butir"), [InputRequired()])
    on = DateField(_l("Tanggal jawaban"), [InputRequired(), not_in_future])
    reason = LongText(
        _l("Alasan"),
        [Length(max=1000)],
        filters=[strip],
        description=_l("Wajib bila ditunda atau ditolak. Alasan ini tampil untuk umum."),
    )

    def offer(self, items: Sequence[PlanItem], labels: Mapping[ItemState, str]) -> "AnswerForm":
        """The items that wait, each with its state, and the steps that exist from those states."""
        self.items.choices = [
            (
                item.key,
                gettext(
                    "%(title)s (%(state)s)",
                    title=localized(item, "title"),
                    state=gettext(labels[ItemState(item.state)]),
                ),
            )
            for item in items
        ]
        states = [state for state in ItemState if any(item.state == state for item in items)]
        self.step.choices = [
            (f"{before.value}.{move.after.value}", _step_words(before, move.after))
            for before in states
            for move in moves_from(before)
        ]
        return self

    @property
    def moved(self) -> tuple[ItemState, ItemState]:
        """From which state to which."""
        before, after = str(self.step.data).split(".")
        return ItemState(before), ItemState(after)


def _step_words(before: ItemState, after: ItemState) -> str:
    return str(
        gettext(
            "%(before)s menjadi %(after)s",
            before=gettext(ITEM_STATE_LABELS[before]),
            after=gettext(ITEM_STATE_LABELS[after]),
        )
    )
