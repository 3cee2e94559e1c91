"""Staff pages of the trace: one station with what leads to it and what it led to, and the whole cycle as a picture."""

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from core.db import db
from plan import ledger_queries as queries
from plan.flow import flow_of
from plan.item_queries import all_cycles, cycle_for
from plan.ledger import Node
from plan.ledger_models import NodeKind
from plan.views.deed_words import deed_words
from plan.views.flow_picture import flow_picture
from plan.views.stations import Station, stations, trace_url

blueprint = Blueprint("ledger", __name__, url_prefix="/kelola/jejak")


@blueprint.get("")
def index() -> str:
    """From what was said to what was measured: the cycle at a glance."""
    cycle = cycle_for(db.session(), request.args.get("siklus"))
    flow = flow_of(db.session(), cycle.id) if cycle else None
    return render_template(
        "plan/flow.html",
        cycle=cycle,
        cycles=all_cycles(db.session()),
        flow=flow,
        picture=flow_picture(flow) if flow else None,
    )


@blueprint.get("/<string:kind>/<string:key>")
def show(kind: str, key: str) -> str:
    """A thing of the plan, one click from each of its neighbours."""
    return _page(Node(kind, key))


@blueprint.get("/<string:kind>/<string:key>/<string:field>")
def said(kind: str, key: str, field: str) -> str:
    """The same of something that was said."""
    return _page(Node(kind, key, field))


def _page(node: Node) -> str:
    session = db.session()
    queries.require_known(session, node)
    back = queries.edges_at(session, node, forward=False, number=request.args.get("dari", 1, type=int))
    ahead = queries.edges_at(session, node, forward=True, number=request.args.get("menjadi", 1, type=int))
    gone = queries.taken_back(session, node)
    groups = queries.groupings(session, node)
    told = [*back.edges, *ahead.edges, *gone]
    return render_template(
        "plan/trace_node.html",
        node=node,
        back=back,
        ahead=ahead,
        gone=gone,
        groups=groups,
        named=_named(session, node, told, groups),
        deeds=deed_words(told),
        here_url=trace_url(node),
        theme_kind=NodeKind.THEME,
        theme_node=lambda theme: Node(NodeKind.THEME, theme.key),
    )


def _named(
    session: Session, node: Node, edges: list[queries.Edge], groups: list[queries.Grouping]
) -> dict[Node, Station]:
    """The stations that the page speaks of."""
    nodes = {node, *(edge.source for edge in edges), *(edge.target for edge in edges)}
    nodes |= {Node(NodeKind.THEME, group.theme.key) for group in groups}
    return stations(session, nodes)
