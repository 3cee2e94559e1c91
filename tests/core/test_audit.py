"""The audit log: the database refuses to change it, and no text gets into it."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core import audit
from core.audit import AuditEvent
from rembuk.migrations.append_only import AUDIT, protect, triggers_of
from tests import factories

CHANGES = {
    "update": "UPDATE audit_event SET action = 'lain'",
    "update_actor": "UPDATE audit_event SET actor_id = NULL",
    "delete": "DELETE FROM audit_event",
    "replace": "INSERT OR REPLACE INTO audit_event (id, at, action, object_kind, object_key, facts) "
    "SELECT id, at, 'lain', object_kind, object_key, facts FROM audit_event",
    "truncate": "TRUNCATE audit_event",
}
OTHERS = {"sqlite": {"truncate"}, "postgresql": {"replace"}}


@pytest.fixture
def events(session: Session) -> list[tuple[object, ...]]:
    """Two events, one by an account."""
    actor = factories.account(session)
    audit.record(session, actor_id=actor.id, action="unit.create", kind="unit", key="loket", count=2)
    audit.record(session, actor_id=None, action="unit.change", kind="unit", key="loket", active=True)
    session.commit()
    return rows(session)


def rows(session: Session) -> list[tuple[object, ...]]:
    session.expire_all()
    return [
        (e.id, e.at, e.actor_id, e.action, e.object_kind, e.object_key, dict(e.facts))
        for e in session.query(AuditEvent).order_by(AuditEvent.id)
    ]


def change(connection: Connection, statement: str) -> bool:
    """Whether the database let it happen."""
    try:
        with connection.begin_nested():
            connection.execute(text(statement))
    except DBAPIError as refused:
        return "append-only" not in str(refused.orig)
    return True


@pytest.mark.database
@pytest.mark.parametrize("name", CHANGES)
def test_the_database_refuses_to_change_the_log(
    connection: Connection,
    session: Session,
    events: list[tuple[object, ...]],
    engine_name: str,
    name: str,
) -> None:
    if name in OTHERS[engine_name]:
        return
    assert not change(connection, CHANGES[name])
    assert rows(session) == events


@pytest.mark.database
def test_sabotage_without_its_triggers_the_log_changes(
    connection: Connection, session: Session, events: list[tuple[object, ...]]
) -> None:
    on = "" if connection.dialect.name == "sqlite" else " ON audit_event"
    for name in triggers_of(connection, AUDIT):
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
    assert change(connection, CHANGES["update"])
    assert change(connection, CHANGES["delete"])
    assert rows(session) == []


@pytest.mark.database
def test_the_triggers_are_there_at_the_newest_revision(connection: Connection) -> None:
    assert triggers_of(connection, AUDIT) == set(AUDIT.triggers(connection.dialect.name))


@pytest.mark.database
def test_protecting_again_changes_nothing(connection: Connection) -> None:
    protect(connection, AUDIT)
    assert triggers_of(connection, AUDIT) == set(AUDIT.triggers(connection.dialect.name))


@pytest.mark.database
def test_an_account_with_events_cannot_be_deleted(
    connection: Connection, session: Session, events: list[tuple[object, ...]]
) -> None:
    """Else the log would forget who it was."""
    with pytest.raises(DBAPIError), connection.begin_nested():
        connection.execute(text("DELETE FROM account"))
    assert rows(session) == events


@pytest.mark.parametrize(
    "fact", [True, 0, -3, None, "", "planner", "survei-2027", "ValueError", "2026-01-31"]
)
def test_counts_and_words_are_facts(fact: object) -> None:
    assert audit.is_fact(fact)


@pytest.mark.parametrize(
    "fact", ["Ibu Ana", "ana@example.id", "atasan saya buruk", "x" * 101, 1.5, ["a"], {"a": 1}, b"a", "a\n"]
)
def test_text_is_no_fact(session: Session, fact: object) -> None:
    assert not audit.is_fact(fact)
    with pytest.raises(ValueError, match=r"^unit.create would put text into the audit log$"):
        audit.record(session, actor_id=None, action="unit.create", kind="unit", key="x", fact=fact)
    with pytest.raises(ValueError, match="text"):
        audit.record(session, actor_id=None, action="unit.create", kind="unit", key="ada spasi")
    session.flush()
    assert rows(session) == []
