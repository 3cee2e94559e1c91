"""What changed between two states of a taxonomy, theme by theme. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plan.taxonomies.content import Content, ExampleEntry, ThemeEntry
from plan.taxonomies.lines import write_saying


@dataclass(frozen=True)
class Words:
    """What came and what went of a list of words or sentences."""

    came: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changed:
    """A theme of both states; `before` and `after` are equal where only its examples or sayings changed."""

    before: ThemeEntry
    after: ThemeEntry
    terms: Words
    examples: Words
    sayings: Words

    @property
    def renamed(self) -> bool:
        return (self.before.name_id, self.before.name_en) != (self.after.name_id, self.after.name_en)

    @property
    def described(self) -> bool:
        return self.before.description != self.after.description

    @property
    def any(self) -> bool:
        listed = (self.terms, self.examples, self.sayings)
        return self.renamed or self.described or any(words != Words() for words in listed)


@dataclass(frozen=True)
class Compared:
    """Themes that came, that went, that changed; how many are the same; what is of no theme."""

    came: Sequence[ThemeEntry]
    gone: Sequence[ThemeEntry]
    changed: Sequence[Changed]
    same: int
    loose: Words

    @property
    def nothing(self) -> bool:
        return not (self.came or self.gone or self.changed) and self.loose == Words()


def compare(older: Content, newer: Content) -> Compared:
    """Themes are the same by their keys."""
    both = [_changed(older, newer, theme) for theme in newer.themes if theme.key in older.places]
    changed = [one for one in both if one.any]
    return Compared(
        came=[theme for theme in newer.themes if theme.key not in older.places],
        gone=[theme for theme in older.themes if theme.key not in newer.places],
        changed=changed,
        same=len(both) - len(changed),
        loose=_words(_loose(older), _loose(newer)),
    )


def _loose(content: Content) -> list[str]:
    """Terms, examples and sayings of no theme."""
    sayings = map(write_saying, content.sayings_of(None))
    return [*content.negative_keywords, *_said(content.examples_of(None), {}), *sayings]


def _changed(older: Content, newer: Content, theme: ThemeEntry) -> Changed:
    before = older.theme(theme.key)
    names = {one.key: one.name_id for one in (*older.themes, *newer.themes)}
    sayings = ([write_saying(one) for one in told.sayings_of(theme.key)] for told in (older, newer))
    return Changed(
        before,
        theme,
        _words(before.keywords, theme.keywords),
        _words(_said(older.examples_of(theme.key), names), _said(newer.examples_of(theme.key), names)),
        _words(*sayings),
    )


def _said(examples: Iterable[ExampleEntry], names: Mapping[str, str]) -> list[str]:
    """Each example as one reads it, with the name of its second theme: the newer one, else every renaming of that
    theme would change its neighbours."""
    return [f"{one.text} ({names[one.theme2]})" if one.theme2 else one.text for one in examples]


def _words(before: Sequence[str], after: Sequence[str]) -> Words:
    old, new = set(before), set(after)
    return Words(
        tuple(one for one in after if one not in old), tuple(one for one in before if one not in new)
    )
