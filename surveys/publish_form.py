"""Before publishing: what happens to the answers that are there, question by question, and what the author decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from surveys import disclosure
from surveys.definition import QuestionDef
from surveys.forms import ConfirmForm
from surveys.results import Counters, total_answers
from surveys.versions import Decision, Difference

_SAME, _OTHER = "sama", "lain"
_APART = ""
_SEVERAL = "multiple"


@dataclass(frozen=True)
class Decided:
    """A changed question with what is asked about it."""

    meaning: Any
    places: tuple[Any, ...]


@dataclass(frozen=True)
class Outlook:
    """The questions by what becomes of them."""

    same: tuple[QuestionDef, ...]
    new: tuple[QuestionDef, ...]
    removed: tuple[QuestionDef, ...]
    changed: tuple[Decided, ...]

    @property
    def may_recode(self) -> bool:
        """Whether an old option can be counted as another one."""
        return any(one.places for one in self.changed)


def given_to(difference: Difference, counters: Counters) -> int:
    """How many answers have this question; of a choice of several only all answers together are counted."""
    if difference.question.kind == _SEVERAL:
        return total_answers(counters)
    return max((sum(table.values()) for table in difference.tables), default=0)


def publish_form(compared: Sequence[Difference], counters: Counters, lang: str, **source: Any) -> Any:
    """The form with a choice for each changed question, and one for each option whose answers need a place."""
    fields: dict[str, Any] = {}
    for difference in compared:
        if _is_asked(difference):
            fields[_meaning(difference)] = _meaning_field(difference, counters, lang)
            fields |= _place_fields(difference, lang)
    return type("PublishForm", (ConfirmForm,), fields)(**source)


def _is_asked(difference: Difference) -> bool:
    return difference.is_changed and not difference.is_fixed


def _meaning(difference: Difference) -> str:
    return f"arti.{difference.question.name}"


def _place(difference: Difference, number: int) -> str:
    return f"ganti.{difference.question.name}.{number}"


def _meaning_field(difference: Difference, counters: Counters, lang: str) -> Any:
    before = difference.before or difference.question
    found = given_to(difference, counters)
    count = gettext("kurang dari 5") if disclosure.is_small(found) else str(found)
    same = gettext("Pertanyaan yang sama: %(count)s jawaban lama dihitung bersama yang baru.", count=count)
    other = gettext(
        "Pertanyaan lain: %(count)s jawaban lama tetap terpisah, dan angka yang baru mulai dari nol.",
        count=count,
    )
    choices = [SelectChoice(_OTHER, other)]
    if difference.fits:
        choices.insert(0, SelectChoice(_SAME, same))
    return RadioField(
        difference.question.label(lang),
        [InputRequired()],
        choices=choices,
        default=choices[0].value,
        description=_was(difference, before, lang),
    )


def _was(difference: Difference, before: QuestionDef, lang: str) -> str:
    if not difference.fits:
        return str(gettext("Jenisnya berubah, jadi angka lama dan baru tidak dapat dijumlahkan."))
    if before.label(lang) != difference.question.label(lang):
        return str(gettext("Sebelumnya: “%(label)s”", label=before.label(lang)))
    return str(gettext("Keterangan atau pilihannya berubah."))


def _place_fields(difference: Difference, lang: str) -> dict[str, Any]:
    offered = [SelectChoice(option.value, option.label(lang)) for option in difference.new_options]
    offered.append(SelectChoice(_APART, gettext("tetap pilihan lama, terpisah")))
    return {
        _place(difference, number): SelectField(
            gettext("Jawaban lama “%(label)s” dihitung sebagai", label=option.label(lang)),
            choices=offered,
            default=difference.usual(option.value) or _APART,
        )
        for number, option in enumerate(difference.old_options)
    }


def decisions_of(form: Any, compared: Sequence[Difference]) -> Mapping[str, Decision]:
    """What the author said."""
    return {d.question.name: _decision(form, d) for d in compared if _is_asked(d)}


def _decision(form: Any, difference: Difference) -> Decision:
    if form[_meaning(difference)].data == _OTHER:
        return Decision(is_new=True)
    return Decision(
        recode={
            option.value: form[_place(difference, number)].data or None
            for number, option in enumerate(difference.old_options)
        }
    )


def outlook(form: Any, compared: Sequence[Difference], removed: Sequence[QuestionDef]) -> Outlook:
    """What the page shows."""
    asked = [d for d in compared if _is_asked(d)]
    return Outlook(
        same=tuple(d.question for d in compared if d.before is not None and d not in asked),
        new=tuple(d.question for d in compared if d.before is None),
        removed=tuple(removed),
        changed=tuple(
            Decided(form[_meaning(d)], tuple(form[_place(d, number)] for number in range(len(d.old_options))))
            for d in asked
        ),
    )
