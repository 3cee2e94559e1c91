"""What has moved in a cycle, as news: what everybody can read anyway, and never a single contribution."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.cycles.models import Cycle
from core.errors import N_
from plan.enums import ItemState
from plan.following.enums import TopicKind
from plan.following.topics import theme_key_of
from plan.item_models import Indicator, PlanItem
from plan.linking import root_of
from plan.models import Need, Theme, ThemeRun
from plan.replies.enums import ReplyKind
from plan.replies.models import Reply

TopicRef = tuple[str, str]


@dataclass(frozen=True)
class Event:
    """Something that moved. `said` is a source string with a place for the title; `path` its public page."""

    key: str
    topics: frozenset[TopicRef]
    said: str
    title_id: str
    title_en: str
    path: str
    state: str = ""


_DECLINED = {
    ReplyKind.POSTPONED: N_("Keputusan atas tema “%(title)s”: ditunda."),
    ReplyKind.NOT_FEASIBLE: N_("Keputusan atas tema “%(title)s”: belum dapat dilaksanakan."),
    ReplyKind.FORWARDED: N_("Keputusan atas tema “%(title)s”: diteruskan ke instansi berwenang."),
}
_ACCEPTED = N_("Menjadi kebutuhan: “%(title)s”.")
_MOVED = N_("Butir rencana “%(title)s” kini: %(state)s.")
_MEASURED = N_("Hasil butir rencana “%(title)s” diukur.")


def events_of(session: Session, cycle_id: int) -> list[Event]:
    """Everything that moved in a cycle so far; each with the topics whose followers it concerns."""
    cycle = session.get_one(Cycle, cycle_id)
    everybody: TopicRef = (TopicKind.CYCLE, cycle.key)
    themes = list(
        session.scalars(
            select(Theme)
            .join(ThemeRun, ThemeRun.id == Theme.run_id)
            .where(ThemeRun.cycle_id == cycle_id)
            .options(selectinload(Theme.run))
        )
    )
    needs = list(session.scalars(select(Need).where(Need.cycle_id == cycle_id).order_by(Need.id)))
    following = _topics_of_needs(needs, themes)
    return [
        *_accepted(needs, following, everybody),
        *_declined(session, cycle_id, themes, everybody),
        *_items(session, cycle_id, following, everybody),
    ]


def _topics_of_needs(needs: Iterable[Need], themes: Iterable[Theme]) -> dict[int, set[TopicRef]]:
    """By need id: itself, and every theme that leads to it."""
    topics: dict[int, set[TopicRef]] = {need.id: {(TopicKind.NEED, need.key)} for need in needs}
    for theme in themes:
        need = root_of(theme).need
        if need is not None and need.id in topics:
            topics[need.id].add((TopicKind.THEME, theme_key_of(theme.run.purpose, theme.theme_key)))
    return topics


def _accepted(
    needs: Iterable[Need], following: Mapping[int, set[TopicRef]], everybody: TopicRef
) -> list[Event]:
    return [
        Event(
            f"need:{need.key}",
            frozenset({everybody, *following[need.id]}),
            _ACCEPTED,
            need.title_id,
            need.title_en,
            f"/tema/{need.theme.key}",
        )
        for need in needs
        if need.theme is not None
    ]


def _declined(session: Session, cycle_id: int, themes: Iterable[Theme], everybody: TopicRef) -> list[Event]:
    by_id = {theme.id: theme for theme in themes}
    replies = session.scalars(
        select(Reply)
        .where(Reply.cycle_id == cycle_id, Reply.theme_id.is_not(None), Reply.retracted_at.is_(None))
        .order_by(Reply.id)
    )
    events = []
    for reply in replies:
        theme = by_id.get(reply.theme_id or 0)
        if theme is None or reply.kind not in _DECLINED:
            continue
        merged = (one for one in by_id.values() if root_of(one) is theme)
        topics = {(TopicKind.THEME, theme_key_of(one.run.purpose, one.theme_key)) for one in merged}
        events.append(
            Event(
                f"reply:{reply.key}",
                frozenset({everybody, *topics}),
                _DECLINED[ReplyKind(reply.kind)],
                theme.name_id,
                theme.name_en,
                "/lacak",
            )
        )
    return events


def _items(
    session: Session, cycle_id: int, following: Mapping[int, set[TopicRef]], everybody: TopicRef
) -> list[Event]:
    """Each step of an item that everybody can see, and each measurement of it."""
    items = session.scalars(
        select(PlanItem)
        .where(PlanItem.cycle_id == cycle_id, PlanItem.state != ItemState.DRAFT)
        .order_by(PlanItem.id)
        .options(
            selectinload(PlanItem.needs),
            selectinload(PlanItem.steps),
            selectinload(PlanItem.indicators).selectinload(Indicator.measurements),
        )
    )
    events = []
    for item in items:
        topics = frozenset({everybody}.union(*(following.get(need.id, set()) for need in item.needs)))
        names = (item.title_id, item.title_en, f"/rencana/{item.key}")
        events += [Event(f"step:{s.id}", topics, _MOVED, *names, state=s.state) for s in item.steps]
        events += [
            Event(f"measurement:{one.id}", topics, _MEASURED, *names)
            for indicator in item.indicators
            for one in indicator.measurements
        ]
    return events
