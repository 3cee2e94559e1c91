"""The types of XLSForm: which kind of question each is, with which appearance, and why the others are refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.errors import N_

GROUP, END, TABLE_LIST, FIELD_LIST = "begin_group", "end_group", "table-list", "field-list"
_TEXTS = frozenset({"type", "name", "label_id", "label_en", "help_id", "help_en", "relevant", "appearance",
                    "required"})  # fmt: skip
_JUDGED = _TEXTS | {"constraint", "constraint_message_id", "constraint_message_en"}
_LISTED = _JUDGED | {"choice_filter"}
_CHOSEN = _LISTED | {"parameters"}


@dataclass(frozen=True)
class Type:
    """One type: the kind without and with an appearance, and the columns that say something about it."""

    kind: str
    columns: frozenset[str] = _JUDGED
    appearances: Mapping[str, str] = field(default_factory=dict)


TYPES = {
    "text": Type("text", appearances={"multiline": "longtext"}),
    "integer": Type("integer"),
    "decimal": Type("number"),
    "date": Type("date"),
    "time": Type("time"),
    "acknowledge": Type("consent"),
    "image": Type("image", _TEXTS),
    "note": Type("note", _TEXTS),
    "calculate": Type("calculated", (_TEXTS | {"calculation"})),
    "select_one": Type("single", _CHOSEN, {"minimal": "dropdown", "likert": "scale"}),
    "select_multiple": Type("multiple", _CHOSEN),
    "rank": Type("ranking", _CHOSEN | {"rembuk_top"}),
}
WITH_LIST = frozenset({"select_one", "select_multiple", "rank"})
GROUP_COLUMNS = frozenset({"type", "name", "label_id", "label_en", "relevant", "appearance"})
MATRIX_COLUMNS = GROUP_COLUMNS | {"help_id", "help_en"}
ROW_COLUMNS = frozenset(
    {"type", "name", "label_id", "label_en", "required", "constraint", "constraint_message_id",
     "constraint_message_en", "choice_filter"}
)  # fmt: skip
_ALIASES = {
    "string": "text", "int": "integer", "photo": "image", "begin group": GROUP, "end group": END,
}  # fmt: skip
_SELECT = re.compile(
    r"(?P<type>select[ _]one|select1|select[ _]multiple|select all that apply|(?:odk:)?rank)"
    r"(?: from)? (?P<list>[^\s]+)(?P<other> or[ _]other)?"
)
_SELECTS = {"select1": "select_one", "select_all_that_apply": "select_multiple", "odk:rank": "rank"}

_REPEAT = N_("Kelompok berulang (repeat) belum didukung.")
_PLACE = N_("Titik, garis, dan bidang di peta belum didukung.")
_FILE = N_("Suara, video, coretan, dan berkas sebagai jawaban belum didukung.")
_CLOCK = N_(
    "Data yang diambil sendiri oleh aplikasi (jam, perangkat, pengguna) tidak disimpan: jawaban anonim."
)
_EXTERNAL = N_("Pilihan dari berkas lain belum didukung. Tulis pilihannya di lembar “choices”.")
REASONS = {
    **dict.fromkeys(("begin repeat", "begin_repeat", "end repeat", "end_repeat"), _REPEAT),
    **dict.fromkeys(("geopoint", "geotrace", "geoshape", "start-geopoint", "gps", "location"), _PLACE),
    **dict.fromkeys(
        ("audio", "video", "file", "background-audio", "annotate", "draw", "signature"), _FILE
    ),
    **dict.fromkeys(
        ("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email",
         "audit", "imei"), _CLOCK,
    ),
    **dict.fromkeys(
        ("select_one_from_file", "select_multiple_from_file", "select_one_external", "csv-external",
         "xml-external"), _EXTERNAL,
    ),
    "datetime": N_("Tanggal dan jam sekaligus belum didukung. Tanyakan “date” dan “time” sendiri-sendiri."),
    "range": N_("Penggeser angka (range) belum didukung. Pakai “integer” dengan syarat."),
    "trigger": N_("Jenis “trigger” belum didukung. Pakai “acknowledge”."),
    "barcode": N_("Kode batang belum didukung."),
    "hidden": N_("Isian tersembunyi belum didukung. Pakai “calculate”."),
}  # fmt: skip
UNKNOWN = N_("Jenis “%(type)s” tidak dikenal.")
NO_LIST = N_("Jenis “%(type)s” memerlukan nama daftar pilihan, misalnya: select_one ya_tidak.")


@dataclass(frozen=True)
class Written:
    """A cell of the column "type", taken apart."""

    type: str
    list_name: str = ""
    other: bool = False


def read_type(text: str) -> Written:
    """What a cell says; a type that is not in TYPES is told as it was written."""
    plain = " ".join(text.split())
    found = _SELECT.fullmatch(plain)
    if found:
        word = found["type"].replace(" ", "_")
        return Written(_SELECTS.get(word, word), found["list"], bool(found["other"]))
    return Written(_ALIASES.get(plain.lower(), plain.lower()))


def refusal_of(written: Written) -> str:
    """Why a type that is not in TYPES cannot be taken over."""
    if written.type in TYPES or written.type.split(" ")[0] in WITH_LIST:
        return NO_LIST
    return REASONS.get(written.type) or REASONS.get(written.type.split(" ")[0], UNKNOWN)
