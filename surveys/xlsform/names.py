"""The same answers under two names: `${row}` of a table-list is `${matrix.row}` here, and values differ twice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from surveys.definition import OTHER, QuestionDef
from surveys.expressions import ExpressionError, parse
from surveys.logic import EXPRESSIONS
from surveys.questions.consent import YES

_REFERENCE = re.compile(r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}", re.ASCII)
_COMPARED = re.compile(
    r"""(?P<before>(?:\$\{\s*(?P<name>[A-Za-z_][\w.-]*)\s*\}|(?P<own>\.(?![\w.])))\s*(?:=|!=|,)\s*)"""
    r"""(?P<quote>["'])(?P<value>[^"']*)(?P=quote)""",
    re.ASCII,
)
XLS_OTHER, XLS_YES = "other", "OK"


@dataclass
class Renaming:
    """What stands under `${…}` before and after; `values` for each question the values that change.

    `values` is by the name before the renaming.
    """

    names: dict[str, str] = field(default_factory=dict)
    values: dict[str, tuple[str, str]] = field(default_factory=dict)

    def expression(self, text: str, own: str = "") -> str:
        """An expression of the question `own`."""
        return self.text(_COMPARED.sub(lambda found: self._compared(found, own), text))

    def text(self, text: str) -> str:
        """A text with slots."""
        return _REFERENCE.sub(self._reference, text)

    def _reference(self, found: re.Match[str]) -> str:
        return f"${{{self.names[found[1]]}}}" if found[1] in self.names else found[0]

    def _compared(self, found: re.Match[str], own: str) -> str:
        before, after = self.values.get(found["name"] or own, ("", ""))
        if not before or found["value"] != before:
            return found[0]
        return f"{found['before']}{found['quote']}{after}{found['quote']}"

    def question(self, question: QuestionDef) -> QuestionDef:
        """A question, in everything that speaks of answers."""
        logic = {
            what: self.expression(text, question.name) if what in EXPRESSIONS else self.text(text)
            for what, text in question.logic.items()
        }
        texts: dict[str, Any] = {
            name: self.text(getattr(question, name))
            for name in ("label_id", "label_en", "help_id", "help_en")
        }
        return replace(question, logic=logic, **texts)


def note_values(renaming: Renaming, question: QuestionDef, *, importing: bool) -> None:
    """Add what a question's values are called on the other side."""
    pair = None
    if question.config.get("other"):
        pair = (XLS_OTHER, OTHER)
    elif question.kind == "consent":
        pair = (XLS_YES, YES)
    if pair:
        renaming.values[question.name] = pair if importing else pair[::-1]


def joined(outer: str, inner: str) -> str:
    """The condition of a question within a group that has one of its own."""
    return f"({outer}) and ({inner})" if outer and inner else outer or inner


def parted(outer: str, whole: str) -> str | None:
    """What `joined` was given as `inner`; None where `whole` was not made with this `outer`."""
    if not outer or whole == outer:
        return "" if outer else whole
    start = f"({outer}) and ("
    inner = whole[len(start) : -1]
    return inner if whole == joined(outer, inner) and _readable(inner) else None


def _readable(text: str) -> bool:
    """Of "(a) and (b) or (c)" no part stands alone between the outer brackets."""
    try:
        return bool(parse(text))
    except ExpressionError:
        return False


def facts_of(question: QuestionDef, key: str) -> Mapping[str, object]:
    """What an XLSForm says about a question beyond what is asked."""
    facts = question.config.get(key)
    return facts if isinstance(facts, Mapping) else {}
