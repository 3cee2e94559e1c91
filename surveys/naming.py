"""Short names made from words: addresses of surveys, columns of questions, values of options."""

import re
import unicodedata
from collections.abc import Container, Set

from core.errors import N_, Invalid
from surveys.definition import Option

QUESTION_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Fields of the answer form itself, and columns that imports and exports add.
RESERVED = frozenset({"csrf_token", "nonce", "version", "lang", "unit", "kode", "survei", "versi"})
_FIELDS = 4
_COLUMNS = re.compile(r"[^=,|]+=[^=,|]*(,[^=,|]+=[^=,|]*)*")


def words_of(text: str, *, joiner: str, longest: int) -> str:
    """Lower-case ASCII words of a text, cut at a word's end."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = ""
    for word in re.findall(r"[a-z0-9]+", plain):
        longer = f"{made}{joiner}{word}" if made else word
        if len(longer) > longest:
            break
        made = longer
    return made


def unused(wanted: str, taken: Container[str], *, joiner: str) -> str:
    """The name itself, or with the first number that is free."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}{joiner}{number}", number + 1
    return name


def question_name(wanted: str, *, label: str, taken: Set[str]) -> str:
    """The name the author gave, else one made from the label. Raises Invalid for a name that can't be used."""
    name = wanted.strip().lower()
    if not name:
        made = words_of(label, joiner="_", longest=30)
        return unused(made if QUESTION_NAME.fullmatch(made) else "pertanyaan", RESERVED | taken, joiner="_")
    if not QUESTION_NAME.fullmatch(name) or name in RESERVED:
        raise Invalid(
            N_("Nama kolom “%(name)s” tidak dapat dipakai: huruf kecil, angka, dan garis bawah saja."),
            name=name[:40],
        )
    if name in taken:
        raise Invalid(N_("Nama kolom “%(name)s” sudah dipakai pertanyaan lain."), name=name)
    return name


def read_options(text: str, *, numbered: bool = False, joiner: str = "-") -> list[Option]:
    """Options written one per line: "nilai | teks Indonesia | English", "nilai | teks" or just the text.

    A fourth part holds columns for choice filters: "… | kecamatan=timur, jenis=rt".
    `numbered` gives options without a value their place as value (scales), else a word from the text.
    """
    options: list[Option] = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.split("|", _FIELDS - 1)]
        if not any(parts):
            continue
        value, label = (parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])
        if not value:
            made = str(len(options) + 1) if numbered else words_of(label, joiner=joiner, longest=36)
            value = unused(made or "pilihan", {o.value for o in options}, joiner=joiner)
        english, columns = (*parts[2:], "", "")[:2]
        if columns and not _COLUMNS.fullmatch(columns):
            english, columns = f"{english} | {columns}", ""  # a bar in the words themselves
        options.append(Option(value, label or value, english, _columns(columns)))
    return options


def _columns(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(","))
    return {name.strip(): word.strip() for name, sign, word in pairs if sign and name.strip()}


def write_options(options: tuple[Option, ...]) -> str:
    """The text `read_options` reads back to the same options."""
    lines = []
    for o in options:
        columns = ", ".join(f"{name}={word}" for name, word in o.columns.items())
        parts = [o.value, o.label_id, o.label_en, columns]
        while not parts[-1] and len(parts) > 2:  # noqa: PLR2004  value and words are always there
            parts.pop()
        lines.append(" | ".join(parts))
    return "\n".join(lines)
