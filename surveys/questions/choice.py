"""Choices, with or without "Lainnya" and a line for one's own words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wtforms.fields.core import UnboundField

from surveys.definition import OTHER, QuestionDef
from surveys.questions.base import Kind, piece
from surveys.questions.text import Text

_WORDS = ("Lainnya", "Other")
_ASKED = ("Lainnya, yaitu", "Other, namely")


class Choice(Kind):
    """What is chosen is one part, what was written beside "Lainnya" another: free text like any other."""

    def parts(self, question: QuestionDef) -> tuple[QuestionDef, ...]:
        if not question.config.get("other"):
            return (question,)
        return (question, piece(question, OTHER, Text.key, words=_WORDS))

    def fields(self, question: QuestionDef, lang: str) -> dict[str, UnboundField]:
        chosen, *beside = self.parts(question)
        fields = {chosen.name: self.field(chosen, lang)}
        for part in beside:
            asked = replace(part, label_id=_ASKED[0], label_en=_ASKED[1])
            fields[part.name] = Text().field(asked, lang)
        return fields

    def look(self, question: QuestionDef) -> str:
        return "with_other" if question.config.get("other") else self.macro

    def shown(self, question: QuestionDef, fields: Mapping[str, Any], lang: str) -> Any:
        if question.config.get("other"):
            return self.group(question, fields, lang)
        return fields[question.name]

    def idle(self, question: QuestionDef, body: Mapping[str, object]) -> frozenset[str]:
        chosen = body.get(question.name)
        ticked = OTHER in chosen if isinstance(chosen, list) else chosen == OTHER
        return frozenset() if ticked else frozenset({f"{question.name}.{OTHER}"})
