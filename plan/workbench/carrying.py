"""A run comes after people's decisions: what they placed, named, made, merged or rejected stays as it was."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.contributions import ContributionRef
from plan.enums import RunState, ThemeState
from plan.findings import Findings, FoundAssignment, FoundTheme
from plan.models import Theme, ThemeAssignment, ThemeRun
from plan.replies.services import repeat_reply
from plan.workbench.identity import keep_identity
from plan.workbench.models import ThemeMemory
from plan.workbench.teaching import locked_places, memories
from plan.workbench.units import unit_figures

# A person was sure.
SURE = 1.0


def last_themes(session: Session, run: ThemeRun) -> dict[str, Theme]:
    """Of each theme the newest row before this run, whatever was decided about it."""
    rows = session.scalars(
        select(Theme)
        .join(ThemeRun, ThemeRun.id == Theme.run_id)
        .where(
            ThemeRun.cycle_id == run.cycle_id,
            ThemeRun.purpose == run.purpose,
            ThemeRun.state == RunState.DONE,
            ThemeRun.id < run.id,
        )
        .order_by(Theme.run_id)
        .execution_options(populate_existing=True)
    )
    return {theme.theme_key: theme for theme in rows}


def heed_people(session: Session, run: ThemeRun, findings: Findings) -> Findings:
    """The findings with every locked contribution in its place, and with the themes and names people gave."""
    findings = keep_identity(session, run, findings)
    said, last = memories(session, run.cycle_id, run.purpose), last_themes(session, run)
    placed = locked_places(session, run.cycle_id, run.purpose)
    assignments = [_put(one, placed) for one in findings.assignments]
    wanted = {one.theme for one in assignments if one.theme} | _kept(run, said, last)
    sizes = Counter(one.theme for one in assignments)
    found = {theme.theme_key: theme for theme in findings.themes}
    themes = [*findings.themes, *(_again(key, said, last) for key in sorted(wanted - found.keys()))]
    quality = dict(findings.quality)
    if "unclassified" in quality:
        quality["unclassified"] = sizes[None]
    if "unclear" in quality:
        quality["unclear"] = sum(one.unclear for one in assignments)
    if any(one.unit_id for one in assignments):
        quality["units"] = unit_figures(assignments)
    return replace(
        findings,
        quality=quality,
        themes=tuple(_named(replace(theme, size=sizes[theme.theme_key]), said, last) for theme in themes),
        assignments=tuple(assignments),
    )


def _put(found: FoundAssignment, placed: Mapping[ContributionRef, str]) -> FoundAssignment:
    """A locked contribution stays where people put it, whatever the model says."""
    if found.ref not in placed:
        return found
    theme = placed[found.ref] or None
    same = found.theme == theme
    return replace(
        found,
        theme=theme,
        second=None if found.second == theme or theme is None else found.second,
        confidence=SURE,
        is_quote=found.is_quote and same,
        sub=found.sub if same else "",
        unclear=found.unclear and theme is None,
    )


def _kept(run: ThemeRun, said: Mapping[str, ThemeMemory], last: Mapping[str, Theme]) -> set[str]:
    """Themes that a run has though the model did not find them: made by people; accepted, or merged into, in a run
    of the same kind. What another list of themes led to stays a need, and is not listed here again.
    """
    made = {key for key, memory in said.items() if memory.made}
    last = {key: theme for key, theme in last.items() if theme.run.taxonomy == run.taxonomy}
    accepted = {key for key, theme in last.items() if theme.state == ThemeState.ACCEPTED}
    spoken_for = {theme.merged_into.theme_key for theme in last.values() if theme.merged_into is not None}
    return made | accepted | spoken_for


def _again(key: str, said: Mapping[str, ThemeMemory], last: Mapping[str, Theme]) -> FoundTheme:
    if key in last:
        return FoundTheme(key, last[key].name_id, last[key].name_en, (), 0)
    return FoundTheme(key, said[key].name_id, said[key].name_en, (), 0)


def _named(theme: FoundTheme, said: Mapping[str, ThemeMemory], last: Mapping[str, Theme]) -> FoundTheme:
    memory, before = said.get(theme.theme_key), last.get(theme.theme_key)
    if theme.name_id == theme.theme_key and before is not None:
        # The model knew no more of it than the key that people's corrections gave it.
        theme = replace(theme, name_id=before.name_id, name_en=before.name_en)
    if memory is None or not memory.name_id:
        return theme
    return replace(theme, name_id=memory.name_id, name_en=memory.name_en)


def carry_decisions(session: Session, run: ThemeRun, themes: Iterable[Theme]) -> int:
    """Rejected stays rejected with its reason, merged goes where it went before; returns how many.

    Themes that became a need are linked to it by `plan.linking`, before this.
    """
    last = last_themes(session, run)
    here = {theme.theme_key: theme for theme in themes}
    carried = 0
    for key, theme in here.items():
        before = last.get(key)
        if before is None or theme.state != ThemeState.PROPOSED:
            continue
        into = _speaker(before, here, last)
        if before.state == ThemeState.REJECTED:
            theme.state, theme.reason = ThemeState.REJECTED, before.reason
        elif into is not None:
            theme.state, theme.merged_into_id = ThemeState.MERGED, into.id
        else:
            continue
        theme.decided_by, theme.decided_at = before.decided_by, before.decided_at
        carried += 1
        session.flush()
        repeat_reply(session, theme, _under(theme))
    return carried


def _under(theme: Theme) -> Select[*tuple[Any, ...]]:
    found = ThemeAssignment
    ref = (found.contribution_kind, found.contribution_key, found.contribution_field)
    return select(*ref).where(found.theme_id == theme.id, found.rank == 1)


def _speaker(before: Theme, here: Mapping[str, Theme], last: Mapping[str, Theme]) -> Theme | None:
    """This run's row of the theme that spoke for another one before; None where that would lead in a circle."""
    if before.merged_into is None:
        return None
    seen, one = {before.theme_key}, last.get(before.merged_into.theme_key)
    while one is not None and one.merged_into is not None and one.theme_key not in seen:
        seen.add(one.theme_key)
        one = last.get(one.merged_into.theme_key)
    if one is not None and one.theme_key in seen:
        return None
    return here.get(before.merged_into.theme_key)
