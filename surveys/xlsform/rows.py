"""One row of the sheet "survey" as a question, without its place among the others."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from core.errors import N_, Invalid
from surveys.definition import OTHER, Option, QuestionDef, option_list
from surveys.expressions import ExpressionError, parse
from surveys.logic import CALCULATION, CHOICE_FILTER, CONSTRAINT, RELEVANT, REQUIRED
from surveys.naming import QUESTION_NAME, RESERVED, write_options
from surveys.xlsform.names import XLS_OTHER
from surveys.xlsform.types import NO_LIST, TYPES, WITH_LIST, Type, Written

LONGEST_TEXT, LONGEST_LIST = 300, 8000
TEXTS = ("label_id", "label_en", "help_id", "help_en", "constraint_message_id", "constraint_message_en")
FORMULAS = {
    "relevant": RELEVANT,
    "constraint": CONSTRAINT,
    "calculation": CALCULATION,
    "choice_filter": CHOICE_FILTER,
}
_YES = frozenset({"yes", "true", "true()", "ya"})
_NO = frozenset({"no", "false", "false()", "tidak"})
_SETTING = re.compile(r"([A-Za-z_-]+)\s*=\s*([^\s,;]+)")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})

# Says that something in the row is refused: the field and why.
Refuse = Callable[..., None]


@dataclass
class Asked:
    """What was made of a row; `facts` is what only the XLSForm says."""

    question: QuestionDef
    facts: dict[str, object] = field(default_factory=dict)


def check_columns(told: Mapping[str, str], allowed: frozenset[str], refuse: Refuse) -> None:
    """Refuse the filled cells that mean nothing to this type."""
    for name in told:
        if name not in allowed and not (name == "required" and told[name].lower() in _NO):
            refuse(name, N_("Kolom ini tidak dipakai pada jenis “%(type)s”."), type=told.get("type", "")[:40])


def check_name(name: str, taken: Mapping[str, int], refuse: Refuse) -> None:
    """A name of a question: as Rembuk's columns are named, and nobody else's."""
    if not name:
        refuse("name", N_("Sel ini kosong."))
    elif name in taken:
        refuse("name", N_("Nama “%(name)s” sudah dipakai di baris %(row)d."), name=name, row=taken[name])
    elif not QUESTION_NAME.fullmatch(name) or name in RESERVED:
        refuse(
            "name",
            N_(
                "Nama “%(name)s” tidak dapat dipakai: huruf kecil, angka, dan garis bawah saja,"
                " paling banyak 40, dimulai dengan huruf."
            ),
            name=name[:60],
        )


def check_texts(told: Mapping[str, str], refuse: Refuse, *, label: bool = True) -> None:
    """Labels, hints and messages: one line, in Indonesian at least."""
    if label and not told.get("label_id"):
        refuse("label_id", N_("Teks dalam bahasa Indonesia kosong."))
    for name in TEXTS:
        text = told.get(name, "")
        if len(text) > LONGEST_TEXT:
            refuse(name, N_("Terlalu panjang: paling banyak %(max)d huruf."), max=LONGEST_TEXT)
        if "\n" in text or "\r" in text:
            refuse(name, N_("Baris baru di dalam teks belum didukung. Bagi menjadi beberapa “note”."))


def formula(told: Mapping[str, str], name: str, refuse: Refuse) -> str:
    """An expression, refused where it cannot be read. Quotes that a spreadsheet made round become straight."""
    text = told.get(name, "").translate(_QUOTES)
    if text:
        try:
            parse(text)
        except ExpressionError as error:
            refuse(name, error.message, **error.params)
    return text


def read_required(told: Mapping[str, str], refuse: Refuse, facts: dict[str, object]) -> tuple[bool, str]:
    """Always required, or by an expression; an explicit "no" is kept in mind."""
    word = told.get("required", "").lower()
    if word in _YES or not word:
        return bool(word), ""
    if word in _NO:
        facts["required"] = "no"
        return False, ""
    return False, formula(told, "required", refuse)


def read_question(
    told: Mapping[str, str], written: Written, lists: Mapping[str, Sequence[Option]], refuse: Refuse
) -> Asked:
    """The question of a row whose type is known."""
    known, facts = TYPES[written.type], dict[str, object]()
    check_columns(told, known.columns, refuse)
    check_texts(told, refuse, label=written.type != "calculate")
    config = _options(written, lists, refuse, facts) if written.type in WITH_LIST else {}
    if told.get("parameters"):
        config |= _shuffled(told, refuse)
    if written.type == "rank":
        config["top"] = _top(told, len(lists.get(written.list_name, ())), refuse)
    required, condition = read_required(told, refuse, facts)
    logic = {what: formula(told, name, refuse) for name, what in FORMULAS.items() if name in known.columns}
    logic |= {REQUIRED: condition} | {
        name: told.get(name, "") for name in TEXTS if name.startswith("constraint")
    }
    if written.type == "calculate" and not logic.get(CALCULATION):
        refuse("calculation", N_("Rumus kosong."))
    question = QuestionDef(
        name=told.get("name", ""),
        kind=_kind(known, told, written, refuse),
        label_id=told.get("label_id") or told.get("name", ""),
        label_en=told.get("label_en", ""),
        help_id=told.get("help_id", ""),
        help_en=told.get("help_en", ""),
        required=required and "constraint" in known.columns,
        config=config,
        logic={what: text for what, text in logic.items() if text},
    )
    if (required or condition) and "constraint" not in known.columns:
        refuse("required", N_("Kolom ini tidak dipakai pada jenis “%(type)s”."), type=written.type)
    return Asked(question, facts)


def _kind(known: Type, told: Mapping[str, str], written: Written, refuse: Refuse) -> str:
    look = told.get("appearance", "")
    if look and look not in known.appearances:
        offered = ", ".join(known.appearances) or "–"
        why = N_("Tampilan “%(look)s” belum didukung pada “%(type)s”. Yang didukung: %(offered)s.")
        refuse("appearance", why, look=look[:40], type=written.type, offered=offered)
    if look and written.other and known.appearances.get(look) == "scale":
        refuse("appearance", N_("Skala tidak dapat memakai or_other."))
    return known.appearances.get(look, known.kind)


def _options(
    written: Written, lists: Mapping[str, Sequence[Option]], refuse: Refuse, facts: dict[str, object]
) -> dict[str, object]:
    """The list of a choice, and whether one's own words may be added."""
    if not written.list_name:
        refuse("type", NO_LIST, type=written.type)
    options = tuple(lists.get(written.list_name, ()))
    if not options:
        refuse("type", N_("Daftar “%(list)s” tidak ada di lembar “choices”."), list=written.list_name[:60])
    if len(write_options(options)) > LONGEST_LIST:
        why = N_("Daftar “%(list)s” terlalu panjang: seluruhnya paling banyak %(max)d huruf.")
        refuse("type", why, list=written.list_name[:60], max=LONGEST_LIST)
    facts["list"] = written.list_name
    if written.other and (written.type == "rank" or {o.value for o in options} & {OTHER, XLS_OTHER}):
        refuse("type", N_("or_other tidak dapat dipakai di sini: jenisnya peringkat, atau “lain” sudah ada."))
    return {"options": option_list(options)} | ({"other": True} if written.other else {})


