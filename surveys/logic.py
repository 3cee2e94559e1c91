"""What the expressions of a questionnaire decide, over what was answered so far.

Nothing is stored here. An answer to a question that is not relevant counts as none, so that what hangs
on it closes too; publishing refuses circles, and one in an old version is cut where it is met.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property, lru_cache

from surveys.definition import QuestionDef, option_list
from surveys.expressions import (
    Context,
    ExpressionError,
    Tree,
    Value,
    evaluate,
    names_in,
    nodes_of,
    parse,
    to_bool,
    to_text,
)
from surveys.questions import kind_of

RELEVANT, REQUIRED, CONSTRAINT = "relevant", "required", "constraint"
CALCULATION, CHOICE_FILTER = "calculation", "choice_filter"
EXPRESSIONS = (RELEVANT, REQUIRED, CONSTRAINT, CALCULATION, CHOICE_FILTER)
MESSAGES = ("constraint_message_id", "constraint_message_en")
CALCULATED = "calculated"
_SLOT = re.compile(r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}", re.ASCII)
_EMPTY = "…"
THERE = "ya"
"""What expressions read of a question that is answered with a picture."""


@lru_cache(maxsize=2048)
def _parsed(text: str) -> Tree:
    try:
        return parse(text) if text.strip() else None
    except ExpressionError:
        return None  # only a draft holds one; its author is told where it is checked


def tree_of(question: QuestionDef, what: str) -> Tree:
    """The tree of one of a question's expressions; None where there is none."""
    return _parsed(str(question.logic.get(what, "")))


def slots_in(text: str) -> tuple[str, ...]:
    """The questions whose answers a text repeats."""
    return tuple(_SLOT.findall(text))


def fill_slots(text: str, said: Callable[[str], str]) -> str:
    """The text with something in the place of each answer that it repeats."""
    return _SLOT.sub(lambda found: said(found[1]), text)


def base_of(name: str) -> str:
    """The question of a part such as a row of a matrix."""
    return name.split(".", 1)[0]


def has_logic(questions: Sequence[QuestionDef]) -> bool:
    """Whether anything depends on answers at all."""
    return any(
        any(question.logic.get(what) for what in EXPRESSIONS)
        or slots_in(f"{question.label_id}{question.label_en}{question.help_id}{question.help_en}")
        for question in questions
    )


def for_everybody(question: QuestionDef) -> QuestionDef:
    """The question as results and downloads name it, where no one answer can be repeated."""
    texts = (question.label_id, question.label_en, question.help_id, question.help_en)
    if not slots_in("".join(texts)):
        return question
    label_id, label_en, help_id, help_en = (_SLOT.sub(_EMPTY, text) for text in texts)
    return replace(question, label_id=label_id, label_en=label_en, help_id=help_id, help_en=help_en)


def as_value(stored: object) -> Value:
    """A stored answer as expressions see it."""
    if isinstance(stored, bool) or stored is None:
        return "" if stored is None else stored
    if isinstance(stored, int | float):
        return float(stored)
    return [str(one) for one in stored] if isinstance(stored, list) else str(stored)


class _Answers(Mapping[str, Value]):
    """What expressions read; an answer is looked up when it is needed."""

    def __init__(self, logic: "Logic") -> None:
        self._logic = logic

    def __getitem__(self, name: str) -> Value:
        return self._logic.value(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._logic.questions)

    def __len__(self) -> int:
        return len(self._logic.questions)


