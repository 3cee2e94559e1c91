"""Write the trace ledger. Both verbs write nothing where the edge already is so."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    cast,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from core.base import utc_now
from core.contributions import ContributionRef
from core.sql import insert_into
from plan.ledger_models import NodeKind, TraceEdge

_COLUMNS = (
    "source_kind", "source_key", "source_field", "target_kind", "target_key",
    "turn", "action", "reason", "actor_id", "at",
)  # fmt: skip

Edges = Select[*tuple[Any, ...]]
"""Kind, key and field of the source, kind and key of the target, in this order."""


@dataclass(frozen=True, order=True)
class Node:
    """A station of the trace: a contribution (with the field that holds the text) or a thing of the plan."""

    kind: str
    key: str
    field: str = ""


@dataclass(frozen=True)
class Deed:
    """Who changes edges, by what act (a word of the audit log) and why."""

    action: str
    actor_id: int | None
    reason: str = ""


def contribution(ref: ContributionRef) -> Node:
    """The station of something that was said."""
    return Node(ref.kind, ref.key, ref.field)


def link(
    session: Session, source: Node, target: Node, *, action: str, actor_id: int | None, reason: str = ""
) -> None:
    """Say that one led to the other."""
    one = select(*map(literal, (source.kind, source.key, source.field, target.kind, target.key)))
    link_select(session, one, deed=Deed(action, actor_id, reason))


def unlink(
    session: Session, source: Node, target: Node, *, action: str, actor_id: int | None, reason: str = ""
) -> None:
    """Take that back. The edge stays to be read."""
    one = select(*map(literal, (source.kind, source.key, source.field, target.kind, target.key)))
    unlink_select(session, one, deed=Deed(action, actor_id, reason))


def link_select(session: Session, edges: Edges, *, deed: Deed) -> None:
    """The same for many."""
    _write(session, edges, deed, from_turn=0)


def unlink_select(session: Session, edges: Edges, *, deed: Deed) -> None:
    """Take many back."""
    _write(session, edges, deed, from_turn=1)


def _write(session: Session, edges: Edges, deed: Deed, *, from_turn: int) -> None:
    """The next turn of each edge whose turns so far leave `from_turn` when halved."""
    wanted = edges.cte("wanted")
    now = _last_turns(wanted)
    ends = [now.c[name] for name in _COLUMNS[:5]]
    rows = select(
        *ends,
        now.c.turn + 1,
        literal(deed.action),
        literal(deed.reason),
        cast(literal(deed.actor_id), Integer),
        literal(utc_now(), TraceEdge.at.type),
    ).where(now.c.turn % 2 == from_turn)
    # In the order of random keys: the order of rows tells nothing.
    ordered = rows.order_by(*ends)
    session.execute(
        insert_into(session, TraceEdge).from_select(list(_COLUMNS), ordered).on_conflict_do_nothing()
    )


def _last_turns(wanted: CTE) -> Subquery:
    """The wanted edges, each with its newest turn; 0 where it was never drawn.

    Grouped together with what is written, not joined to it: a database that takes a table which just grew for a
    small one would compare each with each.
    """
    written = TraceEdge.__table__.alias("written")
    ends = [column.label(name) for name, column in zip(_COLUMNS, wanted.c, strict=False)]
    same_targets = tuple_(written.c.target_kind, written.c.target_key).in_(
        select(*list(wanted.c)[3:5]).distinct()
    )
    both = union_all(
        select(*ends, literal(0).label("turn"), literal(1).label("wanted")),
        select(*(written.c[name] for name in _COLUMNS[:6]), literal(0)).where(same_targets),
    ).subquery("both")
    columns = [both.c[name] for name in _COLUMNS[:5]]
    asked = select(*columns, func.max(both.c.turn).label("turn")).group_by(*columns)
    return asked.having(func.max(both.c.wanted) == 1).subquery("now")


def standing() -> ColumnElement[bool]:
    """Whether an edge holds now: an odd turn that no later one takes back. For reading some edges of many."""
    later = aliased(TraceEdge)
    same = [getattr(later, name) == getattr(TraceEdge, name) for name in _COLUMNS[:5]]
    # In the words of the partial index over what was taken back, which is little.
    even = later.turn % literal_column("2") == literal_column("0")
    taken_back = select(later.turn).where(*same, even, later.turn == TraceEdge.turn + 1).exists()
    return and_(TraceEdge.turn % 2 == 1, ~taken_back)


def edges_to(kind: NodeKind, key: str) -> Edges:
    """All edges that lead to a station now, for `unlink_select`."""
    return _standing_where(TraceEdge.target_kind == kind, TraceEdge.target_key == key)


def edges_from(node: Node) -> Edges:
    """All edges that lead away from a station now."""
    return _standing_where(
        TraceEdge.source_kind == node.kind,
        TraceEdge.source_key == node.key,
        TraceEdge.source_field == node.field,
    )


def _standing_where(*conditions: ColumnElement[bool]) -> Edges:
    columns = [getattr(TraceEdge, name) for name in _COLUMNS[:5]]
    return select(*columns).where(*conditions).group_by(*columns).having(func.max(TraceEdge.turn) % 2 == 1)
