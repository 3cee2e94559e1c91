"""A taxonomy: the themes a text may be about, told by description, keywords, sayings and examples."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from analysis.refused import RefusedError
from analysis.resources import read_rows, read_text

SHIPPED = ("asn", "skm")
SAYING_FORM = 'a saying is written as [[sayings]] with theme and wordings = ["…", "…"]'
# Examples under this name belong to no theme, unless a taxonomy says otherwise.
NEGATIVE = "lainnya"
_KEY = re.compile(r"^[^\s\x00-\x1f][^\x00-\x1f]{0,199}$")


class TaxonomyError(RefusedError):
    """The taxonomy cannot be used; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Theme:
    key: str
    name_id: str
    name_en: str
    description: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its theme; None means it belongs to no theme."""

    text: str
    theme: str | None
    theme2: str | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that people say of a theme (None: of none), worded as several people would; invented, never an answer."""

    theme: str | None
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """`negative_keywords` say, like the keywords of a theme, what is beside the point."""

    key: str
    themes: tuple[Theme, ...]
    examples: tuple[Example, ...] = ()
    negative: str = NEGATIVE
    negative_keywords: tuple[str, ...] = ()
    sayings: tuple[Saying, ...] = ()

    def __post_init__(self) -> None:
        keys = self.keys
        if not keys:
            raise TaxonomyError(f"taxonomy {self.key!r} has no themes")
        if len(set(keys)) != len(keys):
            raise TaxonomyError(f"taxonomy {self.key!r} names a theme twice")
        for key in keys:
            if not _KEY.match(key) or key == self.negative:
                raise TaxonomyError(f"theme key {key!r} may not be used")
        for example in self.examples:
            for theme in (example.theme, example.theme2):
                if theme is not None and theme not in keys:
                    raise TaxonomyError(f"an example names the unknown theme {theme!r}")
        for saying in self.sayings:
            if saying.theme is not None and saying.theme not in keys:
                raise TaxonomyError(f"a saying names the unknown theme {saying.theme!r}")
            if not saying.wordings:
                raise TaxonomyError("a saying has no wording")

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(theme.key for theme in self.themes)

    @property
    def digest(self) -> str:
        """Equal for equal content: a result says by it which version of a taxonomy it was made with."""
        content = json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()

    def with_examples(self, examples: Iterable[Example]) -> Taxonomy:
        return replace(self, examples=self.examples + tuple(examples))

    def to_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "negative": self.negative,
            "negative_keywords": list(self.negative_keywords),
            "themes": [{**asdict(theme), "keywords": list(theme.keywords)} for theme in self.themes],
            "examples": [asdict(example) for example in self.examples],
            **told_sayings(self.sayings),
        }

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Self:
        return cls(
            str(content["key"]),
            tuple(_theme(entry) for entry in content["themes"]),
            tuple(Example(**entry) for entry in content["examples"]),
            str(content["negative"]),
            tuple(content.get("negative_keywords", ())),
            tuple(Saying(one["theme"], tuple(one["wordings"])) for one in content.get("sayings", ())),
        )


def told_sayings(sayings: Iterable[Saying]) -> dict[str, Any]:
    """Their part of the dictionary; none without any, so that older taxonomies keep their digest."""
    told = [{"theme": one.theme, "wordings": list(one.wordings)} for one in sayings]
    return {"sayings": told} if told else {}


def parse_taxonomy(
    toml: str,
    rows: Sequence[Mapping[str, str]] = (),
    key: str = "own",
    sayings: Sequence[Mapping[str, str]] = (),
) -> Taxonomy:
    """A taxonomy from TOML text; `rows` are those of the file its `examples` names (text, theme, theme2).

    Instead of naming a file, the text may hold them itself, as [[examples]] with the same three names. Sayings are
    [[sayings]] with theme and wordings, or rows of a theme and its wordings, one a column.
    """
    try:
        content = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise TaxonomyError(f"the taxonomy is not valid TOML: {error}") from error
    entries = content.get("themes")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise TaxonomyError("the taxonomy has no [[themes]]")
    negative = str(content.get("negative", NEGATIVE))
    themes = tuple(_theme(entry) for entry in entries)
    inside = content.get("examples")
    told = [*rows, *inside] if isinstance(inside, list) else rows
    examples = [_example(row, negative) for row in told]
    for theme, entry in zip(themes, entries, strict=True):
        examples += [Example(str(text), theme.key) for text in entry.get("examples", ())]
    beside = tuple(str(word) for word in content.get("negative_keywords", ()))
    inline = content.get("sayings", [])
    if not isinstance(inline, list):
        raise TaxonomyError(SAYING_FORM)
    told_so = [_saying(entry, negative) for entry in inline]
    told_so += [_saying({"theme": row["theme"], "wordings": _columns(row)}, negative) for row in sayings]
    return Taxonomy(str(content.get("key", key)), themes, tuple(examples), negative, beside, tuple(told_so))


def examples_file(toml: str) -> str | None:
    """The name of the file of examples a taxonomy text asks for."""
    try:
        name = tomllib.loads(toml).get("examples")
    except tomllib.TOMLDecodeError:
        return None
    return name if isinstance(name, str) and name else None


@functools.cache
def shipped_taxonomy(key: str) -> Taxonomy:
    if key not in SHIPPED:
        raise TaxonomyError(f"unknown taxonomy {key!r}; known are {', '.join(SHIPPED)}")
    rows, sayings = read_rows(f"{key}.csv"), read_rows(f"{key}_sayings.csv")
    return parse_taxonomy(read_text(f"{key}.toml"), rows, key, sayings)


def _theme(entry: Mapping[str, Any]) -> Theme:
    if not entry.get("key"):
        raise TaxonomyError("a theme of the taxonomy has no key")
    key = str(entry["key"])
    name = str(entry.get("name_id") or key)
    return Theme(
        key,
        name,
        str(entry.get("name_en") or name),
        str(entry.get("description", "")),
        tuple(str(word) for word in entry.get("keywords", ())),
    )


def _example(row: Mapping[str, str], negative: str) -> Example:
    if not {"text", "theme"} <= row.keys():
        raise TaxonomyError("the file of examples needs the columns text and theme")
    theme = row["theme"] or negative
    second = row.get("theme2") or None
    return Example(row["text"], None if theme == negative else theme, None if second == negative else second)


def _saying(entry: Any, negative: str) -> Saying:
    wordings = entry.get("wordings") if isinstance(entry, Mapping) else None
    if not isinstance(wordings, list) or not all(isinstance(wording, str) for wording in wordings):
        raise TaxonomyError(SAYING_FORM)
    theme = str(entry.get("theme") or negative)
    return Saying(None if theme == negative else theme, tuple(wordings))


def _columns(row: Mapping[str, str]) -> list[str]:
    return [text for name, text in row.items() if name != "theme" and text]
