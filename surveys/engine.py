"""The questionnaire engine for other slices: questions as plain values, their form, their answers.

The one module of this slice that `forum` imports. Who uses it stores the definition and the answers
itself; nothing here knows surveys, participation or the mixer.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.csv_writing import Cell
from surveys.answer_form import AnswerForm
from surveys.definition import Option, QuestionDef, definition_of, option_list
from surveys.logic import CALCULATED
from surveys.naming import question_name, unused, words_of
from surveys.question_form import QuestionForm
from surveys.questions import KINDS as ALL_KINDS
from surveys.questions import answerable, kind_of

__all__ = [
    "KINDS",
    "AnswerForm",
    "Option",
    "QuestionDef",
    "QuestionForm",
    "answerable",
    "cells_of",
    "check_questions",
    "definition_of",
    "free_text_names",
    "headers_of",
    "kind_of",
    "option_list",
    "question_name",
    "read_definition",
    "unused",
    "words_of",
]


# Forms of other slices have no logic, and nowhere to keep pictures.
KINDS = {key: kind for key, kind in ALL_KINDS.items() if key != CALCULATED and not kind.is_picture}


def read_definition(stored: Mapping[str, Any]) -> tuple[QuestionDef, ...]:
    """The questions of a definition as `definition_of` wrote it."""
    return tuple(QuestionDef.from_json(question) for question in stored["questions"])


def check_questions(questions: Iterable[QuestionDef]) -> None:
    """Raise Invalid when one of them cannot be asked as it is written."""
    for question in questions:
        kind_of(question).check(question)


def free_text_names(questions: Iterable[QuestionDef]) -> tuple[str, ...]:
    """The questions that are answered in one's own words."""
    return tuple(q.name for q in answerable(questions) if kind_of(q).is_free_text)


def headers_of(questions: Sequence[QuestionDef], lang: str) -> list[str]:
    """The columns of an export, in order."""
    return [header for q in answerable(questions) for header in kind_of(q).export_headers(q, lang)]


def cells_of(questions: Sequence[QuestionDef], body: Mapping[str, object], lang: str) -> list[Cell]:
    """The cells of one answer under `headers_of`."""
    return [cell for q in answerable(questions) for cell in kind_of(q).export(body.get(q.name), q, lang)]
