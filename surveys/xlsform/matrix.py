"""A group with the appearance "table-list": one matrix, whose rows are the select_one questions within it."""

from collections.abc import Mapping, Sequence

from core.errors import N_
from surveys.definition import Option, QuestionDef, option_list
from surveys.logic import CHOICE_FILTER, CONSTRAINT, MESSAGES, REQUIRED
from surveys.naming import write_options
from surveys.xlsform.rows import (
    Asked,
    Refuse,
    check_columns,
    check_name,
    check_texts,
    formula,
    read_required,
)
from surveys.xlsform.types import MATRIX_COLUMNS, ROW_COLUMNS, read_type

LONGEST_ROWS = 4000
_SHARED = ("type", "required", "constraint", "choice_filter", *MESSAGES)


class MatrixRows:
    """Collects the rows between the beginning and the end of one matrix."""

    def __init__(self, number: int, told: Mapping[str, str], refuse: Refuse) -> None:
        self.number, self.told, self.refuse = number, told, refuse
        self.first: dict[str, str] = {}
        self.rows: list[Option] = []
        check_columns(told, MATRIX_COLUMNS, refuse)
        check_texts(told, refuse)

    def add(self, told: Mapping[str, str], taken: Mapping[str, int], refuse: Refuse) -> None:
        """One row; whatever it says beside its words must be the same in all of them."""
        written = read_type(told.get("type", ""))
        if written.type != "select_one" or written.other:
            refuse("type", N_("Di dalam table-list hanya ada select_one tanpa or_other."))
        check_columns(told, ROW_COLUMNS | {"appearance"}, refuse)
        if told.get("appearance"):
            refuse("appearance", N_("Kolom ini tidak dipakai di dalam table-list."))
        check_name(told.get("name", ""), taken, refuse)
        check_texts(told, refuse)
        if any(set(told.get(name, "")) & {"|"} for name in ("label_id", "label_en")):
            refuse("label_id", N_("Tanda “|” dan baris baru tidak dapat dipakai pada pilihan."))
        shared = {name: told.get(name, "") for name in _SHARED}
        self.first = self.first or shared
        for name in _SHARED:
            if shared[name] != self.first[name]:
                refuse(
                    name,
                    N_("Harus sama di semua baris table-list: “%(first)s”."),
                    first=self.first[name][:80] or "–",
                )
        self.rows.append(Option(told.get("name", ""), told.get("label_id", ""), told.get("label_en", "")))

    def finish(self, lists: Mapping[str, Sequence[Option]]) -> Asked:
        """The matrix."""
        facts: dict[str, object] = {}
        required, condition = read_required(self.first, self.refuse, facts)
        name = read_type(self.first.get("type", "")).list_name
        options = tuple(lists.get(name, ()))
        if not self.rows:
            self.refuse("type", N_("Kelompok ini kosong."))
        elif not options:
            self.refuse("type", N_("Daftar “%(list)s” tidak ada di lembar “choices”."), list=name[:60])
        if len(write_options(tuple(self.rows))) > LONGEST_ROWS:
            self.refuse("type", N_("Baris matriks ini terlalu panjang seluruhnya."))
        facts["list"] = name
        logic = {
            "relevant": formula(self.told, "relevant", self.refuse),
            REQUIRED: condition,
            CONSTRAINT: formula(self.first, "constraint", self.refuse),
            CHOICE_FILTER: formula(self.first, "choice_filter", self.refuse),
            **{message: self.first.get(message, "") for message in MESSAGES},
        }
        question = QuestionDef(
            name=self.told.get("name", ""),
            kind="matrix",
            label_id=self.told.get("label_id", ""),
            label_en=self.told.get("label_en", ""),
            help_id=self.told.get("help_id", ""),
            help_en=self.told.get("help_en", ""),
            required=required,
            config={"options": option_list(options), "rows": option_list(self.rows)},
            logic={what: text for what, text in logic.items() if text},
        )
        return Asked(question, facts)
