"""Folds as somebody picks them, where contributions stand, and a model that answers at random."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.reading import Reading
from analysis.report import ThemeReport, ThemeSummary
from core.contributions import ContributionRef
from plan.models import Theme, ThemeAssignment, ThemeRun
from plan.workbench.moving import Picked
from plan.workbench.teaching import OwnTheme
from tests.plan.factories_themes import NAMES


def picked(session: Session, run: ThemeRun, refs: Iterable[ContributionRef]) -> list[Picked]:
    """The folds of these contributions, where they are now."""
    wanted = set(refs)
    rows = session.execute(select(ThemeAssignment).where(ThemeAssignment.run_id == run.id)).scalars()
    return sorted(
        {Picked(row.theme_id or 0, row.fold) for row in rows if row.rank == 1 and ref_of(row) in wanted}
    )


def ref_of(row: ThemeAssignment) -> ContributionRef:
    return ContributionRef(row.contribution_kind, row.contribution_key, row.contribution_field)


def places(session: Session, run: ThemeRun) -> dict[ContributionRef, str | None]:
    """The taxonomy key of the main theme of each contribution."""
    rows = session.execute(
        select(ThemeAssignment, Theme.theme_key)
        .outerjoin(Theme, Theme.id == ThemeAssignment.theme_id)
        .where(ThemeAssignment.run_id == run.id, ThemeAssignment.rank == 1)
    )
    return {ref_of(row): key for row, key in rows}


class WildModel:
    """Answers at random, under another name each time, and leaves themes out."""

    def __init__(self, taxonomy: str, own: Sequence[OwnTheme] = (), /, **_stages: object) -> None:
        self.taxonomy = taxonomy
        self.keys = [*NAMES, *(one.theme_key for one in own)]

    def fit(self, texts: Sequence[str], labels: Sequence[str | None] | None = None) -> Self:
        offered = [*(key for key in self.keys if secrets.randbelow(3)), None]
        self.readings_ = [
            Reading(secrets.choice(offered), secrets.choice(offered), secrets.randbelow(101) / 100, 0.1)
            for _ in texts
        ]
        labels = [reading.theme for reading in self.readings_]
        themes = (
            ThemeSummary(key, f"Nama {secrets.token_hex(3)}", "", (), (), labels.count(key))
            for key in self.keys
        )
        self.report_ = ThemeReport(1, {}, {"texts": len(texts)}, tuple(themes))
        return self

    def ask(self, count: int) -> list[int]:
        return [at for at in range(len(self.readings_)) if secrets.randbelow(2)][:count]
