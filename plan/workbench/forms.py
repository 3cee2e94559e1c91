"""Shape of the workbench's forms."""

from collections.abc import Iterable
from enum import StrEnum

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms import TextAreaField as LongText
from wtforms.validators import AnyOf, DataRequired, Length, Optional

from core.web.forms import BaseForm
from core.web.i18n import localized
from plan.models import Theme
from plan.workbench.models import NO_THEME_KEY
from plan.workbench.moving import Picked


class Act(StrEnum):
    """What is done to the rows that were chosen: the values of the buttons."""

    MOVE = "pindah"
    SPLIT = "pisah"
    LOCK = "kunci"
    RELEASE = "lepas"
    QUOTE = "kutip"
    HIDE = "sembunyi"


def _strip(text: str | None) -> str:
    return (text or "").strip()


# What the choice "fits none of them" sends: an empty value is no choice.
NO_THEME = "-"


def theme_choices(themes: Iterable[Theme], first: str) -> list[tuple[str, str]]:
    """The themes in the order of their names, and that none fits."""
    named = [(theme.theme_key, localized(theme, "name")) for theme in themes]
    named.sort(key=lambda one: one[1].casefold())
    return [("", first), *named, (NO_THEME, gettext("Tidak ada tema yang cocok"))]


class WorkbenchForm(BaseForm):
    """Several contributions, and what to do with them."""

    pilih = SelectMultipleField(_l("Masukan"), validate_choice=False)
    # The button that was pressed: a hidden field would send its own empty value, too.
    aksi = StringField(_l("Tindakan"), [AnyOf(list(Act))])
    into = SelectField(_l("Pindah ke tema"), [Optional()], coerce=str)
    name_id = StringField(_l("Nama tema baru (Indonesia)"), [Length(max=160)], filters=[_strip])
    name_en = StringField(_l("Nama tema baru (Inggris)"), [Length(max=160)], filters=[_strip])
    reason = StringField(
        _l("Alasan (boleh kosong)"),
        [Length(max=300)],
        filters=[_strip],
        description=_l("Hanya dibaca petugas. Jangan menulis nama orang."),
    )

    def offer(self, themes: Iterable[Theme]) -> "WorkbenchForm":
        """Set the themes to move to."""
        self.into.choices = theme_choices(themes, gettext("Pilih tema"))
        return self

    def picked(self) -> list[Picked]:
        """The folds whose boxes are ticked; what is no such value is left out."""
        pairs = (value.partition(".") for value in self.pilih.data or ())
        return sorted(
            {
                Picked(int(theme), fold)
                for theme, _, fold in pairs
                if theme.isascii() and theme.isdigit() and len(theme) < 10 and fold
            }
        )


class SplitForm(BaseForm):
    """The name of a theme that was a part of another one."""

    name_id = StringField(
        _l("Nama tema baru (Indonesia)"), [DataRequired(), Length(max=160)], filters=[_strip]
    )
    name_en = StringField(_l("Nama tema baru (Inggris)"), [Length(max=160)], filters=[_strip])


class MeaningForm(BaseForm):
    """What the people behind a theme want, in one sentence."""

    meaning_id = LongText(
        _l("Artinya (Indonesia)"),
        [Length(max=400)],
        filters=[_strip],
        description=_l(
            "Satu kalimat dengan kata-kata Anda, misalnya: Pegawai ingin dapat mengolah data surat sendiri tanpa "
            "menunggu operator."
        ),
    )
    meaning_en = LongText(_l("Artinya (Inggris)"), [Length(max=400)], filters=[_strip])


class LearnForm(BaseForm):
    """The themes of several answers; the fields are those of `learn_form`."""

    def offer(self, themes: Iterable[Theme]) -> "LearnForm":
        """Set the themes to choose from."""
        choices = theme_choices(themes, gettext("Lewati"))
        for field in self:
            if rank_of(field.name):
                field.choices = choices
                field.label.text = gettext("Tema masukan %(rank)s", rank=rank_of(field.name))
        return self

    def answers(self) -> dict[int, str]:
        """The theme chosen for each rank, "" where none fits; what was skipped is left out."""
        chosen = {rank_of(name): str(value) for name, value in self.data.items() if rank_of(name) and value}
        return {rank: NO_THEME_KEY if key == NO_THEME else key for rank, key in chosen.items()}


def field_of(rank: int) -> str:
    """The name of the field of an answer."""
    return f"tema_{rank}"


def rank_of(name: str) -> int:
    """The rank that a field's name tells, 0 for other fields."""
    number = name.removeprefix("tema_")
    return int(number) if number != name and number.isascii() and number.isdigit() else 0


def learn_form(ranks: Iterable[int]) -> type[LearnForm]:
    """A form with a choice of theme for each of these answers; what is not sent counts as skipped."""
    fields = {field_of(rank): SelectField(default="", coerce=str) for rank in ranks}
    return type("LearnForm", (LearnForm,), fields)
