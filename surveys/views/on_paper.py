"""A questionnaire as it stands on paper: questions have numbers, conditions are said in words.

Paper hides nothing. A condition that people can follow ("number 3 is “Yes”") is worded; any other stays as
its author wrote it, for the officer who hands out the form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import format_decimal, gettext

from core.errors import N_
from surveys.definition import QuestionDef
from surveys.expressions import Tree
from surveys.logic import RELEVANT, base_of, fill_slots, tree_of
from surveys.questions import kind_of
from surveys.questions.ranking import Ranking

_LINKS = frozenset({"and", "or"})
_TURNED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

_SIGNS = {
    "=": N_("%(place)s dijawab %(answer)s"),
    "!=": N_("%(place)s tidak dijawab %(answer)s"),
    "<": N_("%(place)s kurang dari %(answer)s"),
    "<=": N_("%(place)s paling banyak %(answer)s"),
    ">": N_("%(place)s lebih dari %(answer)s"),
    ">=": N_("%(place)s paling sedikit %(answer)s"),
}
_EMPTY = {"=": N_("%(place)s kosong"), "!=": N_("%(place)s diisi")}


@dataclass(frozen=True)
class PaperQuestion:
    """A question in its place; notes have no number. `condition` is in words, or else `written` is the expression."""

    number: int | None
    label: str
    help: str
    question: QuestionDef
    look: str
    ranks: tuple[int, ...] = ()
    condition: str = ""
    written: str = ""
    section: str = ""


def on_paper(questions: Sequence[QuestionDef], lang: str) -> list[PaperQuestion]:
    """Everything that respondents see, in order; what is calculated they never see."""
    shown = [question for question in questions if kind_of(question).is_shown]
    asked = [question for question in shown if kind_of(question).is_asked]
    sheet = _Sheet(lang, {question.name: (n, question) for n, question in enumerate(asked, start=1)})
    return [sheet.question(question) for question in shown]


@dataclass(frozen=True)
class _Sheet:
    lang: str
    numbered: Mapping[str, tuple[int, QuestionDef]] = field(default_factory=dict)

    def question(self, question: QuestionDef) -> PaperQuestion:
        number, _ = self.numbered.get(question.name, (None, question))
        written = str(question.logic.get(RELEVANT, ""))
        condition = self._condition(tree_of(question, RELEVANT))
        return PaperQuestion(
            number=number,
            label=fill_slots(question.label(self.lang), self._slot),
            help=fill_slots(question.help(self.lang), self._slot),
            question=question,
            look=kind_of(question).paper,
            ranks=_ranks(question),
            condition=condition,
            written="" if condition else written,
            section=question.section(self.lang),
        )

    def _slot(self, name: str) -> str:
        """What stands in the place of an answer that a text repeats."""
        number, _ = self.numbered.get(base_of(name), (None, None))
        return str(gettext("(jawaban nomor %(number)d)", number=number)) if number else "…"

    def _condition(self, tree: Tree) -> str:
        """Comparisons joined by one word; "" where words would be unclear."""
        clauses = list(_clauses(tree))
        worded = [self._clause(clause) for clause in clauses]
        if not all(worded):
            return ""
        return str(gettext(" atau ") if tree[0] == "or" else gettext(" dan ")).join(worded)

    def _clause(self, tree: Tree) -> str:
        match tree:
            case ["fn", "selected", ["$", str(name)], str(value)]:
                return self._compared(name, "=", value)
            case [str(sign), ["$", str(name)], str() | float() as value] if sign in _TURNED:
                return self._compared(name, sign, value)
            case [str(sign), str() | float() as value, ["$", str(name)]] if sign in _TURNED:
                return self._compared(name, _TURNED[sign], value)
        return ""

    def _compared(self, name: str, sign: str, value: str | float) -> str:
        if base_of(name) not in self.numbered:
            return ""
        number, question = self.numbered[base_of(name)]
        place = self._place(number, question, name)
        if value == "" and sign in _EMPTY:
            return str(gettext(_EMPTY[sign], place=place))
        return str(gettext(_SIGNS[sign], place=place, answer=self._answer(question, value)))

    def _place(self, number: int, question: QuestionDef, name: str) -> str:
        """ "nomor 3", or a row of a matrix there."""
        row = next((row for row in question.rows if f"{question.name}.{row.value}" == name), None)
        if row:
            return str(gettext("nomor %(number)d baris “%(row)s”", number=number, row=row.label(self.lang)))
        return str(gettext("nomor %(number)d", number=number))

    def _answer(self, question: QuestionDef, value: str | float) -> str:
        told = str(value) if isinstance(value, str) else format_decimal(value)
        option = next((option for option in question.options if option.value == told), None)
        return f"“{option.label(self.lang)}”" if option else told


def _ranks(question: QuestionDef) -> tuple[int, ...]:
    kind = kind_of(question)
    return tuple(range(1, kind.ranks(question) + 1)) if isinstance(kind, Ranking) else ()


def _clauses(tree: Tree) -> list[Tree]:
    """The comparisons of `a and b and c`; one that mixes "and" with "or" is a single clause nobody words."""
    if not isinstance(tree, list) or tree[0] not in _LINKS:
        return [tree]
    link, *sides = tree
    parts = [_clauses(side) if side[:1] == [link] else [side] for side in sides]
    return [clause for part in parts for clause in part]
