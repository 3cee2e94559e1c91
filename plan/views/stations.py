"""Stations of the ledger with their names and pages, each kind read with one query."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_date, gettext
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.errors import N_
from core.web.i18n import localized
from core.web.pages import number
from forum.workshops.models import Workshop
from plan.item_models import Indicator, Measurement, PlanItem
from plan.ledger import Node
from plan.ledger_models import NodeKind
from plan.ledger_queries import ref_of
from plan.models import Need, Theme
from plan.programmes.models import Programme
from plan.proposals.models import Proposal
from plan.replies.enums import REPLY_LABELS, ReplyKind
from plan.replies.models import Reply
from plan.theme_voices import fetch_all, gone_of
from plan.views.sources import contribution_sources

KIND_LABELS: dict[str, str] = {
    NodeKind.THEME: N_("Tema"),
    NodeKind.NEED: N_("Kebutuhan"),
    NodeKind.PLAN_ITEM: N_("Butir rencana"),
    NodeKind.PROGRAMME: N_("Program"),
    NodeKind.SESSION: N_("Sesi"),
    NodeKind.MEASUREMENT: N_("Pengukuran"),
    NodeKind.PROPOSAL: N_("Usulan"),
    NodeKind.REPLY: N_("Keputusan"),
}
_SAID = N_("Masukan")


@dataclass(frozen=True)
class Station:
    """What a page says of a node: its kind and name, its trace, and its own page where there is one."""

    kind: str
    title: str
    trace: str
    url: str = ""
    is_said: bool = False


Named = tuple[str, str]
"""Title and address."""
Reader = Callable[[Session, Collection[str]], Mapping[str, Named]]


def stations(session: Session, nodes: Collection[Node]) -> dict[Node, Station]:
    """Each node as a station; what is gone says so."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for node in nodes:
        keys[node.kind].add(node.key)
    named = {kind: read(session, keys[kind]) for kind, read in READERS.items() if keys[kind]}
    said = _said(session, [node for node in nodes if node.kind not in KIND_LABELS])
    return {node: said.get(node) or _station(node, named.get(node.kind, {})) for node in nodes}


def trace_url(node: Node) -> str:
    """The page that tells where a station comes from and what it led to."""
    if node.field:
        return url_for("ledger.said", kind=node.kind, key=node.key, field=node.field)
    return url_for("ledger.show", kind=node.kind, key=node.key)


def _station(node: Node, named: Mapping[str, Named]) -> Station:
    title, url = named.get(node.key, (gettext("sudah dihapus"), ""))
    return Station(gettext(KIND_LABELS[node.kind]), title, trace_url(node), url)


def _said(session: Session, nodes: Collection[Node]) -> dict[Node, Station]:
    """What people said; in the place of what they took back stands its number."""
    refs = {ref_of(node): node for node in nodes}
    found = fetch_all(session, list(refs), contribution_sources())
    gone = gone_of(session, [ref for ref in refs if ref not in found], contribution_sources())
    stations = {}
    for ref, node in refs.items():
        if ref in found:
            title = found[ref].text
        elif ref in gone:
            title = gettext("Masukan no. %(number)s ditarik penulisnya.", number=gone[ref].number)
        else:
            title = gettext("Masukan ini sudah ditarik oleh pengirimnya.")
        stations[node] = Station(gettext(_SAID), title, trace_url(node), is_said=ref in found)
    return stations


def _themes(session: Session, keys: Collection[str]) -> dict[str, Named]:
    return {
        theme.key: (
            localized(theme, "name"),
            url_for("decisions.show", run_id=theme.run_id, theme_key=theme.theme_key),
        )
        for theme in session.scalars(select(Theme).where(Theme.key.in_(keys)))
    }


def _needs(session: Session, keys: Collection[str]) -> dict[str, Named]:
    found = session.scalars(select(Need).where(Need.key.in_(keys)))
    return {need.key: (localized(need, "title"), url_for("needs.show", key=need.key)) for need in found}


def _items(session: Session, keys: Collection[str]) -> dict[str, Named]:
    found = session.scalars(select(PlanItem).where(PlanItem.key.in_(keys)))
    return {item.key: (localized(item, "title"), url_for("plan_items.show", key=item.key)) for item in found}


def _measurements(session: Session, keys: Collection[str]) -> dict[str, Named]:
    query = select(Measurement).where(Measurement.id.in_([int(key) for key in keys if key.isdecimal()]))
    load = selectinload(Measurement.indicator).selectinload(Indicator.item)
    return {str(one.id): _measured(one) for one in session.scalars(query.options(load))}


def _measured(one: Measurement) -> Named:
    words = gettext(
        "%(name)s: %(value)s %(unit)s pada %(date)s",
        name=localized(one.indicator, "name"),
        value=number(one.value),
        unit=one.indicator.measure_unit,
        date=format_date(one.on, "d MMMM yyyy"),
    )
    return words, url_for("plan_items.show", key=one.indicator.item.key, _anchor="indikator")


def _programmes(session: Session, keys: Collection[str]) -> dict[str, Named]:
    found = session.scalars(select(Programme).where(Programme.key.in_(keys)))
    return {
        one.key: (localized(one, "title"), url_for("plan_items.show", key=one.item.key, _anchor="program"))
        for one in found
    }


def _sessions(session: Session, keys: Collection[str]) -> dict[str, Named]:
    found = session.scalars(select(Workshop).where(Workshop.key.in_(keys)))
    return {
        one.key: (localized(one, "title"), url_for("manage_workshops.show", key=one.key)) for one in found
    }


def _proposals(session: Session, keys: Collection[str]) -> dict[str, Named]:
    found = session.scalars(select(Proposal).where(Proposal.key.in_(keys)))
    return {
        one.key: (
            gettext("Usulan %(number)s", number=one.number or one.note_number),
            url_for("proposals.show", key=one.key),
        )
        for one in found
    }


def _replies(session: Session, keys: Collection[str]) -> dict[str, Named]:
    found = session.scalars(select(Reply).where(Reply.key.in_(keys)))
    return {one.key: (f"{gettext(REPLY_LABELS[ReplyKind(one.kind)])}: {one.reason}", "") for one in found}


READERS: dict[str, Reader] = {
    NodeKind.REPLY: _replies,
    NodeKind.THEME: _themes,
    NodeKind.NEED: _needs,
    NodeKind.PLAN_ITEM: _items,
    NodeKind.MEASUREMENT: _measurements,
    NodeKind.PROGRAMME: _programmes,
    NodeKind.SESSION: _sessions,
    NodeKind.PROPOSAL: _proposals,
}
