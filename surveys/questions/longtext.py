"""Long free text: several lines."""

from wtforms import TextAreaField
from wtforms.fields.core import UnboundField

from core.errors import N_
from surveys.definition import QuestionDef
from surveys.questions.text import Text, tidy


class LongText(Text):
    """A story, a reason, a suggestion."""

    key = "longtext"
    label = N_("Teks panjang")
    hint = N_("Beberapa baris: cerita, alasan, saran.")
    limit = 5000
    pace = 60

    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        return TextAreaField(
            validators=self.rules(question),
            filters=[tidy],
            render_kw={"rows": 5},
            **self.common(question, lang),
        )
