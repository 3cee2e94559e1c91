"""The answer form with its logic: what is not asked is hidden, not judged and not stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from surveys.answer_form import AnswerForm, Row
from surveys.definition import QuestionDef, pages_of
from surveys.expressions import names_in, to_text
from surveys.logic import (
    CALCULATED,
    CALCULATION,
    EXPRESSIONS,
    RELEVANT,
    Logic,
    base_of,
    depends_on,
    has_logic,
    tree_of,
)
from surveys.questions import answerable, kind_of


class LogicForm(AnswerForm):
    """The questions `here`, out of all; those that may appear on the same page while it is filled are hidden."""

    def __init__(
        self,
        here: Sequence[QuestionDef],
        logic: Logic,
        lang: str,
        *,
        order: int = 0,
        refused: Mapping[str, str] | None = None,
    ) -> None:
        self.logic, self.opened = logic, False
        self.refused = refused or {}
        names = {question.name for question in here}
        self.conditional = _conditional(names, logic)
        shown = [q for q in here if logic.is_relevant(q.name) or q.name in self.conditional]
        self.hidden = frozenset(q.name for q in shown if not logic.is_relevant(q.name))
        super().__init__([self._asked(question) for question in shown], lang, order=order)

    def _asked(self, question: QuestionDef) -> QuestionDef:
        return self.logic.asked(question)

    def refuse(self) -> None:
        """Say of the files that cannot be taken why, and nothing else."""
        for name, message in self.refused.items():
            self._field_errors(name, [message])

    def read(self, posted: Mapping[str, str]) -> bool:
        super().read(posted)
        self.refuse()
        for part in self.parts:
            if base_of(part.name) in self.hidden:
                self._field_errors(part.name, [])
        wrong = self.wrong_names()
        for name, value in super().body().items():
            asked = self.logic.questions[base_of(name)]
            if name not in wrong and asked.name not in self.hidden and not self.logic.fits(asked, value):
                self._field_errors(name, [self._message(asked)])
        return not self.wrong_names()

    def _message(self, asked: QuestionDef) -> str:
        own = asked.logic.get(f"constraint_message_{self.lang}") or asked.logic.get("constraint_message_id")
        said = gettext("Jawaban ini tidak sesuai dengan syarat pertanyaannya.")
        return self.logic.fill(own) if own else said

    def _field_errors(self, name: str, errors: list[str]) -> None:
        if name in self.form:
            self.form[name].errors = errors

    def appeared(self, shown: str | None) -> bool:
        """Whether the answers opened questions of this page that were not among those `shown` (None: all were).

        Only without JavaScript; the page is then shown once more. Nothing is said yet about what is new.
        """
        new = self.conditional - self.hidden - set(self.conditional if shown is None else shown.split())
        for part in self.parts:
            if base_of(part.name) in new:
                self._field_errors(part.name, [])
        self.opened = bool(new)
        return self.opened

    def body(self) -> dict[str, object]:
        values = super().body()
        kept = {name: value for name, value in values.items() if base_of(name) not in self.hidden}
        return kept | self.logic.calculated()

    @property
    def shown_names(self) -> str:
        """The questions that come and go and are visible now, as the page carries them."""
        return " ".join(sorted(self.conditional - self.hidden))

    def for_browser(self) -> dict[str, object]:
        """What logic.js needs to show and hide the questions of this page while they are answered."""
        questions = self.logic.questions
        here = {question.name for question in self.questions}
        calculated = {n: tree_of(q, CALCULATION) for n, q in questions.items() if q.kind == CALCULATED}
        when = {name: tree_of(questions[name], RELEVANT) for name in self.conditional}
        read = {name for tree in (*when.values(), *calculated.values()) for name in names_in(tree or "")}
        parts = {part.name: part for part in answerable(questions.values())}
        return {
            "when": when,
            "calculated": calculated,
            "given": {name: self.logic.value(name) for name in sorted(read) if base_of(name) not in here},
            "numbers": sorted(n for n in read if n in parts and kind_of(parts[n]).is_number),
            "lists": sorted(n for n in read if n in parts and parts[n].kind == "multiple"),
            "labels": self.logic.labels_of(when.values()),
            "today": self.logic.today,
            "now": self.logic.now,
        }

    def rows(self) -> list[Row]:
        rows = [
            replace(row, conditional=row.name in self.conditional, hidden=row.name in self.hidden)
            for row in super().rows()
        ]
        return self._under_sections(rows)

    def _under_sections(self, rows: Sequence[Row]) -> list[Row]:
        """The title of a page stands above the first of its questions that is shown, whichever that is."""
        pages = pages_of(tuple(self.logic.questions.values()))
        page_of = {question.name: page for page in pages for question in page}
        made: list[Row] = []
        above: object = None
        for row in rows:
            page = page_of[row.name]
            made.append(row if page is above else replace(row, section=page[0].section(self.lang)))
            above = page
        return made


def _conditional(names: set[str], logic: Logic) -> frozenset[str]:
    """The questions of a page whose relevance reads the page itself, directly or through others."""
    questions = tuple(logic.questions.values())
    graph, asked_when = depends_on(questions), depends_on(questions, (RELEVANT,))
    return frozenset(name for name in names if _reach(asked_when[name], graph) & names)


def _reach(reads: set[str], graph: Mapping[str, set[str]]) -> set[str]:
    known, open_ = set(reads), list(reads)
    while open_:
        for name in graph.get(open_.pop(), set()) - known:
            known.add(name)
            open_.append(name)
    return known


def logic_of(
    questions: Sequence[QuestionDef], typed: "MultiDict[str, str]", *, lang: str, now: datetime
) -> Logic:
    """The logic over what was typed so far, whether or not it can be accepted."""
    answers: dict[str, object] = {}
    if typed and has_logic(questions):
        form = AnswerForm(questions, lang)
        form.fill(typed)
        answers = form.body()
    return Logic(questions, answers, lang=lang, now=now)


def whole_form(
    questions: Sequence[QuestionDef],
    typed: "MultiDict[str, str]",
    *,
    lang: str,
    now: datetime,
    order: int = 0,
    refused: Mapping[str, str] | None = None,
) -> LogicForm:
    """The form of all questions on one page."""
    logic = logic_of(questions, typed, lang=lang, now=now)
    return LogicForm(questions, logic, lang, order=order, refused=refused)


@dataclass(frozen=True)
class Finding:
    """What the logic says about one question, for a test run."""

    question: QuestionDef
    relevant: bool
    required: bool
    value: str


def findings_of(logic: Logic) -> tuple[Finding, ...]:
    """Every question that has logic, in order."""
    return tuple(
        Finding(q, logic.is_relevant(q.name), logic.asked(q).required, to_text(logic.value(q.name)))
        for q in logic.questions.values()
        if any(q.logic.get(what) for what in EXPRESSIONS)
    )
