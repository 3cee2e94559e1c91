"""What a version of a taxonomy says: names, themes, examples. Pure, and never changed in place.

The stored form is `analysis.Taxonomy.to_dict()` with two names more: {"key", "name_id", "name_en", "negative",
"themes": [{"key", "name_id", "name_en", "description", "keywords"}], "examples": [{"text", "theme", "theme2"}]}.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

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


@dataclass(frozen=True)
class Content:
    """A whole taxonomy. Examples stand in the order of the themes, those of no theme last."""

    key: str
    name_id: str
    name_en: str
    themes: tuple[ThemeEntry, ...] = ()
    examples: tuple[ExampleEntry, ...] = ()
    negative: str = NEGATIVE
    negative_keywords: tuple[str, ...] = ()
    places: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = {theme.key: place for place, theme in enumerate(self.themes)}
        object.__setattr__(self, "places", places)
        ordered = sorted(self.examples, key=lambda one: places.get(one.theme or "", len(places)))
        object.__setattr__(self, "examples", tuple(ordered))

    def theme(self, key: str) -> ThemeEntry:
        """The theme of this key. Raises NotFound."""
        if key not in self.places:
            raise NotFound(N_("Tema ini tidak ada dalam daftar."))
        return self.themes[self.places[key]]

    def examples_of(self, key: str | None) -> tuple[ExampleEntry, ...]:
        """Those whose main theme it is; None: those that belong to no theme."""
        return tuple(one for one in self.examples if one.theme == key)

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
        }

    @property
    def digest(self) -> str:
        """The same as `analysis.Taxonomy.digest`: equal for equal themes and examples."""
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
        )

    def part(self, key: str | None) -> str:
        """A mark of one theme and its examples: whoever edits it shows by the mark what they have seen."""
        theme = self.themes[self.places[key]] if key is not None and key in self.places else None
        said = asdict(theme) if theme else self.negative_keywords
        seen = [said, [asdict(one) for one in self.examples_of(key)]]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:20]

    @property
    def names_part(self) -> str:
        """The same for the names of the taxonomy."""
        return hashlib.sha256(json.dumps([self.name_id, self.name_en]).encode()).hexdigest()[:20]


def with_theme(content: Content, theme: ThemeEntry, examples: Sequence[ExampleEntry]) -> Content:
    """The theme as it is written now, in its place; a new one comes last."""
    here = content.places.get(theme.key, len(content.themes))
    themes = (*content.themes[:here], theme, *content.themes[here + 1 :])
    return replace(content, themes=themes, examples=_instead(content, theme.key, examples))


def with_no_theme(content: Content, examples: Sequence[ExampleEntry], terms: Sequence[str] = ()) -> Content:
    """Other examples and terms of what belongs to no theme."""
    return replace(content, examples=_instead(content, None, examples), negative_keywords=tuple(terms))


def without_theme(content: Content, key: str) -> Content:
    """The theme and its examples are gone; where it was the second theme of others, those have one theme."""
    left = (one for one in content.examples if one.theme != key)
    return replace(
        content,
        themes=tuple(theme for theme in content.themes if theme.key != key),
        examples=tuple(replace(one, theme2=None) if one.theme2 == key else one for one in left),
    )


def moved(content: Content, key: str, *, by: int) -> Content:
    """The theme further up (by < 0) or down; the ends hold it."""
    theme, here = content.theme(key), content.places[key]
    rest = [one for one in content.themes if one.key != key]
    rest.insert(max(0, min(len(rest), here + by)), theme)
    return replace(content, themes=tuple(rest))


def require_whole(content: Content) -> None:
    """Every example names themes that are there. Raises Invalid."""
    for one in content.examples:
        for key in (one.theme, one.theme2):
            if key is not None and key not in content.places:
                raise Invalid(
                    N_("Sebuah contoh menyebut tema “%(key)s”, padahal tema itu tidak ada dalam daftar."),
                    key=key[:60],
                )


def _instead(content: Content, key: str | None, examples: Iterable[ExampleEntry]) -> tuple[ExampleEntry, ...]:
    return (*(one for one in content.examples if one.theme != key), *examples)
