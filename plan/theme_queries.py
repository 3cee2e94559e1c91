"""Find runs, themes and needs, and the words that stand behind them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from sqlalchemy import Select, func, null, select
from sqlalchemy.orm import Session

from core.contributions import Contribution, ContributionRef, ContributionSource
from core.errors import N_, NotFound
from plan.enums import RunState, ThemeState
from plan.item_models import plan_item_need
from plan.item_rules import QUOTES_FROM
from plan.linking import root_of
from plan.models import Need, NeedContribution, Theme, ThemeAssignment, ThemeRun

PAGE = 25


@dataclass(frozen=True)
class Voice:
    """A contribution as a page shows it. `text` is None where the person took it back."""

    ref: ContributionRef
    text: str | None
    is_quote: bool
    confidence: float | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class VoicePage:
    """One page of contributions."""

    voices: tuple[Voice, ...]
    number: int
    pages: int
    total: int


def runs_of_cycle(session: Session, cycle_id: int) -> list[ThemeRun]:
    """Newest first."""
    query = select(ThemeRun).where(ThemeRun.cycle_id == cycle_id).order_by(ThemeRun.id.desc())
    return list(session.scalars(query))


def run_by_id(session: Session, run_id: int) -> ThemeRun:
    """A run for staff."""
    run = session.get(ThemeRun, run_id)
    if run is None:
        raise NotFound(N_("Proses tema itu tidak ada."))
    return run


def newest_done(session: Session, cycle_id: int, purpose: str) -> ThemeRun | None:
    """The run that decisions are made about."""
    return session.scalar(
        select(ThemeRun)
        .where(ThemeRun.cycle_id == cycle_id, ThemeRun.purpose == purpose, ThemeRun.state == RunState.DONE)
        .order_by(ThemeRun.id.desc())
        .limit(1)
    )


def theme_in_run(session: Session, run_id: int, theme_key: str) -> Theme:
    """A theme by its run and taxonomy key."""
    theme = session.scalar(select(Theme).where(Theme.run_id == run_id, Theme.theme_key == theme_key))
    if theme is None:
        raise NotFound(N_("Tema itu tidak ada."))
    return theme


def need_by_key(session: Session, key: str) -> Need:
    """A need for staff."""
    need = session.scalar(select(Need).where(Need.key == key))
    if need is None:
        raise NotFound(N_("Kebutuhan itu tidak ada."))
    return need


def public_need(session: Session, theme_key: str) -> Need:
    """The need behind a theme's public address; what is not accepted is as good as absent."""
    theme = session.scalar(select(Theme).where(Theme.key == theme_key))
    need = root_of(theme).need if theme is not None else None
    if need is None:
        raise NotFound(N_("Tema itu tidak ada, atau belum diterima sebagai kebutuhan."))
    return need


def merge_targets(session: Session, theme: Theme) -> list[Theme]:
    """Themes that may speak for this one: those of its run, and needs of the cycle from earlier runs."""
    query = (
        select(Theme)
        .join(ThemeRun, ThemeRun.id == Theme.run_id)
        .where(
            ThemeRun.cycle_id == theme.run.cycle_id,
            ThemeRun.purpose == theme.run.purpose,
            Theme.id != theme.id,
            (Theme.state == ThemeState.ACCEPTED)
            | ((Theme.run_id == theme.run_id) & (Theme.state == ThemeState.PROPOSED)),
        )
        .order_by(Theme.state, Theme.name_id)
    )
    return list(session.scalars(query))


def waiting_themes(session: Session, run: ThemeRun) -> int:
    """Themes of a run that nobody has decided about yet."""
    waiting = (Theme.run_id == run.id, Theme.state == ThemeState.PROPOSED)
    return session.scalar(select(func.count()).select_from(Theme).where(*waiting)) or 0


def unclassified_count(session: Session, run: ThemeRun) -> int:
    """Contributions that the run left without a theme."""
    return session.scalar(_count(_assigned(run.id, None))) or 0


def quotes_of_run(
    session: Session, run: ThemeRun, sources: Iterable[ContributionSource]
) -> dict[int, list[str]]:
    """The typical examples of each theme, for staff."""
    found = ThemeAssignment
    rows = session.execute(
        select(found.contribution_kind, found.contribution_key, found.contribution_field, found.theme_id)
        .where(found.run_id == run.id, found.rank == 1, found.is_quote, found.theme_id.is_not(None))
        .order_by(found.confidence.desc(), found.contribution_key)
    ).all()
    said = fetch_all(session, [ContributionRef(*row[:3]) for row in rows], sources)
    quotes: dict[int, list[str]] = {}
    for kind, key, field, theme_id in rows:
        contribution = said.get(ContributionRef(kind, key, field))
        if contribution is not None and theme_id is not None:
            quotes.setdefault(theme_id, []).append(contribution.text)
    return quotes


