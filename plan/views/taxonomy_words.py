"""Taxonomies as pages show them: shipped ones and the office's own alike."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from flask_babel import gettext
from sqlalchemy.orm import Session

from core.errors import N_, NotFound
from core.web.i18n import localized
from plan.models import ThemeRun
from plan.taxonomies import queries
from plan.taxonomies.comparing import Compared, compare
from plan.taxonomies.content import Content, ThemeEntry
from plan.taxonomies.enums import SHIPPED_USES, USE_LABELS, Use
from plan.taxonomies.models import Taxonomy, TaxonomyDraft, TaxonomyTrial, TaxonomyVersion
from plan.taxonomies.rules import Finding
from plan.theme_model import shipped_content

# Of a digest: enough to tell versions apart by eye.
DIGEST_SHOWN = 12
# More sayings than these are folded away.
OPEN_AT_MOST = 12


@dataclass(frozen=True)
class Shown:
    """A taxonomy: `own` is its row, None where it came with the product."""

    key: str
    name_id: str
    name_en: str
    use: Use
    own: Taxonomy | None = None

    @property
    def newest(self) -> int:
        """The number of its newest published version; 0 without one. What is shipped is version 1."""
        if self.own is None:
            return 1
        return self.own.versions[-1].number if self.own.versions else 0


def shipped() -> list[Shown]:
    """Those that came with the product."""
    return [_shipped(key) for key in SHIPPED_USES]


def _shipped(key: str) -> Shown:
    content = shipped_content(key)
    return Shown(key, content.name_id, content.name_en, SHIPPED_USES[key])


def of_office(taxonomy: Taxonomy) -> Shown:
    """One of the office."""
    return Shown(taxonomy.key, taxonomy.name_id, taxonomy.name_en, Use(taxonomy.purpose), taxonomy)


def find(session: Session, key: str) -> Shown:
    """By its address. Raises NotFound."""
    return _shipped(key) if key in SHIPPED_USES else of_office(queries.taxonomy_by_key(session, key))


def content_of(session: Session, shown: Shown, number: int) -> tuple[Content, TaxonomyVersion | None]:
    """What a published version says, and its row. Raises NotFound."""
    if shown.own is not None:
        version = queries.version_of(session, shown.own, number)
        return version.told, version
    if number != 1:
        raise NotFound(N_("Versi itu tidak ada."))
    return shipped_content(shown.key), None


@dataclass(frozen=True)
class ThemeLine:
    """A theme in a list: how many examples and sayings it has, how many examples have it as their second theme."""

    theme: ThemeEntry
    examples: int
    second: int
    sayings: int


def theme_lines(content: Content) -> list[ThemeLine]:
    """In the order of the list."""
    first = Counter(one.theme for one in content.examples)
    second = Counter(one.theme2 for one in content.examples)
    said = Counter(one.theme for one in content.sayings)
    return [ThemeLine(one, first[one.key], second[one.key], said[one.key]) for one in content.themes]


def loose(content: Content) -> int:
    """How many terms, examples and sayings belong to no theme."""
    return len(content.negative_keywords) + len(content.examples_of(None)) + len(content.sayings_of(None))


def finding_lines(findings: Iterable[Finding], *, stops: bool) -> list[tuple[str, str]]:
    """(theme key or "", sentence) of those that stop, or of those that do not."""
    return [(one.theme, gettext(one.message, **one.params)) for one in findings if one.stops == stops]


def sources_to_copy(session: Session) -> list[tuple[str, str]]:
    """What a new taxonomy can begin with: (key, name)."""
    everything = [*shipped(), *(of_office(one) for one in queries.own_taxonomies(session))]
    return [(one.key, localized(one, "name")) for one in everything if one.newest]


def changes_of_draft(session: Session, taxonomy: Taxonomy, draft: TaxonomyDraft) -> Compared | None:
    """What the draft changes in the newest version; None where it would be the first."""
    newest = queries.newest_version(session, taxonomy)
    return compare(newest.told, draft.told) if newest else None


@dataclass(frozen=True)
class TrialLine:
    """A sentence and what came out: the names of its themes ("" for none), and how sure, in percent."""

    text: str
    theme: str
    second: str
    percent: int


def trial_lines(trial: TaxonomyTrial, content: Content) -> list[TrialLine]:
    """The sentences of a trial that is done."""
    found = cast("Sequence[tuple[str | None, str | None, float]]", trial.found)
    return [
        TrialLine(str(text), _name(content, theme), _name(content, second), round(100 * sure))
        for text, (theme, second, sure) in zip(trial.texts, found, strict=False)
    ]


def _name(content: Content, key: str | None) -> str:
    if key is None:
        return ""
    return localized(content.theme(key), "name") if key in content.places else key


def lists_to_run(session: Session) -> list[tuple[str, str]]:
    """The office's own lists that a run can read by: value and name of a choice."""
    return [
        (
            one.taxonomy.key,
            gettext(
                "%(name)s, versi %(number)s (%(use)s)",
                name=localized(one.taxonomy, "name"),
                number=one.number,
                use=gettext(USE_LABELS[Use(one.taxonomy.purpose)]),
            ),
        )
        for one in queries.newest_in_use(session)
    ]


@dataclass(frozen=True)
class ReadBy:
    """The list a run read by: where it is shown, and what it is called. `digest` is empty where it was shipped."""

    key: str
    number: int
    name: str
    digest: str = ""


def list_of_run(run: ThemeRun) -> ReadBy | None:
    """None where it read without a list."""
    version = run.taxonomy_version
    if version is not None:
        name = localized(version.told, "name")
        return ReadBy(run.taxonomy, version.number, name, version.digest[:DIGEST_SHOWN])
    if run.taxonomy not in SHIPPED_USES:
        return None
    return ReadBy(run.taxonomy, 1, localized(shipped_content(run.taxonomy), "name"))
