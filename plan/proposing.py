"""What a run keeps of a report: its themes without words that one answer alone used, and what to read first. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Protocol

from core.contributions import Contribution
from plan.enums import NO_TAXONOMY
from plan.findings import FoundSub, FoundTheme

# Of a report's settings: texts that people labelled, means of vectors, and weights learned of them.
NOT_KEPT = {"taxonomy_content", "seen", "candidates", "found"}
# So many answers a run proposes to read first.
ASKED = 60
# So many answers must use a word before it stands under a theme.
USED_BY = 2
# Words that name what was found and has no name of its own that may be shown.
NAMING = 3
_WORD = re.compile(r"\w+")


class Read(Protocol):
    """As much as this needs of a reading of the analysis."""

    @property
    def theme(self) -> str | None: ...
    @property
    def second(self) -> str | None: ...


class Told(Protocol):
    """What has words that were taken from texts."""

    @property
    def terms(self) -> tuple[str, ...]: ...


class Summary(Told, Protocol):
    """As much as this needs of what the analysis says of a theme or sub-theme."""

    @property
    def id(self) -> str: ...
    @property
    def name_id(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def quotes(self) -> tuple[str, ...]: ...
    @property
    def size(self) -> int: ...
    @property
    def asks_id(self) -> str: ...
    @property
    def asks_en(self) -> str: ...
    @property
    def parent(self) -> str | None: ...
    @property
    def candidate(self) -> bool: ...


class Report(Protocol):
    """As much as this needs of a report of the analysis."""

    @property
    def themes(self) -> Sequence[Summary]: ...
    @property
    def subthemes(self) -> Sequence[Summary]: ...


def ask_first(places: Iterable[int], folds: Sequence[str], known: set[int]) -> dict[int, int]:
    """The rank of each place that a person should read, of near copies the first only, and none that was read."""
    done = {folds[at] for at in known}
    ranks: dict[int, int] = {}
    for at in places:
        if folds[at] not in done and len(ranks) < ASKED:
            done.add(folds[at])
            ranks[at] = len(ranks) + 1
    return ranks


def found_themes(
    report: Report,
    readings: Sequence[Read],
    said: Sequence[Contribution],
    *,
    known: set[str],
    taxonomy: str,
    frames: Set[str] = frozenset(),
) -> list[FoundTheme]:
    """The report's themes that somebody spoke of, with their parts; `known` are keys that people gave.

    `frames`: the words of the analysis' own sentences, which stand whoever else used them.
    """
    spoken = {reading.theme for reading in readings} | {reading.second for reading in readings}
    themes = [theme for theme in report.themes if theme.id in spoken]
    uses = _Uses.of(said, [*themes, *report.subthemes], frames)
    subs: dict[str | None, list[FoundSub]] = {}
    for sub in report.subthemes:
        name_id, name_en = uses.names(sub)
        subs.setdefault(sub.parent, []).append(FoundSub(sub.id, name_id, name_en, uses.terms(sub)))
    return [
        _theme(theme, uses, found=_is_found(theme, known, taxonomy), subs=tuple(subs.get(theme.id, ())))
        for theme in themes
    ]


def retold(
    themes: Sequence[FoundTheme], said: Sequence[Contribution], frames: Set[str] = frozenset()
) -> tuple[FoundTheme, ...]:
    """Themes of an earlier run over what is said now: a word whose second answer was taken back goes."""
    uses = _Uses.of(said, [*themes, *(sub for theme in themes for sub in theme.subs)], frames)

    def again(theme: FoundTheme) -> FoundTheme:
        terms, named = uses.terms(theme), uses.may_stand(theme.name_id)
        other = ", ".join(terms[:NAMING]) or theme.theme_key
        asks = (theme.asks_id, theme.asks_en)
        asks_id, asks_en = asks if uses.may_stand(theme.asks_id) else ("", "")
        return replace(
            theme,
            name_id=theme.name_id if named or not theme.candidate else other,
            name_en=theme.name_en if named or not theme.candidate else other,
            terms=terms,
            asks_id=asks_id,
            asks_en=asks_en,
            subs=tuple(replace(sub, terms=uses.terms(sub)) for sub in theme.subs),
        )

    return tuple(map(again, themes))


def _is_found(theme: Summary, known: set[str], taxonomy: str) -> bool:
    return theme.candidate or (taxonomy == NO_TAXONOMY and theme.id not in known)


def _theme(theme: Summary, uses: _Uses, *, found: bool, subs: tuple[FoundSub, ...]) -> FoundTheme:
    name_id, name_en = uses.names(theme) if found else (theme.name_id, theme.name_en)
    asks = (theme.asks_id, theme.asks_en)
    return FoundTheme(
        theme.id,
        name_id,
        name_en,
        uses.terms(theme),
        theme.size,
        *(asks if uses.may_stand(theme.asks_id) else ("", "")),
        candidate=theme.candidate,
        found=found,
        subs=subs,
    )


@dataclass(frozen=True)
class _Uses:
    """How many answers use a word or phrase.

    A word of one answer alone is a piece of its text, and would stay under the theme when its writer takes the
    answer back.
    """

    phrases: Mapping[str, int]
    words: Mapping[str, int]

    @classmethod
    def of(cls, said: Sequence[Contribution], themes: Iterable[Told], frames: Set[str]) -> _Uses:
        answers: dict[tuple[str, str], str] = {}
        for one in said:
            place = (one.ref.kind, one.ref.key)
            answers[place] = f"{answers.get(place, '')}\n{one.text.casefold()}"
        wanted = {term.casefold() for theme in themes for term in theme.terms}
        phrases = {term: sum(term in text for text in answers.values()) for term in wanted}
        spoken = Counter(word for text in answers.values() for word in {*_WORD.findall(text)} - frames)
        return cls(phrases, spoken)

    def terms(self, theme: Told) -> tuple[str, ...]:
        """Those that may be shown."""
        return tuple(term for term in theme.terms if self.phrases[term.casefold()] >= USED_BY)

    def may_stand(self, sentence: str) -> bool:
        """Whether no word of this Indonesian sentence is of one answer alone; words of no answer are the analysis' own. The
        English one has the words of its lists and, of the answers, only those that the Indonesian one has.
        """
        return not any(0 < self.words.get(word, 0) < USED_BY for word in _WORD.findall(sentence.casefold()))

    def names(self, theme: Summary) -> tuple[str, str]:
        """Its names; in their place its first terms, or its number."""
        if self.may_stand(theme.name_id):
            return theme.name_id, theme.name_en
        name = ", ".join(self.terms(theme)[:NAMING]) or theme.id
        return name, name


def kept_settings(settings: Mapping[str, object], learned: int) -> dict[str, object]:
    """What is kept of the report's settings. A taxonomy that people's labels were added to holds their texts; the mean of the
    run's vectors, of those left over or searched, would give back the vector of a text that was erased, less those that are kept.
    """
    kept = {**settings, "labels": learned} if learned else dict(settings)
    return {name: value for name, value in kept.items() if name not in NOT_KEPT}


def quote_places(
    said: Sequence[Contribution], labels: Sequence[str | None], themes: Sequence[Summary]
) -> set[int]:
    """Where the report's quotes stand; of equal texts in a theme the first."""
    first: dict[tuple[str | None, str], int] = {}
    for place, (contribution, label) in enumerate(zip(said, labels, strict=True)):
        first.setdefault((label, contribution.text), place)
    return {first[theme.id, quote] for theme in themes for quote in theme.quotes}
