"""Read the trace ledger: what leads to a station, what it led to, and what was taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, text
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.contributions import ContributionRef
from core.errors import N_, NotFound
from plan.enums import RunState
from plan.ledger import Node, standing
from plan.ledger_models import TraceEdge
from plan.models import Theme, ThemeAssignment, ThemeRun

PAGE = 20
# So many changes that were taken back are told at most, the latest first.
LATEST = 20


@dataclass(frozen=True)
class Edge:
    """One edge as a station's page tells it. `actor` is empty where the system did it, or an account is gone."""

    source: Node
    target: Node
    action: str
    reason: str
    at: datetime
    actor: str


@dataclass(frozen=True)
class EdgePage:
    """Some of the edges at a station. A hundred thousand may lead to one: they are not counted."""

    edges: Sequence[Edge]
    number: int
    more: bool

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


@dataclass(frozen=True)
class Grouping:
    """Where the newest run put a contribution; `rank` 2 is a second theme."""

    theme: Theme
    run: ThemeRun
    rank: int


def edges_at(session: Session, node: Node, *, forward: bool, number: int = 1) -> EdgePage:
    """What leads away from a station (`forward`) or to it, as it stands now."""
    number = max(number, 1)
    ends = (TraceEdge.target_kind, TraceEdge.target_key) if forward else _SOURCE
    query = _told().where(_at(node, forward=forward), standing()).order_by(*ends)
    rows = session.execute(query.limit(PAGE + 1).offset((number - 1) * PAGE)).all()
    return EdgePage([_edge(row) for row in rows[:PAGE]], number, len(rows) > PAGE)


def taken_back(session: Session, node: Node) -> list[Edge]:
    """What led to or from a station once and was taken back, the latest first."""
    found: list[Any] = []
    for forward in (True, False):
        # As the partial index has it: a parameter in its place would not be recognised.
        query = _told().where(_at(node, forward=forward), text("turn % 2 = 0"))
        found += session.execute(query.order_by(TraceEdge.at.desc(), *_SOURCE).limit(LATEST)).all()
    edges = sorted(map(_edge, found), key=lambda edge: edge.at, reverse=True)
    return edges[:LATEST]


def require_known(session: Session, node: Node) -> None:
    """Raises NotFound where neither the ledger nor a theme run knows of the station."""
    known = select(TraceEdge.turn).where(_at(node, forward=True) | _at(node, forward=False)).limit(1)
    if session.scalar(known) is None and not groupings(session, node):
        raise NotFound(N_("Tidak ada jejak untuk alamat itu."))


def groupings(session: Session, node: Node) -> list[Grouping]:
    """What the newest run that read a contribution said of it."""
    found = ThemeAssignment
    query = (
        select(ThemeRun, Theme, found.rank)
        .join(ThemeRun, ThemeRun.id == found.run_id)
        .outerjoin(Theme, Theme.id == found.theme_id)
        .where(
            found.contribution_kind == node.kind,
            found.contribution_key == node.key,
            found.contribution_field == node.field,
            ThemeRun.state == RunState.DONE,
        )
        .order_by(found.run_id.desc(), found.rank)
        .limit(2)
    )
    rows = session.execute(query).all()
    return [
        Grouping(theme, run, rank) for run, theme, rank in rows if theme is not None and run is rows[0][0]
    ]


def ref_of(node: Node) -> ContributionRef:
    """A station as what somebody said; only where it is none of the plan's own kinds."""
    return ContributionRef(node.kind, node.key, node.field)


_SOURCE = (TraceEdge.source_kind, TraceEdge.source_key, TraceEdge.source_field)


def _at(node: Node, *, forward: bool) -> ColumnElement[bool]:
    if not forward:
        return (TraceEdge.target_kind == node.kind) & (TraceEdge.target_key == node.key)
    kind, key, field = _SOURCE
    return (kind == node.kind) & (key == node.key) & (field == node.field)


def _told() -> Select[*tuple[Any, ...]]:
    return select(TraceEdge, Account.name).outerjoin(Account, Account.id == TraceEdge.actor_id)


def _edge(row: Any) -> Edge:
    edge, name = row
    source = Node(edge.source_kind, edge.source_key, edge.source_field)
    target = Node(edge.target_kind, edge.target_key)
    return Edge(source, target, edge.action, edge.reason, edge.at, name or "")
