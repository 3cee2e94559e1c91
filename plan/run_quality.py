"""How far a run may be believed: its figures, those of people who read a sample, and what became of small units."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.contributions import ContributionSource
from plan.coding.models import Coding, CodingSample
from plan.coding.queries import Result, result_of
from plan.enums import NO_TAXONOMY, ThemeState
from plan.linking import root_of
from plan.models import Theme, ThemeAssignment, ThemeRun
from plan.workbench.units import read_few, read_outstanding

# Fewer answers are read by people sooner than by a machine that knows no themes.
FEWEST_ANSWERS = 20


@dataclass(frozen=True)
class HeldOut:
    """How the model does on its own examples, each read by a model that had not seen it.

    Shares are 0 to 1, None where the analysis does not say. `sure` has, for answers that were called so sure
    (0 to 1), how many there were and which share of them was right.
    """

    examples: int
    accuracy: float | None
    coverage: float | None
    sure: tuple[tuple[float, int, float], ...]


@dataclass(frozen=True)
class Units:
    """Themes that stand out in small units: `kept` became a need, `lost` was rejected, the others wait.

    Of `few` units fewer than five people wrote: nothing else is told of them.
    """

    kept: int
    lost: int
    waiting: int
    few: int


@dataclass(frozen=True)
class Quality:
    """Counts of texts; shares 0 to 1. None where nothing is known.

    A search that `goes_on` from the last one is led by it: how stable its themes are was not measured anew.
    """

    texts: int
    unclassified: int
    unclear: int
    different: int | None
    out_of_fold: int
    labels: int
    mean_confidence: float | None
    stability: float | None
    goes_on: bool
    held_out: HeldOut | None
    units: Units | None
    agreement: Result | None

    @property
    def themed(self) -> int:
        """Texts under a theme."""
        return self.texts - self.unclassified


def quality_of(session: Session, run: ThemeRun, sources: Sequence[ContributionSource]) -> Quality:
    """What is known of a finished run now: people may have moved answers since it ended."""
    said, left = run.quality, _left(session, run)
    return Quality(
        texts=run.text_count,
        unclassified=sum(left.values()),
        unclear=left[True],
        different=_whole(said, "different"),
        out_of_fold=_whole(said, "out_of_fold") or 0,
        labels=_whole(run.settings, "labels") or 0,
        mean_confidence=_part(said, "mean_confidence"),
        stability=None if said.get("goes_on") else _part(said, "stability"),
        goes_on=bool(said.get("goes_on")),
        held_out=_held_out(said.get("held_out")),
        units=_units(run),
        agreement=_agreement(session, run, sources),
    )


def is_too_few(run: ThemeRun) -> bool:
    """Whether a run without a list had too little to find themes in."""
    few = run.quality.get("too_few")
    return run.taxonomy == NO_TAXONOMY and (few if isinstance(few, bool) else run.text_count < FEWEST_ANSWERS)


def different_in_themes(session: Session, run: ThemeRun) -> dict[int, int]:
    """How many of a theme's contributions differ: near copies count once."""
    rows = session.execute(
        select(ThemeAssignment.theme_id, func.count(func.distinct(ThemeAssignment.fold)))
        .where(
            ThemeAssignment.run_id == run.id, ThemeAssignment.rank == 1, ThemeAssignment.theme_id.is_not(None)
        )
        .group_by(ThemeAssignment.theme_id)
    )
    return {theme: count for theme, count in rows if theme is not None}


def _left(session: Session, run: ThemeRun) -> Counter[bool]:
    """Contributions without a theme, by whether they have content at all."""
    rows = session.execute(
        select(ThemeAssignment.unclear, func.count())
        .where(
            ThemeAssignment.run_id == run.id, ThemeAssignment.rank == 1, ThemeAssignment.theme_id.is_(None)
        )
        .group_by(ThemeAssignment.unclear)
    )
    return Counter(dict(rows.all()))


def _held_out(said: object) -> HeldOut | None:
    if not isinstance(said, Mapping) or not (examples := _whole(said, "examples")):
        return None
    return HeldOut(examples, _part(said, "accuracy"), _part(said, "coverage"), _sure(said.get("calibration")))


def _sure(rows: object) -> tuple[tuple[float, int, float], ...]:
    if not isinstance(rows, list):
        return ()
    read = [
        (_part(row, "confidence"), _whole(row, "count"), _part(row, "accuracy"))
        for row in rows
        if isinstance(row, Mapping)
    ]
    return tuple((said, count, right) for said, count, right in read if said and count and right is not None)


def _units(run: ThemeRun) -> Units | None:
    kept = run.quality.get("units")
    if not isinstance(kept, Mapping):
        return None
    themes = {theme.theme_key: theme for theme in run.themes}
    own = [themes[row.theme_key] for row in read_outstanding(kept) if row.theme_key in themes]
    fates = Counter(map(fate, own))
    return Units(fates["kept"], fates["lost"], fates["waiting"], len(read_few(kept)))


def fate(theme: Theme) -> str:
    """What became of a theme: "kept" as a need, "lost", or "waiting"."""
    root = root_of(theme)
    if root.need is not None:
        return "kept"
    return "lost" if root.state == ThemeState.REJECTED else "waiting"


def _agreement(session: Session, run: ThemeRun, sources: Sequence[ContributionSource]) -> Result | None:
    """Of the newest sample of the cycle that both have read."""
    said = select(func.count()).where(Coding.sample_id == CodingSample.id).scalar_subquery()
    newest = session.scalar(
        select(CodingSample)
        .join(ThemeRun, ThemeRun.id == CodingSample.run_id)
        .where(
            ThemeRun.cycle_id == run.cycle_id,
            ThemeRun.purpose == run.purpose,
            ThemeRun.id <= run.id,
            said == 2 * CodingSample.size,
        )
        .order_by(CodingSample.id.desc())
        .limit(1)
    )
    return result_of(session, newest, sources) if newest is not None else None


def _whole(values: Mapping[str, object], name: str) -> int | None:
    value = values.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _part(values: Mapping[str, object], name: str) -> float | None:
    value = values.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