def people_behind(session: Session, need: Need) -> int:
    """How many answers stand behind a need; two texts of one answer count once."""
    trace = NeedContribution
    answers = select(trace.contribution_kind, trace.contribution_key).where(trace.need_id == need.id)
    return session.scalar(_count(answers.distinct())) or 0


def needs_with_figures(session: Session, cycle_id: int) -> list[tuple[Need, int, int]]:
    """The needs of a cycle, each with its number of answers and of plan items, the greatest first."""
    links = select(plan_item_need.c.need_id, func.count()).group_by(plan_item_need.c.need_id)
    items: Mapping[int, int] = dict(session.execute(links).all())
    needs = session.scalars(select(Need).where(Need.cycle_id == cycle_id).order_by(Need.id))
    rows = [(need, people_behind(session, need), items.get(need.id, 0)) for need in needs]
    return sorted(rows, key=lambda row: (-row[1], row[0].id))


def quotes_of_need(session: Session, need: Need, sources: Iterable[ContributionSource]) -> tuple[str, ...]:
    """The quotes everybody may read: none where so few stand behind the need that one could be guessed."""
    if people_behind(session, need) < QUOTES_FROM:
        return ()
    query = _behind(need).where(NeedContribution.is_quote)
    refs = [ContributionRef(*row[:3]) for row in session.execute(query).all()]
    return tuple(c.text for c in fetch_all(session, refs, sources).values())


def voices_of_theme(
    session: Session,
    run: ThemeRun,
    theme: Theme | None,
    sources: Iterable[ContributionSource],
    *,
    number: int,
) -> VoicePage:
    """What was said under a theme of a run (None: not classified), typical examples and the surest first."""
    found = ThemeAssignment
    query = _assigned(run.id, theme.id if theme else None).order_by(
        found.is_quote.desc(), found.confidence.desc(), found.contribution_key, found.contribution_field
    )
    return _page(session, query, sources, number)


def voices_of_need(
    session: Session, need: Need, sources: Iterable[ContributionSource], *, number: int
) -> VoicePage:
    """What was said behind a need, quotes first."""
    return _page(session, _behind(need), sources, number)


def fetch_all(
    session: Session, refs: Sequence[ContributionRef], sources: Iterable[ContributionSource]
) -> dict[ContributionRef, Contribution]:
    """Those that still exist, in the order asked for."""
    found: dict[ContributionRef, Contribution] = {}
    for source in sources:
        own = [ref for ref in refs if ref.kind == source.kind]
        if own:
            found |= {c.ref: c for c in source.fetch(session, own)}
    return {ref: found[ref] for ref in refs if ref in found}


def _count(query: Select[*tuple[Any, ...]]) -> Select[int]:
    return select(func.count()).select_from(query.order_by(None).subquery())


def _assigned(run_id: int, theme_id: int | None) -> Select[str, str, str, bool, Any]:
    found = ThemeAssignment
    columns = (found.contribution_kind, found.contribution_key, found.contribution_field)
    return select(*columns, found.is_quote, found.confidence).where(
        found.run_id == run_id, found.rank == 1, found.theme_id == theme_id
    )


def _behind(need: Need) -> Select[str, str, str, bool, Any]:
    trace = NeedContribution
    columns = (trace.contribution_kind, trace.contribution_key, trace.contribution_field)
    return (
        select(*columns, trace.is_quote, null())
        .where(trace.need_id == need.id)
        .order_by(trace.is_quote.desc(), *columns)
    )


def _page(
    session: Session,
    query: Select[str, str, str, bool, Any],
    sources: Iterable[ContributionSource],
    number: int,
) -> VoicePage:
    total = session.scalar(_count(query)) or 0
    pages = max(ceil(total / PAGE), 1)
    number = min(max(number, 1), pages)
    rows = session.execute(query.limit(PAGE).offset((number - 1) * PAGE)).all()
    said = fetch_all(session, [ContributionRef(*row[:3]) for row in rows], sources)
    voices = []
    for kind, key, field, is_quote, confidence in rows:
        ref = ContributionRef(kind, key, field)
        contribution = said.get(ref)
        text, unit_id = (contribution.text, contribution.unit_id) if contribution else (None, None)
        voices.append(Voice(ref, text, is_quote, confidence, unit_id))
    return VoicePage(tuple(voices), number, pages, total)
