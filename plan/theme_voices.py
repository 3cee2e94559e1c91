"""The words behind themes and needs: pages of contributions, and the quotes everybody may read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from sqlalchemy import Select, false, func, null, select
from sqlalchemy.orm import Session

from core.contributions import Contribution, ContributionRef, ContributionSource, Gone
from plan.item_rules import QUOTES_FROM
from plan.models import Need, NeedContribution, Theme, ThemeAssignment, ThemeRun

PAGE = 25


@dataclass(frozen=True)
class Voice:
    """A contribution as a page shows it. `text` is None where the person took it back.

    `gone` has the number of its tombstone, where its source keeps one.
    """

    ref: ContributionRef
    text: str | None
    is_quote: bool
    confidence: float | None = None
    unit_id: int | None = None
    gone: Gone | None = None


@dataclass(frozen=True)
class VoicePage:
    """One page of contributions."""

    voices: tuple[Voice, ...]
    number: int
    pages: int
    total: int

    @property
    def before(self) -> int | None:
        """The page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after, if there is one."""
        return self.number + 1 if self.number < self.pages else None


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


def quotes_of_need(session: Session, need: Need, sources: Iterable[ContributionSource]) -> tuple[str, ...]:
    """The quotes everybody may read: none where so few stand behind the need that one could be guessed."""
    refs = _quoted(session, need)
    return tuple(c.text for c in fetch_all(session, refs, sources).values())


def gone_quotes_of_need(
    session: Session, need: Need, sources: Iterable[ContributionSource]
) -> tuple[Gone, ...]:
    """In the place of quotes whose writers took them back or replaced them."""
    return tuple(gone_of(session, _quoted(session, need), sources).values())


def _quoted(session: Session, need: Need) -> list[ContributionRef]:
    if need.people < QUOTES_FROM:
        return []
    trace = NeedContribution
    keys = (trace.contribution_kind, trace.contribution_key, trace.contribution_field)
    query = _behind(need).where(trace.is_quote).order_by(None).order_by(*keys)
    return [ContributionRef(*row[:3]) for row in session.execute(query).all()]


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
    # Of the unclassified, those come first that the model was least sure to leave out: they may say most.
    sure = found.confidence.desc() if theme else found.confidence
    query = _assigned(run.id, theme.id if theme else None).order_by(
        found.is_quote.desc(), sure, found.contribution_key, found.contribution_field
    )
    return _page(session, query, sources, number)


def voices_of_need(
    session: Session, need: Need, sources: Iterable[ContributionSource], *, number: int
) -> VoicePage:
    """What was said behind a need, quotes first."""
    return _page(session, _behind(need), sources, number)


def voices_of_refs(
    session: Session,
    refs: Select[*tuple[Any, ...]],
    sources: Iterable[ContributionSource],
    *,
    number: int,
    total: int | None = None,
) -> VoicePage:
    """What was said at these addresses (kind, key, field in this order), page by page.

    `total` saves counting them.
    """
    return _page(session, refs.add_columns(false(), null()), sources, number, total)


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


def gone_of(
    session: Session, refs: Sequence[ContributionRef], sources: Iterable[ContributionSource]
) -> dict[ContributionRef, Gone]:
    """Of those that do not exist any more, how they went, in the order asked for."""
    found: dict[ContributionRef, Gone] = {}
    for source in sources:
        own = [ref for ref in refs if ref.kind == source.kind]
        if own:
            found.update(source.gone(session, own))
    return {ref: found[ref] for ref in refs if ref in found}


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
        .order_by(trace.is_quote.desc(), *(column.desc() for column in columns))
    )


def _page(
    session: Session,
    query: Select[*tuple[Any, ...]],
    sources: Iterable[ContributionSource],
    number: int,
    total: int | None = None,
) -> VoicePage:
    if total is None:
        whole = select(func.count()).select_from(query.order_by(None).subquery())
        total = session.scalar(whole) or 0
    pages = max(ceil(total / PAGE), 1)
    number = min(max(number, 1), pages)
    rows = session.execute(query.limit(PAGE).offset((number - 1) * PAGE)).all()
    refs = [ContributionRef(*row[:3]) for row in rows]
    said = fetch_all(session, refs, sources)
    gone = gone_of(session, [ref for ref in refs if ref not in said], sources)
    voices = []
    for kind, key, field, is_quote, confidence in rows:
        ref = ContributionRef(kind, key, field)
        contribution = said.get(ref)
        text, unit_id = (contribution.text, contribution.unit_id) if contribution else (None, None)
        voices.append(Voice(ref, text, is_quote, confidence, unit_id, gone.get(ref)))
    return VoicePage(tuple(voices), number, pages, total)
