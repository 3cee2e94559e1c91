"""What the staff page and the public page of a version share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from core.db import db
from plan.consulting import queries
from plan.consulting.models import PlanVersion
from plan.consulting.queries import Compared
from plan.consulting.rules import Line
from plan.consulting.versions import lines_of
from plan.consulting.views.words import (
    VERSION_WORDS,
    ChangeWords,
    change_words,
    line_words,
    share_words,
    title_of,
)


@dataclass(frozen=True)
class LineWords:
    """An item of a version, ready to read; `share` is empty until the staff have spoken."""

    key: str
    title: str
    pairs: Sequence[tuple[str, str]]
    share: str


@dataclass(frozen=True)
class ComparedWords:
    """The difference between two versions, ready to read."""

    before: PlanVersion
    after: PlanVersion
    added: Sequence[str]
    gone: Sequence[str]
    changed: Sequence[tuple[str, Sequence[ChangeWords]]]
    same: int


def version_page(version: PlanVersion) -> Mapping[str, object]:
    """A version with its items."""
    shares = queries.shares_of(db.session(), version)

    def words(line: Line) -> LineWords:
        key = str(line["key"])
        return LineWords(key, title_of(line), line_words(line), share_words(shares.get(key)))

    return {
        "version": version,
        "lines": [words(line) for line in lines_of(version)],
        "words": VERSION_WORDS,
    }


def comparison(versions: Sequence[PlanVersion]) -> ComparedWords | None:
    """The two versions that the address asks for (`dari`, `ke`), or the two newest."""
    asked = request.args
    compared = queries.compare(versions, asked.get("dari", type=int), asked.get("ke", type=int))
    return _words(compared) if compared else None


def _words(compared: Compared) -> ComparedWords:
    found = compared.difference
    return ComparedWords(
        before=compared.before,
        after=compared.after,
        added=[title_of(line) for line in found.added],
        gone=[title_of(line) for line in found.gone],
        changed=[(title_of(item.line), change_words(item)) for item in found.changed],
        same=found.same,
    )
