"""Headings of the three sheets: which are known, in which language, and why the others are refused."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.errors import N_
from surveys.xlsform.cells import CHOICES, SETTINGS, SURVEY, Refusal, Sheet

TRANSLATED = {
    SURVEY: {"label": "label", "hint": "help", "constraint_message": "constraint_message"},
    CHOICES: {"label": "label"},
    SETTINGS: {},
}
"""The texts that have a language, with the field they are read into."""
KNOWN = {
    SURVEY: frozenset(
        {"type", "name", "required", "relevant", "constraint", "calculation", "choice_filter", "appearance",
         "parameters", "rembuk_top"}
    ),
    CHOICES: frozenset({"list_name", "name"}),
    SETTINGS: frozenset({"form_title", "form_id", "version", "default_language", "style"}),
}  # fmt: skip
_ALIASES = {
    SURVEY: {"relevance": "relevant", "calculate": "calculation", "caption": "label"},
    CHOICES: {"value": "name", "list": "list_name"},
    SETTINGS: {"title": "form_title", "id_string": "form_id"},
}
_REASONS = {
    "default": N_("Jawaban yang sudah terisi (default) belum didukung."),
    "media": N_("Gambar, suara, dan video pada pertanyaan belum didukung."),
    "image": N_("Gambar, suara, dan video pada pertanyaan belum didukung."),
    "audio": N_("Gambar, suara, dan video pada pertanyaan belum didukung."),
    "big-image": N_("Gambar, suara, dan video pada pertanyaan belum didukung."),
    "video": N_("Gambar, suara, dan video pada pertanyaan belum didukung."),
    "repeat_count": N_("Kelompok berulang (repeat) belum didukung."),
    "read_only": N_("Pertanyaan yang hanya dibaca belum didukung. Pakai jenis “note”."),
    "readonly": N_("Pertanyaan yang hanya dibaca belum didukung. Pakai jenis “note”."),
    "trigger": N_("Rumus dengan pemicu (trigger) belum didukung."),
    "guidance_hint": N_("Petunjuk untuk pewawancara (guidance_hint) belum didukung. Pindahkan ke “hint”."),
    "required_message": N_("Pesan wajib diisi tidak dapat diubah. Kosongkan kolom ini."),
    "instance_name": N_("Jawaban anonim tidak diberi nama. Kosongkan kolom ini."),
}
_UNKNOWN = N_("Kolom “%(column)s” tidak dikenal. Hapus kolom itu, atau kosongkan isinya.")
_LANGUAGE = N_("Bahasa “%(language)s” belum didukung: hanya Bahasa Indonesia (id) dan English (en).")
_TWICE = N_("Kolom “%(column)s” berisi hal yang sama dengan kolom “%(other)s”.")
_CODE = re.compile(r".*\(\s*([A-Za-z]{2,3})(?:-\w+)?\s*\)")
_LANGUAGES = {
    **dict.fromkeys(("id", "ind", "indonesia", "indonesian", "bahasa indonesia", "default"), "id"),
    **dict.fromkeys(("en", "eng", "english", "inggris", "bahasa inggris"), "en"),
}
# A column of a list becomes the name of an element, and a word of an expression.
_EXTRA = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}", re.ASCII)


@dataclass(frozen=True)
class Columns:
    """The headings of one sheet by what they are read as: `label_id`, `type`; `extra` in their order."""

    by_field: Mapping[str, str]
    extra: tuple[str, ...] = ()

    def read(self, cells: Mapping[str, str]) -> dict[str, str]:
        """The filled cells of a row by field."""
        return {name: cells[header] for name, header in self.by_field.items() if header in cells}


def language_of(name: str) -> str | None:
    """ "id", "en", or None for a language that no survey has."""
    code = _CODE.fullmatch(name.strip())
    return _LANGUAGES.get((code[1] if code else name).strip().lower())


def read_columns(sheet: Sheet, default: str, refusals: list[Refusal]) -> Columns:
    """Headings without any text below them are ignored; texts without a language are in the `default` one."""
    used = {header for row in sheet.rows for header in row.cells}
    found: dict[str, str] = {}
    extra: list[str] = []
    for header in dict.fromkeys(sheet.headers):
        name = _field(sheet.name, header, default)
        if isinstance(name, Refusal):
            if header not in used:
                continue
            if sheet.name == CHOICES and name.message == _UNKNOWN and _EXTRA.fullmatch(header):
                extra.append(header)
            else:
                refusals.append(name)
        elif name in found:
            told = {"column": header, "other": found[name]}
            refusals.append(Refusal(sheet.name, 1, header, _TWICE, told))
        else:
            found[name] = header
    refusals += _under_nothing(sheet.name, used)
    refusals += _repeated(sheet)
    return Columns(found, tuple(extra))


def _field(sheet: str, header: str, default: str) -> str | Refusal:
    """What a heading is read as."""
    word, _, language = (part.strip() for part in header.partition("::"))
    plain = re.sub(r"\s+", "_", word.lower())
    name = _ALIASES[sheet].get(plain, plain)
    if name in TRANSLATED[sheet]:
        code = language_of(language) if language else default
        if code is None:
            return Refusal(sheet, 1, header, _LANGUAGE, {"language": language[:40]})
        return f"{TRANSLATED[sheet][name]}_{code}"
    if name in KNOWN[sheet] and not language:
        return name
    return Refusal(sheet, 1, header, _REASONS.get(name, _UNKNOWN), {"column": header[:60]})


def _under_nothing(sheet: str, used: Iterable[str]) -> list[Refusal]:
    why = N_("Ada isi di kolom tanpa judul. Hapus isinya, atau beri judul.")
    return [Refusal(sheet, 1, header, why) for header in sorted(used) if header.startswith("[")]


def _repeated(sheet: Sheet) -> list[Refusal]:
    twice = {header for header in sheet.headers if sheet.headers.count(header) > 1}
    return [
        Refusal(sheet.name, 1, header, _TWICE, {"column": header, "other": header})
        for header in sorted(twice)
    ]
