"""What addresses of people have in common: nobody counts them, and they say who answered."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from wtforms import StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from core.csv_writing import Cell
from core.errors import Invalid
from surveys.definition import QuestionDef
from surveys.questions.base import Kind, Value
from surveys.questions.text import tidy


class Contact(Kind):
    """A line that must be a usable address; it is stored in one form."""

    identifies = True
    limit: ClassVar[int] = 254
    browser: ClassVar[dict[str, str]]
    """What tells a phone which keyboard to show, and what to offer."""

    @abstractmethod
    def tidied(self, text: str) -> str | None:
        """The address in its one form; None when it is none."""

    @abstractmethod
    def complaint(self, text: str, lang: str) -> str:
        """What to say of a text that is no address."""

    @abstractmethod
    def refusal(self, text: str) -> Invalid:
        """The same for a cell of an import."""

    def field(self, question: QuestionDef, lang: str) -> UnboundField:
        def usable(_form: Any, field: Any) -> None:
            if self.tidied(field.data) is None:
                raise ValidationError(self.complaint(field.data, lang))

        present = DataRequired() if question.required else Optional()
        return StringField(
            validators=[present, Length(max=self.limit), usable],
            filters=[tidy],
            render_kw=self.browser,
            **self.common(question, lang),
        )

    def clean(self, data: Any) -> Value | None:
        return self.tidied(tidy(data)) if data else None

    def from_text(self, raw: str, question: QuestionDef) -> Value | None:
        text = tidy(raw)
        if not text:
            return None
        found = self.tidied(text) if len(text) <= self.limit else None
        if found is None:
            raise self.refusal(text[:80])
        return found

    def count_values(self, value: object) -> Iterable[str]:
        return ("",) if value else ()

    def export(self, value: object, question: QuestionDef, lang: str) -> list[Cell]:
        return [str(value) if value is not None else None]
