"""A taxonomy as files: TOML that `rembuk themes --taxonomy` reads, and its examples as CSV. Pure."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from core.csv_reading import read_csv
from core.csv_writing import Cell, safe_cell, write_csv
from core.errors import N_, Invalid
from plan.taxonomies.content import NEGATIVE, Content, ExampleEntry, SayingEntry, ThemeEntry, require_whole
from plan.taxonomies.lines import one_line
from plan.workbench.matching import is_found

MAX_BYTES = 4 * 1024 * 1024
COLUMNS = ("text", "theme", "theme2")
Table = Mapping[str, object]
# Part of addresses.
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
# As tomllib says it.
_PLACE = re.compile(r"\(at line (\d+),")


def write_toml(content: Content) -> str:
    """The whole taxonomy in one file; `read_toml` gives the same content back."""
    lines = [
        *_pairs(key=content.key, name_id=content.name_id, name_en=content.name_en, negative=content.negative),
        *_pairs(negative_keywords=list(content.negative_keywords)),
    ]
    for theme in content.themes:
        lines += ["", "[[themes]]", *_pairs(key=theme.key, name_id=theme.name_id, name_en=theme.name_en)]
        lines += _pairs(description=theme.description, keywords=list(theme.keywords))
    for one in content.examples:
        lines += ["", "[[examples]]", *_pairs(text=one.text, theme=one.theme or content.negative)]
        lines += _pairs(theme2=one.theme2) if one.theme2 else ()
    for saying in content.sayings:
        lines += ["", "[[sayings]]", *_pairs(theme=saying.theme or content.negative)]
        lines += _pairs(wordings=list(saying.wordings))
    return "\n".join(lines) + "\n"


def _pairs(**values: object) -> Iterator[str]:
    for name, value in values.items():
        # A string or list of JSON is one of TOML, but for one sign.
        yield f"{name} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")


def read_toml(file: bytes, examples: bytes | None = None) -> Content:
    """A taxonomy from TOML, with its examples inside, or beside it in a CSV. Raises Invalid."""
    table = _parse(file)
    themes = tuple(_theme(one) for one in _tables(table, "themes"))
    if not themes:
        raise Invalid(N_("Berkas TOML ini tidak memuat satu pun [[themes]]."))
    keys = [theme.key for theme in themes]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise Invalid(N_("Kunci tema “%(key)s” dipakai dua kali dalam berkas."), key=twice[:60])
    negative = _text(table, "negative") or NEGATIVE
    if negative in keys:
        raise Invalid(
            N_("Tema tidak boleh berkunci “%(key)s”: itu nama untuk “tanpa tema”."), key=negative[:60]
        )
    name = _text(table, "name_id") or _text(table, "key")
    beside = tuple(dict.fromkeys(_texts(table, "negative_keywords")))
    name_en = _text(table, "name_en") or name
    told = Content(_text(table, "key"), name, name_en, themes, (), negative, beside)
    found = [*_inline(table, told)]
    if isinstance(table.get("examples"), str) and examples is None:
        raise Invalid(
            N_("Berkas ini menyimpan contohnya di “%(name)s”. Unggah berkas CSV itu sekaligus."),
            name=_text(table, "examples")[:60],
        )
    if examples is not None:
        found += read_examples_csv(examples, told)
    sayings = tuple(_saying(one, told) for one in _tables(table, "sayings"))
    whole = replace(told, examples=tuple(found), sayings=sayings)
    require_whole(whole)
    return whole


def _parse(file: bytes) -> Table:
    if len(file) > MAX_BYTES:
        raise Invalid(N_("Berkas terlalu besar: paling besar 4 MB."))
    try:
        return tomllib.loads(file.decode("utf-8-sig"))
    except (ValueError, RecursionError) as broken:
        place = _PLACE.search(str(broken))
        if place is None:
            raise Invalid(N_("Berkas ini bukan TOML dalam UTF-8 yang dapat dibaca.")) from broken
        raise Invalid(
            N_("Berkas TOML ini tidak dapat dibaca, kira-kira pada baris %(line)d."), line=int(place[1])
        ) from broken


def _tables(table: Table, name: str) -> list[Table]:
    found = table.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Invalid(N_("Bagian “%(name)s” harus ditulis sebagai [[%(name)s]]."), name=name)
    return found


def _text(table: Table, name: str) -> str:
    """A single line; what is not text is a mistake of the file."""
    value = table.get(name, "")
    if not isinstance(value, str):
        raise Invalid(N_("Nilai “%(name)s” dalam berkas harus berupa teks dalam tanda kutip."), name=name)
    return one_line(value)


def _texts(table: Table, name: str) -> list[str]:
    values = table.get(name, [])
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise Invalid(N_('Nilai “%(name)s” dalam berkas harus berupa deretan teks: ["…", "…"].'), name=name)
    return [one for one in map(one_line, values) if one]


def _theme(table: Table) -> ThemeEntry:
    key = _text(table, "key")
    if not _KEY.fullmatch(key) or is_found(key):
        raise Invalid(
            N_(
                "Kunci tema “%(key)s” tidak dapat dipakai. Setiap tema perlu “key”: paling panjang 80 huruf,"
                " angka, titik, garis bawah, atau tanda hubung, dan diawali huruf atau angka."
            ),
            key=key[:60],
        )
    name = _text(table, "name_id") or key
    terms = dict.fromkeys(_texts(table, "keywords"))
    return ThemeEntry(key, name, _text(table, "name_en") or name, _text(table, "description"), tuple(terms))


def _inline(table: Table, told: Content) -> Iterator[ExampleEntry]:
    for theme in _tables(table, "themes"):
        yield from (ExampleEntry(text, _text(theme, "key")) for text in _texts(theme, "examples"))
    if not isinstance(table.get("examples"), str):
        for one in _tables(table, "examples"):
            yield _example([_text(one, name) for name in COLUMNS], told)


def _saying(table: Table, told: Content) -> SayingEntry:
    wordings = tuple(dict.fromkeys(_texts(table, "wordings")))
    if not wordings:
        raise Invalid(
            N_(
                "Ada ungkapan tanpa kalimat dalam berkas. Isi “wordings” dengan paling sedikit satu kalimat,"
                " atau hapus [[sayings]] itu."
            )
        )
    return SayingEntry(_key(_text(table, "theme"), told), wordings)


def read_examples_csv(file: bytes, told: Content) -> list[ExampleEntry]:
    """The examples of a CSV with the columns text, theme and perhaps theme2, by key or name. Raises Invalid."""
    table = read_csv(file, max_bytes=MAX_BYTES)
    places = [table.column(name) for name in COLUMNS]
    if None in places[:2]:
        raise Invalid(N_("Berkas CSV contoh perlu kolom text dan theme (dan bila ada theme2)."))
    found = [_example(_cells(row.cells, places), told) for row in table.rows]
    require_whole(replace(told, examples=tuple(found)))
    return found


def _cells(cells: Sequence[str], places: Sequence[int | None]) -> list[str]:
    return [one_line(_unguarded(cells[place])) if place is not None else "" for place in places]


def _unguarded(cell: str) -> str:
    """Without the apostrophe that an export puts before what a spreadsheet would compute."""
    bare = cell.removeprefix("'")
    return bare if bare != cell and safe_cell(bare) == cell else cell


def _example(cells: Sequence[str], told: Content) -> ExampleEntry:
    text, theme, second = cells
    if not text:
        raise Invalid(N_("Ada contoh tanpa teks dalam berkas."))
    first, other = _key(theme, told), _key(second, told)
    return ExampleEntry(text, first, None if first is None or other == first else other)


def _key(name: str, told: Content) -> str | None:
    """A theme by its key, else by its name; None is "no theme"."""
    if name in ("", told.negative):
        return None
    if name in told.places:
        return name
    return next((one.key for one in told.themes if one.name_id.casefold() == name.casefold()), name)


def write_examples_csv(content: Content) -> Iterator[bytes]:
    """The examples for a spreadsheet."""
    rows: Iterable[Sequence[Cell]] = (
        (one.text, one.theme or content.negative, one.theme2) for one in content.examples
    )
    return write_csv([COLUMNS, *rows])
