"""What a version of a taxonomy says: names, themes, examples, sayings. Pure, and never changed in place.

The stored form is `analysis.Taxonomy.to_dict()` with two names more: {"key", "name_id", "name_en", "negative",
"themes": [{"key", "name_id", "name_en", "description", "keywords"}], "examples": [{"text", "theme", "theme2"}],
"sayings": [{"theme", "wordings"}]}; without sayings the last is not there, as in versions from before there were any.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar

from core.errors import N_, Invalid, NotFound

# Under this name a file lists examples that belong to no theme.
NEGATIVE = "lainnya"


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    """A theme. `key` stays what it is through all versions; the rest is wording."""

    key: str
    name_id: str
    name_en: str
    description: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleEntry:
    """A sentence and its theme, perhaps a second one; without a theme: it belongs to none."""

    text: str
    theme: str | None = None
    theme2: str | None = None


@dataclass(frozen=True, slots=True)
class SayingEntry:
    """One thing that people say of a theme (None: of none), in the words of several; invented, never an answer."""

    theme: str | None
    wordings: tuple[str, ...]


Entry = TypeVar("Entry", bound=ExampleEntry | SayingEntry)


@dataclass(frozen=True)
class Content:
    """A whole taxonomy. Examples and sayings stand in the order of the themes, those of no theme last."""

    key: str
    name_id: str
    name_en: str
    themes: tuple[ThemeEntry, ...] = ()
    examples: tuple[ExampleEntry, ...] = ()
    negative: str = NEGATIVE
    negative_keywords: tuple[str, ...] = ()
    sayings: tuple[SayingEntry, ...] = ()
    places: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = {theme.key: place for place, theme in enumerate(self.themes)}
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "examples", _ordered(self.examples, places))
        object.__setattr__(self, "sayings", _ordered(self.sayings, places))

    def theme(self, key: str) -> ThemeEntry:
        """The theme of this key. Raises NotFound."""
        if key not in self.places:
            raise NotFound(N_("Tema ini tidak ada dalam daftar."))
        return self.themes[self.places[key]]

    def examples_of(self, key: str | None) -> tuple[ExampleEntry, ...]:
        """Those whose main theme it is; None: those that belong to no theme."""
        return tuple(one for one in self.examples if one.theme == key)

    def sayings_of(self, key: str | None) -> tuple[SayingEntry, ...]:
        """What people say of a theme; None: what belongs to no theme."""
        return tuple(one for one in self.sayings if one.theme == key)

    def to_dict(self) -> dict[str, object]:
        """As it is stored."""
        return {**self.read_by_analysis(), "name_id": self.name_id, "name_en": self.name_en}

    def read_by_analysis(self) -> dict[str, object]:
        """What `analysis.Taxonomy.from_dict` takes."""
        return {
            "key": self.key,
            "negative": self.negative,
            "negative_keywords": list(self.negative_keywords),
            "themes": [{**asdict(theme), "keywords": list(theme.keywords)} for theme in self.themes],
            "examples": [asdict(example) for example in self.examples],
            **self._told_sayings(),
        }

    def _told_sayings(self) -> dict[str, object]:
        """None without any, as the analysis has it: so older versions keep their digest."""
        told = [{"theme": one.theme, "wordings": list(one.wordings)} for one in self.sayings]
        return {"sayings": told} if told else {}

    @property
    def digest(self) -> str:
        """The same as `analysis.Taxonomy.digest`: equal for equal themes, examples and sayings."""
        content = json.dumps(self.read_by_analysis(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Content:
        """From the stored form."""
        return cls(
            str(stored["key"]),
            str(stored["name_id"]),
            str(stored["name_en"]),
            tuple(ThemeEntry(**{**one, "keywords": tuple(one["keywords"])}) for one in stored["themes"]),
            tuple(ExampleEntry(**one) for one in stored["examples"]),
            str(stored["negative"]),
            tuple(stored.get("negative_keywords", ())),
            tuple(SayingEntry(one["theme"], tuple(one["wordings"])) for one in stored.get("sayings", ())),
        )

    def part(self, key: str | None) -> str:
        """A mark of one theme, its examples and sayings: whoever edits it shows by the mark what they have seen."""
        theme = self.themes[self.places[key]] if key is not None and key in self.places else None
        said = asdict(theme) if theme else self.negative_keywords
        told = (self.examples_of(key), self.sayings_of(key))
        seen = [said, *([asdict(one) for one in entries] for entries in told)]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:20]

    @property
    def names_part(self) -> str:
        """The same for the names of the taxonomy."""
        return hashlib.sha256(json.dumps([self.name_id, self.name_en]).encode()).hexdigest()[:20]


def with_theme(
    content: Content,
    theme: ThemeEntry,
    examples: Sequence[ExampleEntry],
    sayings: Sequence[SayingEntry] = (),
) -> Content:
    """The theme as it is written now, in its place; a new one comes last."""
    here = content.places.get(theme.key, len(content.themes))
    themes = (*content.themes[:here], theme, *content.themes[here + 1 :])
    return replace(
        content,
        themes=themes,
        examples=_instead(content.examples, theme.key, examples),
        sayings=_instead(content.sayings, theme.key, sayings),
    )


def with_no_theme(
    content: Content,
    examples: Sequence[ExampleEntry],
    terms: Sequence[str] = (),
    sayings: Sequence[SayingEntry] = (),
) -> Content:
    """Other examples, terms and sayings of what belongs to no theme."""
    return replace(
        content,
        examples=_instead(content.examples, None, examples),
        negative_keywords=tuple(terms),
        sayings=_instead(content.sayings, None, sayings),
    )


def without_theme(content: Content, key: str) -> Content:
    """The theme, its examples and sayings are gone; where it was the second theme of others, those have one theme."""
    left = (one for one in content.examples if one.theme != key)
    return replace(
        content,
        themes=tuple(theme for theme in content.themes if theme.key != key),
        examples=tuple(replace(one, theme2=None) if one.theme2 == key else one for one in left),
        sayings=_instead(content.sayings, key, ()),
    )


def moved(content: Content, key: str, *, by: int) -> Content:
    """The theme further up (by < 0) or down; the ends hold it."""
    theme, here = content.theme(key), content.places[key]
    rest = [one for one in content.themes if one.key != key]
    rest.insert(max(0, min(len(rest), here + by)), theme)
    return replace(content, themes=tuple(rest))


def require_whole(content: Content) -> None:
    """Every example and saying names themes that are there. Raises Invalid."""
    for one in content.examples:
        for key in (one.theme, one.theme2):
            if key is not None and key not in content.places:
                raise Invalid(
                    N_("Sebuah contoh menyebut tema “%(key)s”, padahal tema itu tidak ada dalam daftar."),
                    key=key[:60],
                )
    for saying in content.sayings:
        if saying.theme is not None and saying.theme not in content.places:
            raise Invalid(
                N_("Sebuah ungkapan menyebut tema “%(key)s”, padahal tema itu tidak ada dalam daftar."),
                key=saying.theme[:60],
            )


def _ordered(entries: Iterable[Entry], places: Mapping[str, int]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda one: places.get(one.theme or "", len(places))))


def _instead(entries: Iterable[Entry], key: str | None, others: Iterable[Entry]) -> tuple[Entry, ...]:
    return (*(one for one in entries if one.theme != key), *others)