def _shuffled(told: Mapping[str, str], refuse: Refuse) -> dict[str, object]:
    """`randomize` and nothing else. The order is recorded by its number, so a seed of one's own means nothing."""
    given = dict(_SETTING.findall(told["parameters"]))
    word = given.pop("randomize", "").lower()
    if given or _SETTING.sub("", told["parameters"]).strip(" ,;") or word not in {"true", "false"}:
        refuse("parameters", N_("Yang didukung hanya randomize=true. Hapus pengaturan yang lain."))
    if told.get("appearance"):
        refuse("parameters", N_("Daftar dan skala tidak diacak. Kosongkan kolom ini, atau “appearance”."))
    return {"shuffled": True} if word == "true" else {}


def _top(told: Mapping[str, str], count: int, refuse: Refuse) -> int:
    """XLSForm ranks everything: with the last but one the whole order is known."""
    text = told.get("rembuk_top", "")
    if not text:
        return max(1, count - 1)
    if not text.isdecimal() or not text.isascii() or not 1 <= int(text[:4]) < count:
        refuse("rembuk_top", N_("Isi angka yang lebih kecil daripada banyaknya pilihan."))
        return 1
    return int(text)


def check_kind(question: QuestionDef, check: Callable[[QuestionDef], None], refuse: Refuse) -> None:
    """What the kind itself demands."""
    try:
        check(question)
    except Invalid as wrong:
        refuse("type", wrong.message, **wrong.params)