class Logic:
    """`answers` as a body holds them, those that are not relevant too; `now` in the office's time."""

    def __init__(
        self, questions: Sequence[QuestionDef], answers: Mapping[str, object], *, lang: str, now: datetime
    ) -> None:
        self.questions = {question.name: question for question in questions}
        self._given, self._lang = answers, lang
        self._relevant: dict[str, bool] = {}
        self._calculated: dict[str, Value] = {}
        self._context = Context(
            _Answers(self),
            labels=self._labels,
            today=now.date().isoformat(),
            now=now.replace(tzinfo=None).isoformat("T", "minutes"),
        )

    @property
    def today(self) -> str:
        return self._context.today

    @property
    def now(self) -> str:
        return self._context.now

    def labels_of(self, trees: Iterable[Tree]) -> dict[str, dict[str, str]]:
        """The words of options, of the questions whose words these trees ask for."""
        calls = [node for tree in trees for node in nodes_of(tree) if node[:2] == ["fn", "jr:choice-name"]]
        asked = {names.strip("${} ") for call in calls for names in call[3:] if isinstance(names, str)}
        return {name: self._labels[name] for name in sorted(asked & self._labels.keys())}

    def is_relevant(self, name: str) -> bool:
        """Whether a question is asked."""
        if name not in self._relevant:
            self._relevant[name] = True  # where a circle comes back to it
            tree = tree_of(self.questions[name], RELEVANT)
            self._relevant[name] = tree is None or to_bool(evaluate(tree, self._context))
        return self._relevant[name]

    def value(self, name: str) -> Value:
        """What a question or a part of one was answered; "" without an answer and where it is not asked."""
        base = base_of(name)
        if base not in self.questions or not self.is_relevant(base):
            return ""
        if self.questions[base].kind == CALCULATED:
            return self._compute(base)
        return self._seen(base, self._given.get(name))

    def _seen(self, base: str, stored: object) -> Value:
        """Of a picture no more than that there is one; its fingerprint is nobody's business."""
        if kind_of(self.questions[base]).is_picture:
            return THERE if stored else ""
        return as_value(stored)

    def _compute(self, name: str) -> Value:
        if name not in self._calculated:
            self._calculated[name] = ""
            tree = tree_of(self.questions[name], CALCULATION)
            self._calculated[name] = "" if tree is None else evaluate(tree, self._context)
        return self._calculated[name]

    def calculated(self) -> dict[str, object]:
        """What is stored of the calculated questions: numbers, else texts; what came to nothing is absent."""
        found: dict[str, object] = {}
        for name, question in self.questions.items():
            value = self.value(name) if question.kind == CALCULATED else ""
            if isinstance(value, float):
                if math.isfinite(value):
                    found[name] = int(value) if value == int(value) else value
            elif to_text(value):
                found[name] = to_text(value)
        return found

    def asked(self, question: QuestionDef) -> QuestionDef:
        """The question as it stands now: its words filled in, its options chosen, required or not."""
        made = replace(
            question,
            label_id=self.fill(question.label_id),
            label_en=self.fill(question.label_en),
            help_id=self.fill(question.help_id),
            help_en=self.fill(question.help_en),
            required=question.required or self._says(question, REQUIRED),
        )
        tree = tree_of(question, CHOICE_FILTER)
        if tree is None:
            return made
        options = [
            option
            for option in question.written_options
            if to_bool(evaluate(tree, replace(self._context, option=option.columns)))
        ]
        return replace(made, config={**question.config, "options": option_list(options)})

    def _says(self, question: QuestionDef, what: str) -> bool:
        tree = tree_of(question, what)
        return tree is not None and to_bool(evaluate(tree, self._context))

    def fits(self, question: QuestionDef, value: object) -> bool:
        """Whether an answer that was given keeps the question's constraint."""
        tree = tree_of(question, CONSTRAINT)
        return tree is None or to_bool(
            evaluate(tree, replace(self._context, own=self._seen(question.name, value)))
        )

    def fill(self, text: str) -> str:
        """A text with the answers it repeats: options by their words, nothing yet as an ellipsis."""
        return _SLOT.sub(lambda slot: self._spoken(slot[1]), text)

    def _spoken(self, name: str) -> str:
        value, words = self.value(name), self._labels.get(name, {})
        said = [words.get(one, one) for one in value] if isinstance(value, list) else [to_text(value)]
        return ", ".join(words.get(one, one) for one in said) or _EMPTY

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        return {
            name: {option.value: option.label(self._lang) for option in question.options}
            for name, question in self.questions.items()
        }


def depends_on(questions: Sequence[QuestionDef], what: Sequence[str] = EXPRESSIONS) -> dict[str, set[str]]:
    """For each question the questions that its expressions read, parts counted as their question."""
    return {
        question.name: {base_of(name) for key in what for name in names_in(tree_of(question, key) or 0.0)}
        for question in questions
    }
