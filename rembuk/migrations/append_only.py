"""Triggers that make the audit log append-only.

SQLite drops a table's triggers with the table, and Alembic's batch mode rebuilds tables that way:
a migration that alters `audit_event` in batch mode ends with `protect_audit(op.get_bind())` again.
"""

from sqlalchemy.engine import Connection

REFUSAL = "audit_event is append-only"

# INSERT OR REPLACE deletes without asking a delete trigger: hence the third.
_SQLITE = (
    ("audit_event_no_update", "BEFORE UPDATE ON audit_event"),
    ("audit_event_no_delete", "BEFORE DELETE ON audit_event"),
    (
        "audit_event_no_replace",
        "BEFORE INSERT ON audit_event WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id)",
    ),
)
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""
_POSTGRESQL = (
    ("audit_event_no_update", "BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW"),
    ("audit_event_no_truncate", "BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT"),
)


def protect_audit(connection: Connection) -> None:
    """Refuse UPDATE, DELETE and TRUNCATE on the audit log. Safe to repeat."""
    if connection.dialect.name == "sqlite":
        for name, when in _SQLITE:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(
                f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    connection.exec_driver_sql(_FUNCTION)
    for name, when in _POSTGRESQL:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON audit_event")
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION refuse_audit_change()")


def triggers_of(connection: Connection) -> set[str]:
    """The names of the triggers on the audit log."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'"
        )
    else:
        found = connection.exec_driver_sql(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_event'::regclass AND NOT tgisinternal"
        )
    return set(found.scalars())


def wanted_triggers(connection: Connection) -> set[str]:
    """The triggers that must be there."""
    return {name for name, _when in (_SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL)}
