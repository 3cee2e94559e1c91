"""The trace ledger: edges are drawn and taken back, and no row ever goes."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from core.accounts.models import Account
from core.db import db, writing
from plan.ledger import Node, edges_from, edges_to, link, standing, unlink
from plan.ledger_models import NodeKind, TraceEdge
from rembuk.migrations.append_only import LEDGER, protect, triggers_of
from tests import factories
from tests.conftest import make_app

SAID = Node("answer", "k1", "kebutuhan")
NOISE = Node("answer", "k2", "kebutuhan")
NEED = Node(NodeKind.NEED, "n1")
pytestmark = pytest.mark.database


def rows(session: Session) -> list[tuple[str, str, int, str, int | None]]:
    edge = TraceEdge
    query = select(edge.source_key, edge.target_key, edge.turn, edge.action, edge.actor_id)
    return [tuple(row) for row in session.execute(query.order_by(*edge.__table__.primary_key))]


def test_an_edge_is_drawn_and_taken_back_once_each(session: Session) -> None:
    who = factories.account(session).id
    link(session, NOISE, NEED, action="theme.accept", actor_id=None)
    for _ in range(2):
        link(session, SAID, NEED, action="theme.accept", actor_id=who, reason="jelas")
    for _ in range(2):
        unlink(session, SAID, NEED, action="theme.reopen", actor_id=who)
    link(session, SAID, NEED, action="theme.merge", actor_id=None)
    unlink(session, SAID, Node(NodeKind.NEED, "other"), action="theme.reopen", actor_id=None)

    assert rows(session) == [
        ("k1", "n1", 1, "theme.accept", who),
        ("k1", "n1", 2, "theme.reopen", who),
        ("k1", "n1", 3, "theme.merge", None),
        ("k2", "n1", 1, "theme.accept", None),
    ]
    first = select(TraceEdge.reason).where(TraceEdge.turn == 1).order_by(TraceEdge.source_key)
    assert session.scalars(first).all() == ["jelas", ""]


def test_what_stands_is_the_newest_turn(session: Session) -> None:
    for source in (SAID, NOISE):
        link(session, source, NEED, action="theme.accept", actor_id=None)
    unlink(session, SAID, NEED, action="theme.reopen", actor_id=None)
    link(session, NEED, Node(NodeKind.PLAN_ITEM, "i1"), action="plan_item.create", actor_id=None)

    assert [tuple(row) for row in session.execute(edges_to(NodeKind.NEED, "n1"))] == [
        ("answer", "k2", "kebutuhan", "need", "n1")
    ]
    assert session.execute(edges_from(SAID)).all() == []
    assert [row.target_key for row in session.execute(edges_from(NEED))] == ["i1"]
    assert session.scalar(select(func.count()).where(standing())) == 2


CHANGES = {
    "delete": delete(TraceEdge),
    "update": update(TraceEdge).values(reason="lain"),
    "turn": update(TraceEdge).values(turn=2),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_database_refuses_to_change_a_row(session: Session, change: object) -> None:
    link(session, SAID, NEED, action="theme.accept", actor_id=None)
    before = rows(session)
    with pytest.raises(DatabaseError, match="append-only"), session.begin_nested():
        session.execute(change)  # type: ignore[call-overload]
    assert rows(session) == before


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_sabotage_without_its_triggers_a_row_changes(
    session: Session, change: object, engine_name: str
) -> None:
    link(session, SAID, NEED, action="theme.accept", actor_id=None)
    for name in triggers_of(session.connection(), LEDGER):
        on = " ON trace_edge" if engine_name == "postgresql" else ""
        session.execute(text(f"DROP TRIGGER {name}{on}"))
    session.execute(change)  # type: ignore[call-overload]
    assert rows(session) != [("k1", "n1", 1, "theme.accept", None)] or session.scalar(
        select(TraceEdge.reason)
    )


def test_the_triggers_are_there_and_may_be_made_again(session: Session, engine_name: str) -> None:
    connection = session.connection()
    assert triggers_of(connection, LEDGER) == set(LEDGER.triggers(engine_name))
    protect(connection, LEDGER)
    assert triggers_of(connection, LEDGER) == set(LEDGER.triggers(engine_name))


def test_an_account_that_is_erased_leaves_its_deeds(session: Session) -> None:
    who = factories.account(session)
    link(session, SAID, NEED, action="theme.accept", actor_id=who.id)
    session.execute(delete(Account).where(Account.id == who.id))
    assert rows(session) == [("k1", "n1", 1, "theme.accept", None)]


def test_eight_at_once_write_one_row_a_turn(engine_name: str, tmp_path: Path) -> None:
    app = make_app(tmp_path, engine_name)
    with app.app_context():
        engine = db.engine

    def act(number: int) -> None:
        verb = link if number < 8 else unlink
        with writing(), Session(engine) as session:
            verb(session, SAID, NEED, action="theme.accept", actor_id=None)
            session.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(8)))
        list(pool.map(act, range(8, 16)))
    with Session(engine) as session:
        assert [row[2] for row in rows(session)] == [1, 2]
    engine.dispose()
