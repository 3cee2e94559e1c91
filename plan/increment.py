"""A run that reads only what is new: everything else stays as the run before left it.

The model is the one that read the rest: same list of themes, same encoders, same labels; what such texts are like it is
shown again by those read before. Where it is not, the job reads everything (`plan.theming`).
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contributions import Contribution, ContributionRef
from plan.enums import NO_TAXONOMY, RunState
from plan.findings import Findings, FoundAssignment, FoundSub, FoundTheme
from plan.models import SubTheme, Theme, ThemeAssignment, ThemeRun
from plan.proposing import retold

# What must be equal for two models to read alike.
MODEL = ("version", "method", "taxonomy", "taxonomy_hash", "encoders", "seed", "labels")


@dataclass(frozen=True)
class Earlier:
    """What an earlier run holds now, people's moves included."""

    settings: Mapping[str, object]
    quality: Mapping[str, object]
    themes: tuple[FoundTheme, ...]
    assignments: Mapping[ContributionRef, FoundAssignment]

    def same_model(self, settings: Mapping[str, object]) -> bool:
        """Whether a model with these settings reads as the earlier one did."""
        return all(settings.get(name) == self.settings.get(name) for name in MODEL)


def base_run(session: Session, *, cycle_id: int, purpose: str, taxonomy: str) -> ThemeRun | None:
    """The run that a run of new contributions would go on from. What a run finds without a list it finds in all."""
    if taxonomy == NO_TAXONOMY:
        return None
    return session.scalar(
        select(ThemeRun)
        .where(
            ThemeRun.cycle_id == cycle_id,
            ThemeRun.purpose == purpose,
            ThemeRun.taxonomy == taxonomy,
            ThemeRun.state == RunState.DONE,
            ThemeRun.text_count > 0,
        )
        .order_by(ThemeRun.id.desc())
        .limit(1)
    )


def earlier_reading(session: Session, run: ThemeRun) -> Earlier | None:
    """What this run goes on from; None where it is to read everything, or must."""
    if not run.only_new:
        return None
    base = base_run(session, cycle_id=run.cycle_id, purpose=run.purpose, taxonomy=run.taxonomy)
    if base is None:
        return None
    themes = {theme.id: theme for theme in base.themes}
    subs = session.scalars(select(SubTheme).where(SubTheme.theme_id.in_(themes)).order_by(SubTheme.sub_key))
    parts: dict[int, list[FoundSub]] = {}
    for sub in subs:
        found = FoundSub(sub.sub_key, sub.name_id, sub.name_en, tuple(map(str, sub.terms)))
        parts.setdefault(sub.theme_id, []).append(found)
    return Earlier(
        base.settings,
        base.quality,
        tuple(_theme(theme, parts.get(theme.id, ())) for theme in base.themes),
        _assignments(session, base, {number: theme.theme_key for number, theme in themes.items()}),
    )


def _theme(theme: Theme, subs: Iterable[FoundSub]) -> FoundTheme:
    return FoundTheme(
        theme.theme_key,
        theme.name_id,
        theme.name_en,
        tuple(map(str, theme.terms)),
        theme.size,
        theme.asks_id,
        theme.asks_en,
        candidate=theme.candidate,
        subs=tuple(subs),
    )


def _assignments(
    session: Session, base: ThemeRun, keys: Mapping[int, str]
) -> dict[ContributionRef, FoundAssignment]:
    found: dict[ContributionRef, FoundAssignment] = {}
    rows = session.execute(
        select(ThemeAssignment.__table__)
        .where(ThemeAssignment.run_id == base.id)
        .order_by(ThemeAssignment.rank)
        .execution_options(yield_per=1000)
    )
    for row in rows:
        ref = ContributionRef(row.contribution_kind, row.contribution_key, row.contribution_field)
        theme = keys.get(row.theme_id)
        if row.rank == 1:
            found[ref] = FoundAssignment(
                ref,
                theme,
                None,
                row.confidence,
                row.is_quote,
                sub=row.sub_key,
                unclear=row.unclear,
                ask=row.ask,
            )
        elif ref in found:
            found[ref] = replace(found[ref], second=theme)
    return found


def to_read(
    said: Sequence[Contribution], earlier: Earlier, labelled: Mapping[ContributionRef, str]
) -> list[Contribution]:
    """What is new, and what the model learns from."""
    return [one for one in said if one.ref not in earlier.assignments or one.ref in labelled]


def joined(
    said: Sequence[Contribution],
    earlier: Earlier,
    found: Findings,
    folds: Sequence[str],
    frames: Set[str] = frozenset(),
) -> Findings:
    """The earlier run with what is new in it, in the order of `said`; `folds` are those of all of them.

    `frames`: as for `found_themes`.

    Themes that the model found outside its list in the new texts alone are left for a run over everything: of a
    few texts they would be no themes.
    """
    new = {one.ref: one for one in found.assignments if one.ref not in earlier.assignments}
    listed = {theme.theme_key: theme for theme in found.themes if not theme.found}
    known = {theme.theme_key for theme in earlier.themes}
    assignments = [
        earlier.assignments[one.ref] if one.ref in earlier.assignments else _listed(new[one.ref], listed)
        for one in said
    ]
    spoken = {one.theme for one in assignments} | {one.second for one in assignments}
    themes = [
        *earlier.themes,
        *(replace(theme, subs=()) for key, theme in listed.items() if key not in known),
    ]
    asked = _asked(assignments)
    return Findings(
        settings=found.settings or earlier.settings,
        quality={**earlier.quality, **_figures(assignments, folds), "only_new": len(new)},
        themes=retold([theme for theme in themes if theme.theme_key in spoken], said, frames),
        assignments=tuple(
            replace(one, fold=fold, unit_id=text.unit_id, ask=asked.get(one.ref))
            for one, fold, text in zip(assignments, folds, said, strict=True)
        ),
    )


def _listed(one: FoundAssignment, listed: Mapping[str, FoundTheme]) -> FoundAssignment:
    return replace(
        one,
        theme=one.theme if one.theme in listed else None,
        second=one.second if one.second in listed and one.theme in listed else None,
        is_quote=False,
        sub="",
    )


def _asked(assignments: Iterable[FoundAssignment]) -> dict[ContributionRef, int]:
    """Ranks without gaps or doubles: one of the earlier run before a new one of the same rank."""
    wanted = sorted(((one.ask, at, one.ref) for at, one in enumerate(assignments) if one.ask is not None))
    return {ref: rank for rank, (_, _, ref) in enumerate(wanted, 1)}


def _figures(assignments: Sequence[FoundAssignment], folds: Sequence[str]) -> dict[str, object]:
    """What the quality says of all texts, counted again."""
    themed = [one.confidence for one in assignments if one.theme is not None]
    return {
        "texts": len(assignments),
        "different": len(set(folds)),
        "unclassified": len(assignments) - len(themed),
        "coverage": round(len(themed) / len(assignments), 4) if assignments else None,
        "unclear": sum(one.unclear for one in assignments),
        "mean_confidence": round(sum(themed) / len(themed), 4) if themed else None,
    }
