"""Found themes get the keys they had in earlier runs, so that what was decided about them holds."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from plan.enums import RunState
from plan.findings import Findings, FoundAssignment, FoundTheme
from plan.models import Theme, ThemeRun
from plan.workbench.matching import CANDIDATE, FOUND, number_of, same_themes
from plan.workbench.teaching import places_in


def keep_identity(session: Session, run: ThemeRun, findings: Findings) -> Findings:
    """The findings with every found theme under its old key, or under one that nothing had before."""
    fresh = {theme.theme_key: theme for theme in findings.themes if theme.found}
    if not fresh:
        return findings
    earlier = _earlier(session, run)
    # A search that went on says itself which of the earlier themes these are; what came up beside them is none of those.
    led = {key for key, theme in fresh.items() if key in earlier and not theme.candidate}
    others = {key: places for key, places in earlier.items() if key not in led}
    found = fresh.keys() - led
    now = {one.ref: one.theme if one.theme in found else "" for one in findings.assignments}
    kept = same_themes(others, {ref: theme or "" for ref, theme in now.items()})
    keys, number = {**{key: key for key in led}, **kept}, _last_number(session, run)
    for key, theme in fresh.items():
        if key not in keys:
            number += 1
            keys[key] = f"{CANDIDATE if theme.candidate else FOUND}-{number}"
    return _renamed(findings, keys)


def _renamed(findings: Findings, keys: Mapping[str, str]) -> Findings:
    """Under their own keys. What is a known theme found again goes to that, without parts of its own."""
    known = {theme.theme_key for theme in findings.themes if not theme.found}
    again = {key for key, kept in keys.items() if kept in known}
    themes = [_key(theme, keys) for theme in findings.themes if theme.theme_key not in again]
    return replace(
        findings,
        themes=tuple(themes),
        assignments=tuple(_under(one, keys, again) for one in findings.assignments),
    )


def _key(theme: FoundTheme, keys: Mapping[str, str]) -> FoundTheme:
    if not theme.found:
        return theme
    key = keys[theme.theme_key]
    if theme.name_id != theme.theme_key:
        return replace(theme, theme_key=key)
    # No word that could name it: the number of this run would be taken for the theme's own.
    number = number_of(key)
    return replace(theme, theme_key=key, name_id=f"Tema temuan {number}", name_en=f"Found theme {number}")


def _under(one: FoundAssignment, keys: Mapping[str, str], again: set[str]) -> FoundAssignment:
    theme, second = keys.get(one.theme or "", one.theme), keys.get(one.second or "", one.second)
    return replace(
        one,
        theme=theme,
        second=None if second == theme else second,
        sub="" if one.theme in again else one.sub,
    )


def _earlier(session: Session, run: ThemeRun) -> dict[str, Mapping[ContributionRef, str]]:
    """For each found theme of earlier runs of this kind, where everything was in the last run that had it."""
    last = session.execute(
        select(Theme.theme_key, func.max(Theme.run_id))
        .join(ThemeRun, ThemeRun.id == Theme.run_id)
        .where(
            ThemeRun.cycle_id == run.cycle_id,
            ThemeRun.purpose == run.purpose,
            ThemeRun.taxonomy == run.taxonomy,
            ThemeRun.state == RunState.DONE,
            ThemeRun.id < run.id,
            Theme.size > 0,
            or_(*(Theme.theme_key.startswith(f"{kind}-") for kind in (FOUND, CANDIDATE))),
        )
        .group_by(Theme.theme_key)
    ).all()
    places = {run_id: _themes(session, run_id) for run_id in sorted({run_id for _, run_id in last})}
    return {key: places[run_id] for key, run_id in last if number_of(key)}


def _themes(session: Session, run_id: int) -> dict[ContributionRef, str]:
    return {ref: place.theme_key for ref, place in places_in(session, run_id).items()}


def _last_number(session: Session, run: ThemeRun) -> int:
    """The greatest number that a found theme of this cycle and purpose ever had."""
    keys = session.scalars(
        select(Theme.theme_key)
        .join(ThemeRun, ThemeRun.id == Theme.run_id)
        .where(ThemeRun.cycle_id == run.cycle_id, ThemeRun.purpose == run.purpose)
        .distinct()
    )
    return max((number_of(key) for key in keys), default=0)
