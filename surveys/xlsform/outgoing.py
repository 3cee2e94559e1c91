"""Questions under the names that XLSForm tools know them by."""

import re
from collections.abc import Sequence
from dataclasses import replace

from core.errors import N_, Invalid
from surveys.definition import Option, QuestionDef, option_list
from surveys.logic import CONSTRAINT, slots_in
from surveys.naming import QUESTION_NAME, unused
from surveys.xlsform.names import Renaming, facts_of, note_values
from surveys.xlsform.out_rows import texts_of
from surveys.xlsform.settings import FACTS

_LISTED = frozenset({"multiple", "ranking", "single", "dropdown", "scale", "matrix"})


def outgoing(questions: Sequence[QuestionDef]) -> list[QuestionDef]:
    """Every answer by a name of its own, limits as a constraint. Raises Invalid for values with spaces."""
    renaming = Renaming()
    taken = {question.name for question in questions}
    named = [_with_rows(question, taken, renaming) for question in questions]
    for question in named:
        note_values(renaming, question, importing=False)
        _check_values(question)
    made = [renaming.question(_facts_renamed(_limited(question), renaming)) for question in named]
    for question in made:
        _check_references(question)
    return made


def _with_rows(question: QuestionDef, taken: set[str], renaming: Renaming) -> QuestionDef:
    """The rows of a matrix are questions there: each needs a name that nothing else has."""
    if question.kind != "matrix":
        return question
    rows = []
    for row in question.rows:
        free = QUESTION_NAME.fullmatch(row.value) and row.value not in taken
        name = row.value if free else unused(f"{question.name[:20]}_{row.value[:16]}", taken, joiner="_")
        taken.add(name)
        renaming.names[f"{question.name}.{row.value}"] = name
        rows.append(Option(name, row.label_id, row.label_en))
    return replace(question, config={**question.config, "rows": option_list(rows)})


def _limited(question: QuestionDef) -> QuestionDef:
    """The smallest and the largest number as XLSForm says it."""
    limits = [
        f". {sign} {question.config[name]}"
        for name, sign in (("min", ">="), ("max", "<="))
        if question.config.get(name) is not None
    ]
    if not limits:
        return question
    own = question.logic.get(CONSTRAINT, "")
    both = " and ".join([*([f"({own})"] if own else []), *limits])
    return replace(question, logic={**question.logic, CONSTRAINT: both})


def _facts_renamed(question: QuestionDef, renaming: Renaming) -> QuestionDef:
    """The conditions of groups are compared with those of their questions: both in the same words."""
    facts = dict(facts_of(question, FACTS))
    groups = facts.get("groups")
    if not isinstance(groups, list):
        return question
    facts["groups"] = [
        {name: renaming.expression(text) if name == "relevant" else text for name, text in group.items()}
        for group in groups
    ]
    return replace(question, config={**question.config, FACTS: facts})


def _check_references(question: QuestionDef) -> None:
    """What was written beside "Lainnya", or put at one rank, has no name in XLSForm."""
    for text in (*texts_of(question).values(), *question.logic.values()):
        for name in slots_in(text):
            if "." in name:
                raise Invalid(
                    N_("XLSForm tidak mengenal “${%(name)s}”, yang dibaca “%(label)s”. Hapus dahulu."),
                    name=name[:80],
                    label=question.label_id,
                )


def _check_values(question: QuestionDef) -> None:
    for option in question.written_options if question.kind in _LISTED else ():
        if re.search(r"\s", option.value):
            raise Invalid(
                N_(
                    "XLSForm tidak mengenal spasi dalam nilai: “%(value)s” pada “%(label)s”. Ubah nilainya dahulu."
                ),
                value=option.value[:40],
                label=question.label_id,
            )
