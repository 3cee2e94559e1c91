"""The rows of the sheet "survey" in their order: groups open and close around the questions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from core.errors import N_
from surveys.definition import Option, QuestionDef
from surveys.logic import RELEVANT, slots_in
from surveys.naming import RESERVED, unused
from surveys.questions import kind_of
from surveys.xlsform.matrix import MatrixRows
from surveys.xlsform.names import Renaming, joined, note_values
from surveys.xlsform.rows import (
    Asked,
    Refuse,
    check_columns,
    check_kind,
    check_name,
    check_texts,
    formula,
    read_question,
)
from surveys.xlsform.settings import FACTS
from surveys.xlsform.types import (
    END,
    FIELD_LIST,
    GROUP,
    GROUP_COLUMNS,
    TABLE_LIST,
    TYPES,
    read_type,
    refusal_of,
)

DEEPEST = 8


@dataclass
class _Group:
    row: int
    name: str
    relevant: str
    appearance: str
    first: int
    """How many questions there were when it began."""

    def facts(self) -> dict[str, str]:
        told = {"name": self.name, "relevant": self.relevant, "appearance": self.appearance}
        return {name: text for name, text in told.items() if text}


def _title(told: Mapping[str, str]) -> dict[str, str]:
    """What stands above a page; empty where nothing does."""
    texts = {lang: told.get(f"label_{lang}", "") for lang in ("id", "en")}
    return texts if texts["id"] else {}


@dataclass
class Assembly:
    """What the rows add up to. `say` takes the row, the field and the reason of a refusal."""

    lists: Mapping[str, Sequence[Option]]
    say: Callable[..., None]
    names: frozenset[str] = frozenset()
    """All names in the sheet."""
    refused: set[int] = field(default_factory=set)
    """The rows of which something was said."""
    made: list[QuestionDef] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    """The names that are taken, of questions, rows and groups, with the row of each."""
    renaming: Renaming = field(default_factory=Renaming)
    groups: list[_Group] = field(default_factory=list)
    matrix: MatrixRows | None = None
    page_due: bool = False
    section: Mapping[str, str] = field(default_factory=dict)
    """The title of the page that is due."""

    def row(self, number: int, told: Mapping[str, str]) -> None:
        """One row."""
        refuse, written = partial(self._refuse, number), read_type(told.get("type", ""))
        if not written.type:
            refuse("type", N_("Sel ini kosong."))
        elif written.type == GROUP:
            self._open(number, told, refuse)
        elif written.type == END:
            self._close(told, refuse)
        elif self.matrix is not None:
            self.matrix.add(told, self.rows, refuse)
            self._take_name(told.get("name", ""), number)
        elif written.type not in TYPES:
            refuse("type", refusal_of(written), type=told["type"][:60])
        else:
            self._question(number, read_question(told, written, self.lists, refuse), refuse)

    def finish(self) -> list[QuestionDef]:
        """After the last row; the names of answers become those that Rembuk gives them."""
        for group in self.groups:
            self.say(group.row, "type", N_("Kelompok ini tidak ditutup dengan end_group."))
        if self.matrix is not None:
            self.say(self.matrix.number, "type", N_("Kelompok ini tidak ditutup dengan end_group."))
        for question in self.made:
            note_values(self.renaming, question, importing=True)
        return [self._renamed(question) for question in self.made]

    def _refuse(self, number: int, field: str, message: str, /, **params: object) -> None:
        self.refused.add(number)
        self.say(number, field, message, **params)

    def _take_name(self, name: str, number: int) -> None:
        self.rows.setdefault(name, number)

    def _open(self, number: int, told: Mapping[str, str], refuse: Refuse) -> None:
        look = told.get("appearance", "")
        if self.matrix is not None:
            refuse("type", N_("Di dalam table-list tidak dapat ada kelompok lain."))
        elif look == TABLE_LIST:
            self.matrix = MatrixRows(number, told, refuse)
        else:
            if look not in {"", FIELD_LIST}:
                why = N_("Tampilan “%(look)s” belum didukung pada “%(type)s”. Yang didukung: %(offered)s.")
                offered = f"{FIELD_LIST}, {TABLE_LIST}"
                refuse("appearance", why, look=look[:40], type=GROUP, offered=offered)
            self._begin(number, told, refuse)

    def _begin(self, number: int, told: Mapping[str, str], refuse: Refuse) -> None:
        check_columns(told, GROUP_COLUMNS, refuse)
        check_texts(told, refuse, label=False)
        name, look = told.get("name", ""), told.get("appearance", "")
        check_name(name, self.rows, refuse)
        self._take_name(name, number)
        relevant = formula(told, "relevant", refuse)
        if len(self.groups) >= DEEPEST:
            refuse("type", N_("Kelompok bertingkat paling banyak %(max)d."), max=DEEPEST)
        self.groups.append(_Group(number, name, relevant, look, len(self.made)))
        self.page_due = self.page_due or look == FIELD_LIST
        if look == FIELD_LIST and len(self.groups) == 1 and not slots_in("".join(_title(told).values())):
            self.section = _title(told)
        elif told.get("label_id"):
            heading = self._heading(name, told)
            self._question(number, Asked(heading, {"heading": True}), refuse)
        if told.get("label_en") and not told.get("label_id"):
            refuse("label_id", N_("Teks dalam bahasa Indonesia kosong."))

    def _heading(self, name: str, told: Mapping[str, str]) -> QuestionDef:
        """The words above a group are a note here, under a name that no row has."""
        free = unused(f"judul_{name}"[:36], {*self.names, *self.rows, *RESERVED}, joiner="_")
        return QuestionDef(free, "note", label_id=told["label_id"], label_en=told.get("label_en", ""))

    def _close(self, told: Mapping[str, str], refuse: Refuse) -> None:
        check_columns(told, frozenset({"type", "name"}), refuse)
        if self.matrix is not None:
            matrix, self.matrix = self.matrix, None
            asked = matrix.finish(self.lists)
            for row in asked.question.rows:
                self.renaming.names[row.value] = f"{asked.question.name}.{row.value}"
            self._question(matrix.number, asked, matrix.refuse)
        elif self.groups:
            group = self.groups.pop()
            self.page_due = self.page_due or group.appearance == FIELD_LIST
            if len(self.made) == group.first:
                self.say(group.row, "type", N_("Kelompok ini kosong."))
            elif self.section:
                self.say(
                    group.row, "label_id", N_("Judul ini tidak tampil: kelompoknya tidak menanyakan apa pun.")
                )
            self.section = {}
        else:
            refuse("type", N_("Tidak ada kelompok yang ditutup di sini."))

    def _question(self, number: int, asked: Asked, refuse: Refuse) -> None:
        """In its place: within its groups, perhaps at the top of a page."""
        question = asked.question
        check_name(question.name, self.rows, refuse)
        self._take_name(question.name, number)
        relevant = question.logic.get(RELEVANT, "")
        for group in reversed(self.groups):
            relevant = joined(group.relevant, relevant)
        facts = {**asked.facts, "groups": [group.facts() for group in self.groups]}
        shown = kind_of(question).is_shown
        config = {**question.config, FACTS: facts}
        if shown and self.section:
            config["section"], self.section = dict(self.section), {}
        question = replace(
            question,
            logic={**question.logic, RELEVANT: relevant} if relevant else question.logic,
            config=config,
            starts_page=shown and self.page_due and any(kind_of(q).is_shown for q in self.made),
        )
        self.page_due = self.page_due and not shown
        if number not in self.refused:
            check_kind(question, kind_of(question).check, refuse)
        self.made.append(question)

    def _renamed(self, question: QuestionDef) -> QuestionDef:
        facts = dict(question.config[FACTS])  # type: ignore[call-overload]
        facts["groups"] = [
            group | ({"relevant": self.renaming.expression(group["relevant"])} if "relevant" in group else {})
            for group in facts["groups"]
        ]
        return self.renaming.question(replace(question, config={**question.config, FACTS: facts}))
