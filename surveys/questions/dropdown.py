"""One of many options, in a list that opens."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField

from core.errors import N_
from surveys.definition import QuestionDef
from surveys.questions.single import Single, choices_of

_NOTHING = {"id": "Pilih …", "en": "Choose …"}


class Dropdown(Single):
    """A choice of one where cards would fill the screen: villages, offices, services."""

    key = "dropdown"
    label = N_("Daftar pilihan")
    hint = N_("Satu jawaban dari daftar panjang, misalnya nama kelurahan.")
    macro = "field"
    settings = frozenset({"options", "other"})

    def choices(self, question: QuestionDef, lang: str) -> list[SelectChoice]:
        """The options below a line that is no answer."""
        nothing = SelectChoice("", _NOTHING.get(lang, _NOTHING["id"]))
        return [nothing, *choices_of(question, lang)]

    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        return SelectField(
            choices=self.choices(question, lang),
            validators=self.presence(question),
            **self.common(question, lang),
        )
