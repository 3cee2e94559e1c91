"""The rows of the sheet "survey": groups as they were imported, and pages as groups."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from surveys.definition import QuestionDef, pages_of
from surveys.logic import RELEVANT
from surveys.naming import unused
from surveys.xlsform.lists import Lists
from surveys.xlsform.names import facts_of, parted
from surveys.xlsform.out_rows import question_rows, texts_of
from surveys.xlsform.settings import FACTS
from surveys.xlsform.types import END, FIELD_LIST, GROUP

Row = dict[str, str]
Group = Mapping[str, str]


def grouped(questions: Sequence[QuestionDef], lists: Lists) -> list[Row]:
    """All rows. Pages that no group of the original makes become groups of their own."""
    return _Writer(lists, {question.name for question in questions}).all(questions)


def _groups(question: QuestionDef) -> list[Group]:
    told = facts_of(question, FACTS).get("groups")
    return told if isinstance(told, list) else []


class _Writer:
    def __init__(self, lists: Lists, taken: set[str]) -> None:
        self.lists, self.taken = lists, taken

    def all(self, questions: Sequence[QuestionDef]) -> list[Row]:
        pages = pages_of(questions)
        return [row for page in self._joined(pages) for row in page]

    def _joined(self, pages: Sequence[Sequence[QuestionDef]]) -> list[list[Row]]:
        """Neighbouring pages that the original's groups make are written in one go: a group may span them."""
        made: list[list[Row]] = []
        plain = [not any("groups" in facts_of(q, FACTS) for q in page) for page in pages]
        place = 0
        for own, run in groupby(plain):
            count = len(list(run))
            span, place = pages[place : place + count], place + count
            if own and (len(pages) > 1 or pages[0][0].section_id):
                made += [self._page(page) for page in span]
            else:
                made.append(self._level([q for page in span for q in page], 0))
        return made

    def _page(self, page: Sequence[QuestionDef]) -> list[Row]:
        begin = {"type": GROUP, "name": self._free("halaman_1"), "appearance": FIELD_LIST}
        begin |= _title(page)
        return [begin, *self._level(page, 0), {"type": END}]

    def _free(self, name: str) -> str:
        stem = name.removesuffix("_1")
        free = name if name not in self.taken else unused(stem, self.taken | {stem}, joiner="_")
        self.taken.add(free)
        return free

    def _level(self, questions: Sequence[QuestionDef], depth: int) -> list[Row]:
        """The questions within `depth` groups, without the conditions that those groups say."""
        rows: list[Row] = []
        for name, run in groupby(questions, key=lambda q: _name_at(q, depth)):
            inside = list(run)
            if name:
                rows += self._group(inside, depth)
            else:
                rows += [row for question in inside for row in question_rows(question, self.lists)]
        return rows

    def _group(self, inside: Sequence[QuestionDef], depth: int) -> list[Row]:
        group = _groups(inside[0])[depth]
        condition = group.get(RELEVANT, "")
        rest = [parted(condition, question.logic.get(RELEVANT, "")) for question in inside]
        if None in rest:
            condition = ""  # somebody changed a question's own condition since
        else:
            inside = [_with(question, own or "") for question, own in zip(inside, rest, strict=True)]
        begin = {"type": GROUP, "name": self._free(group["name"]), RELEVANT: condition}
        begin["appearance"] = group.get("appearance", "")
        if not depth and begin["appearance"] == FIELD_LIST:
            begin |= _title(inside)
        if len(inside) > 1 and _is_heading(inside[0], depth):
            begin |= texts_of(inside[0])
            inside = inside[1:]
        return [begin, *self._level(inside, depth + 1), {"type": END}]


def _title(page: Sequence[QuestionDef]) -> Row:
    """The title of a page, which its first question bears that is shown."""
    first = next((question for question in page if question.section_id), None)
    return {"label_id": first.section_id, "label_en": first.section_en} if first else {}


def _name_at(question: QuestionDef, depth: int) -> str:
    groups = _groups(question)
    return str(groups[depth]["name"]) if depth < len(groups) else ""


def _is_heading(question: QuestionDef, depth: int) -> bool:
    """Whether it still is no more than the words above its group."""
    more = question.logic.get(RELEVANT) or question.help_id or question.help_en
    here = len(_groups(question)) == depth + 1
    return here and not more and question.kind == "note" and bool(facts_of(question, FACTS).get("heading"))


def _with(question: QuestionDef, relevant: str) -> QuestionDef:
    return replace(question, logic={**question.logic, RELEVANT: relevant})
