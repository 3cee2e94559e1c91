"""Forms of what is copied: a template, chosen questions, the surveys of a cycle."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from core.cycles.models import Cycle
from core.web.forms import BaseForm
from core.web.i18n import localized
from surveys.definition import QuestionDef
from surveys.questions import kind_of


def _choices(cycles: Sequence[Cycle]) -> list[SelectChoice]:
    return [SelectChoice(cycle.key, localized(cycle, "title")) for cycle in cycles]


class TemplateForm(BaseForm):
    """For which cycle."""

    cycle = SelectField(_l("Siklus"), [InputRequired()])

    def offer(self, cycles: Sequence[Cycle]) -> "TemplateForm":
        """Fill in what may be chosen."""
        self.cycle.choices = _choices(cycles)
        return self


class TakeForm(BaseForm):
    """Which questions."""

    questions = SelectMultipleField(_l("Pertanyaan"), [InputRequired()])

    def offer(self, questions: Iterable[QuestionDef]) -> "TakeForm":
        """Each with its kind."""
        self.questions.choices = [
            SelectChoice(q.name, f"{localized(q, 'label')} ({gettext(kind_of(q).label)})") for q in questions
        ]
        return self


class CopyCycleForm(BaseForm):
    """From which cycle to which."""

    source = SelectField(_l("Salin dari siklus"), [InputRequired()])
    target = SelectField(_l("Ke siklus"), [InputRequired()])

    def offer(self, cycles: Sequence[Cycle]) -> "CopyCycleForm":
        """Fill in what may be chosen."""
        self.source.choices = self.target.choices = _choices(cycles)
        return self
