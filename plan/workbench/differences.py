"""What changed between two runs of a cycle and purpose: which themes came, went and grew, and who moved what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from plan.enums import RunState
from plan.models import Theme, ThemeAssignment, ThemeRun
from plan.workbench.matching import is_found
from plan.workbench.models import NO_THEME_KEY, Placement


@dataclass(frozen=True)
class Size:
    """A theme in both runs; None where the run does not have it."""

    theme: Theme
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Movement:
    """So many contributions went from one theme to another (None: belum terklasifikasi), `by_people` of them
    because somebody put them there.
    """

    source: Theme | None
    target: Theme | None
    count: int
    by_people: int


@dataclass(frozen=True)
class Difference:
    """`added` and `gone` count contributions that only one of the runs read.

    `broken` counts locked contributions that are not where people put them: it is always 0.
    """

    older: ThemeRun
    newer: ThemeRun
    sizes: tuple[Size, ...]
    movements: tuple[Movement, ...]
    stayed: int
    added: int
    gone: int
    broken: int

    @property
    def moved(self) -> int:
        """Contributions under another theme than before."""
        return sum(movement.count for movement in self.movements)


def earlier_runs(session: Session, run: ThemeRun) -> list[ThemeRun]:
    """The finished runs before this one over the same contributions, newest first.

    Those of another kind have other themes: a list beside what was found without one would compare nothing.
    """
    return list(
        session.scalars(
            select(ThemeRun)
            .where(
                ThemeRun.cycle_id == run.cycle_id,
                ThemeRun.purpose == run.purpose,
                ThemeRun.taxonomy == run.taxonomy,
                ThemeRun.state == RunState.DONE,
                ThemeRun.id < run.id,
            )
            .order_by(ThemeRun.id.desc())
        )
    )


def come_up(session: Session, run: ThemeRun) -> set[str]:
    """Keys of the found themes that the run before did not have; none in the first run of its kind."""
    last = next(iter(earlier_runs(session, run)), None)
    had = {theme.theme_key for theme in last.themes if theme.size} if last else set()
    return {t.theme_key for t in run.themes if last and t.size and is_found(t.theme_key)} - had


def difference(session: Session, older: ThemeRun, newer: ThemeRun) -> Difference:
    """Compare by the themes' taxonomy keys; counted by the database."""
    before, after = ({t.theme_key: t for t in run.themes} for run in (older, newer))
    pairs = _pairs(session, older, newer)
    movements = [
        Movement(before.get(source or ""), after.get(target or ""), count, people)
        for source, target, count, people in pairs
        if source != target
    ]
    common = sum(count for _, _, count, _ in pairs)
    return Difference(
        older,
        newer,
        tuple(_sizes(before, after)),
        tuple(sorted(movements, key=lambda m: (-m.count, _key(m.source), _key(m.target)))),
        stayed=common - sum(m.count for m in movements),
        added=newer.text_count - common,
        gone=older.text_count - common,
        broken=_broken(session, newer),
    )


def _key(theme: Theme | None) -> str:
    return theme.theme_key if theme else ""


def _sizes(before: Mapping[str, Theme], after: Mapping[str, Theme]) -> list[Size]:
    sizes = []
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        theme = new or old
        assert theme is not None
        sizes.append(Size(theme, old.size if old else None, new.size if new else None))
    return sorted(sizes, key=lambda s: (-(s.after or 0), -(s.before or 0), s.theme.theme_key))


def _same(left: Any, right: Any) -> ColumnElement[bool]:
    names = ("contribution_kind", "contribution_key", "contribution_field")
    return and_(*(getattr(left, name) == getattr(right, name) for name in names))


def _pairs(
    session: Session, older: ThemeRun, newer: ThemeRun
) -> list[tuple[str | None, str | None, int, int]]:
    """(theme before, theme after, contributions, those of them that people put there)."""
    old, new = aliased(ThemeAssignment), aliased(ThemeAssignment)
    was, now = aliased(Theme), aliased(Theme)
    people = case((Placement.theme_key == func.coalesce(now.theme_key, NO_THEME_KEY), 1), else_=0)
    query = (
        select(was.theme_key, now.theme_key, func.count(), func.sum(people))
        .select_from(old)
        .join(new, and_(_same(old, new), new.run_id == newer.id, new.rank == 1))
        .outerjoin(was, was.id == old.theme_id)
        .outerjoin(now, now.id == new.theme_id)
        .outerjoin(Placement, _same(Placement, new))
        .where(old.run_id == older.id, old.rank == 1)
        .group_by(was.theme_key, now.theme_key)
    )
    return [(source, target, count, int(by)) for source, target, count, by in session.execute(query)]


def _broken(session: Session, run: ThemeRun) -> int:
    found = (
        select(func.count())
        .select_from(ThemeAssignment)
        .join(Placement, _same(Placement, ThemeAssignment))
        .outerjoin(Theme, Theme.id == ThemeAssignment.theme_id)
        .where(
            ThemeAssignment.run_id == run.id,
            ThemeAssignment.rank == 1,
            Placement.locked,
            func.coalesce(Theme.theme_key, NO_THEME_KEY) != Placement.theme_key,
        )
    )
    return session.scalar(found) or 0
