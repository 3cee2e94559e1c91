"""The row or rows of one question."""

from surveys.definition import QuestionDef
from surveys.logic import CALCULATED, CALCULATION, CHOICE_FILTER, CONSTRAINT, MESSAGES, RELEVANT, REQUIRED
from surveys.questions import kind_of
from surveys.questions.ranking import Ranking
from surveys.xlsform.lists import Lists
from surveys.xlsform.names import facts_of
from surveys.xlsform.settings import FACTS
from surveys.xlsform.types import END, GROUP, TABLE_LIST, TYPES, WITH_LIST

Row = dict[str, str]
_LOGIC = (RELEVANT, CONSTRAINT, CALCULATION, CHOICE_FILTER, *MESSAGES)
# A kind as the type and the appearance that mean it; what has no type of its own is asked as text.
_TYPES = {known.kind: (name, "") for name, known in TYPES.items()} | {
    kind: (name, look) for name, known in TYPES.items() for look, kind in known.appearances.items()
}


def texts_of(question: QuestionDef) -> Row:
    """What respondents read."""
    return {name: getattr(question, name) for name in ("label_id", "label_en", "help_id", "help_en")}


def question_rows(question: QuestionDef, lists: Lists) -> list[Row]:
    """A matrix is a group of rows; every other question is one row."""
    if question.kind == "matrix":
        return _matrix(question, lists)
    name, look = _TYPES.get(question.kind, ("text", ""))
    written = f"{name} {lists.name_of(question)}" if name in WITH_LIST else name
    row = {
        "type": f"{written} or_other" if question.config.get("other") else written,
        "name": question.name,
        **texts_of(question),
        **{what: question.logic.get(what, "") for what in _LOGIC},
        "required": _required(question),
        "appearance": look,
        "parameters": "randomize=true" if question.config.get("shuffled") else "",
    }
    if question.kind == CALCULATED and question.label_id == question.name:
        row["label_id"] = ""
    if isinstance(kind := kind_of(question), Ranking):
        ranks = kind.ranks(question)
        row["rembuk_top"] = str(ranks) if ranks < len(question.written_options) - 1 else ""
    return [row]


def _required(question: QuestionDef) -> str:
    if question.required:
        return "yes"
    return question.logic.get(REQUIRED, "") or str(facts_of(question, FACTS).get("required", ""))


def _matrix(question: QuestionDef, lists: Lists) -> list[Row]:
    begin = {
        "type": GROUP,
        "name": question.name,
        **texts_of(question),
        "relevant": question.logic.get(RELEVANT, ""),
        "appearance": TABLE_LIST,
    }
    shared = {what: question.logic.get(what, "") for what in (CONSTRAINT, CHOICE_FILTER, *MESSAGES)}
    rows = [
        {
            "type": f"select_one {lists.name_of(question)}",
            "name": row.value,
            "label_id": row.label_id,
            "label_en": row.label_en,
            "required": _required(question),
            **shared,
        }
        for row in question.rows
    ]
    return [begin, *rows, {"type": END}]
