"""Whether anybody can get to a question: tried with the answers that its expressions tell apart.

A search and no proof, so what comes of it warns and never stops. For every question that an expression
reads, the answers are tried that could make a difference: its options, the texts and numbers that the
expressions name with their neighbours, its limits, and none.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice, product
from random import Random

from surveys.definition import QuestionDef
from surveys.expressions import Tree, nodes_of
from surveys.logic import (
    CALCULATED,
    CONSTRAINT,
    EXPRESSIONS,
    RELEVANT,
    THERE,
    Logic,
    base_of,
    depends_on,
    tree_of,
)
from surveys.questions import answerable, kind_of
from surveys.questions.number import limit_of

_TRIES = 400
_NOW = datetime(2027, 1, 4, 8)


def unreachable(questions: Sequence[QuestionDef]) -> list[QuestionDef]:
    """The questions that no try opened."""
    closed = {question.name for question in questions if tree_of(question, RELEVANT) is not None}
    graph, candidates = depends_on(questions), _candidates(questions)
    for name in sorted(closed):
        for answers in _tries(_reads(name, graph), candidates):
            if Logic(questions, answers, lang="id", now=_NOW).is_relevant(name):
                closed.discard(name)
                break
    return [question for question in questions if question.name in closed]


def unanswerable(questions: Sequence[QuestionDef]) -> list[QuestionDef]:
    """The questions whose constraint let no try through."""
    graph, candidates = depends_on(questions), _candidates(questions)
    found = []
    for question in questions:
        if tree_of(question, CONSTRAINT) is None:
            continue
        own = [name for name in candidates if base_of(name) == question.name]
        tries = _tries(_reads(question.name, graph) | {question.name}, candidates)
        fits = any(
            Logic(questions, answers, lang="id", now=_NOW).fits(question, answers[name])
            for answers in tries
            for name in own
            if answers.get(name) is not None
        )
        if not fits:
            found.append(question)
    return found


def impossible_options(questions: Sequence[QuestionDef]) -> list[tuple[QuestionDef, str, QuestionDef]]:
    """Comparisons with an option that the other question does not offer: (question, value, other)."""
    parts = {part.name: part for part in answerable(questions) if part.options}
    found = []
    for question in questions:
        for what in EXPRESSIONS:
            for name, value in _compared(tree_of(question, what)):
                if name in parts and value and value not in {o.value for o in parts[name].options}:
                    found.append((question, value, parts[name]))
    return found


def _compared(tree: Tree) -> Iterator[tuple[str, str]]:
    """(question, text) of `${q} = 'x'` and of `selected(${q}, 'x')`."""
    for node in nodes_of(tree):
        sides = node[1:] if node[0] in {"=", "!="} else node[2:] if node[:2] == ["fn", "selected"] else []
        answers = [side[1] for side in sides if isinstance(side, list) and side[0] == "$"]
        texts = [side for side in sides if isinstance(side, str)]
        if len(answers) == 1 and len(texts) == 1:
            yield answers[0], texts[0]


def _reads(name: str, graph: Mapping[str, set[str]]) -> set[str]:
    """Everything a question hangs on, near and far."""
    found, open_ = set(graph.get(name, set())), list(graph.get(name, set()))
    while open_:
        for other in graph.get(open_.pop(), set()) - found:
            found.add(other)
            open_.append(other)
    return found


def _tries(names: set[str], candidates: Mapping[str, list[object]]) -> Iterator[dict[str, object]]:
    """All combinations where they are few, else a sample of them, the same each time."""
    read = sorted(part for part in candidates if base_of(part) in names)
    size = 1
    for name in read:
        size *= len(candidates[name])
    if size <= _TRIES:
        yield from (
            dict(zip(read, values, strict=True)) for values in product(*(candidates[n] for n in read))
        )
        return
    chance = Random(size)  # noqa: S311  no secret
    yield from islice(
        ({name: chance.choice(candidates[name]) for name in read} for _ in iter(int, 1)), _TRIES
    )


def _candidates(questions: Sequence[QuestionDef]) -> dict[str, list[object]]:
    literals = [
        literal
        for question in questions
        for what in EXPRESSIONS
        for literal in _literals(tree_of(question, what))
    ]
    numbers = {float(one) + step for one in literals if isinstance(one, float) for step in (-1, 0, 1)} | {0.0}
    texts = [one for one in literals if isinstance(one, str)]
    found: dict[str, list[object]] = {}
    for part in answerable(questions):
        if part.kind != CALCULATED:
            found[part.name] = [*_values_of(part, numbers, texts), None]
    return found


def _values_of(part: QuestionDef, numbers: set[float], texts: Sequence[str]) -> list[object]:
    if kind_of(part).is_picture:
        return [THERE]
    values = [option.value for option in part.options]
    if part.kind == "multiple":
        return [*([value] for value in values), values]
    if values:
        return list(values)
    if kind_of(part).is_number:
        low, high = (limit_of(part, name) for name in ("min", "max"))
        ends = {float(limit) for limit in (low, high) if limit is not None}
        within = {n for n in numbers | ends if (low is None or n >= low) and (high is None or n <= high)}
        return [*sorted(within)]
    return [*dict.fromkeys(texts), "kata", "2027-01-04"]


def _literals(tree: Tree) -> Iterator[float | str]:
    if isinstance(tree, int | float | str):
        yield tree
    for node in nodes_of(tree):
        for part in node[1:] if node[0] not in {"$", "@", "fn"} else node[2:] if node[0] == "fn" else []:
            if isinstance(part, int | float | str):
                yield part
